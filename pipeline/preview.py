"""What an update would do, without doing it: `publish --dry-run`.

Deliveries are gathered and judged for real; nothing is sent and no event is written. The desk is
that of a rehearsal, so that no file is left either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Dataset, Release
from pipeline.publish.diff import lines_of
from pipeline.publish.errors import PortalError
from pipeline.publish.push import plan_release
from pipeline.publish.steps import Plan
from pipeline.renewal import renew_release
from pipeline.run import Desk, gather, read_basis
from pipeline.validate.standing import Judged, judge_deliveries
from pipeline.wording import FINDING, count_of, size_of


@dataclass(frozen=True, slots=True)
class Preview:
    """One dataset: what a person should know beforehand, and a plan for each portal by name."""

    dataset: str
    sentences: tuple[str, ...]
    plans: tuple[tuple[str, Plan], ...]

    def lines(self) -> Iterator[str]:
        """The dataset for a person: one line where nothing is to be done and nothing to be told."""
        for sentence in self.sentences:
            yield f"{self.dataset}: {sentence}"
        for portal, plan in self.plans:
            head, *rest = lines_of(plan)
            yield f"{self.dataset} → {portal}: {head}"
            yield from rest


def sum_up(previews: Sequence[Preview]) -> str:
    """How much all of it would be, in one sentence."""
    plans = [plan for preview in previews for _, plan in preview.plans]
    changed = [plan for plan in plans if not plan.is_empty]
    if not changed:
        return "Надсилати нічого. Це лише план: нічого не записано й не надіслано."
    sent = size_of(sum(plan.bytes for plan in changed))
    return (
        f"Наборів, які змінилися б: {len(changed)} із {len(plans)}; було б надіслано {sent}. "
        "Це лише план: нічого не записано й не надіслано."
    )


def preview_dataset(dataset: Dataset, desk: Desk) -> Preview:
    """Plan the update of one dataset; portals that cannot be read are told, not raised."""
    gathered = gather(dataset, desk)
    basis = read_basis(dataset, desk)
    judged = judge_deliveries(dataset, gathered.deliveries, basis, desk.checker, desk.archive)
    sentences = [text for text in (gathered.failed, gathered.held) if text]
    sentences += [finding.message for finding in gathered.findings]
    sentences += [_refusal(item) for item in judged if not item.verdict.accepted]
    plans: list[tuple[str, Plan]] = []
    renewed = renew_release(dataset, judged, basis.release, desk.archive, desk.now())
    if renewed is None or dataset.withheld is not None:
        return Preview(dataset.name, tuple(sentences), ())
    for name in dataset.portals:
        try:
            plans.append((name, _plan(dataset, renewed, name, desk)))
        except PortalError as error:
            sentences.append(f"{name}: {error.sentence}")
    return Preview(dataset.name, tuple(sentences), tuple(plans))


def _plan(dataset: Dataset, release: Release, portal: str, desk: Desk) -> Plan:
    return plan_release(
        dataset,
        release,
        desk.catalogue.publisher,
        desk.catalogue.portals[portal],
        desk.clients[portal],
        desk.ledger,
    )


def _refusal(item: Judged) -> str:
    if item.verdict.held:
        return f"Чекатиме на підтвердження {item.delivery.document}."
    blocking = count_of(item.verdict.blocking, FINDING)
    return f"Не буде опубліковано {item.delivery.document}: {blocking}."
