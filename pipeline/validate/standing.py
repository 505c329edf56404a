"""Which verdicts stand, and which must be given anew.

A verdict, a refusal included, stands while the delivery's bytes, the descriptor with its schemas
and the version of our rules are those it was given under. Tables bound by foreign keys are judged
together: one new delivery among them has all of them read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.model import Dataset, Delivery, Release, Resource, Verdict
from pipeline.record.archive import Archive
from pipeline.validate.verdict import RULES_VERSION, check_foreign_keys


class Checker(Protocol):
    """Whatever reads a delivery and judges it: a pool of child processes, or this process."""

    def check(self, delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
        """Judge one delivery by the rules of its resource."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A delivery with its verdict; `new` where the verdict was given just now."""

    delivery: Delivery
    verdict: Verdict
    new: bool


def judge_deliveries(
    dataset: Dataset,
    deliveries: Sequence[Delivery],
    release: Release | None,
    checker: Checker,
    archive: Archive,
) -> tuple[Judged, ...]:
    """Judge what is new and let the other verdicts stand, in the order of the deliveries."""
    standing = _standing_verdicts(dataset, deliveries, release, archive)
    if _is_bound(dataset) and len(standing) < len(deliveries):
        standing = {}
    fresh = [delivery for delivery in deliveries if delivery.document not in standing]
    given = [
        checker.check(delivery, dataset.resource(delivery.resource), dataset) for delivery in fresh
    ]
    new = {verdict.document: verdict for verdict in check_foreign_keys(dataset, given)}
    return tuple(
        Judged(delivery, new[delivery.document], new=True)
        if delivery.document in new
        else Judged(delivery, standing[delivery.document], new=False)
        for delivery in deliveries
    )


def keep_verdicts(dataset: Dataset, judged: Sequence[Judged], archive: Archive) -> None:
    """Remember new verdicts; to be called once what they led to is safe on disk."""
    for item in judged:
        if item.new:
            archive.keep_verdict(_key(dataset, item.delivery), item.verdict)


def _standing_verdicts(
    dataset: Dataset, deliveries: Sequence[Delivery], release: Release | None, archive: Archive
) -> Mapping[str, Verdict]:
    """Verdicts that need not be given anew, by document.

    An accepted one stands only with its document in the release: a crash between the two would
    otherwise lose the document for good.
    """
    released = {d.id: d.delivery for d in release.documents} if release else {}
    standing = {}
    for delivery in deliveries:
        verdict = archive.read_verdict(delivery.document, _key(dataset, delivery))
        if verdict is None:
            continue
        if verdict.accepted and released.get(delivery.document) != delivery.sha256:
            continue
        standing[delivery.document] = verdict
    return standing


def _key(dataset: Dataset, delivery: Delivery) -> str:
    return f"{delivery.sha256}:{dataset.descriptor_hash}:{RULES_VERSION}"


def _is_bound(dataset: Dataset) -> bool:
    return any(resource.schema and resource.schema.foreign_keys for resource in dataset.resources)
