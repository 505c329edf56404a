"""How the parts of an update come to one outcome: one word and one sentence for every reader."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import (
    Dataset,
    Gathered,
    Outcome,
    PortalOutcome,
    PortalResult,
    Release,
    Result,
    Verdict,
    Withheld,
)
from pipeline.validate.standing import Judged
from pipeline.wording import DOCUMENT, FINDING, STOPS, agree, count_of, day


def build_outcome(
    dataset: Dataset,
    gathered: Gathered,
    judged: Sequence[Judged],
    release: Release | None,
    portals: Sequence[PortalOutcome],
) -> Outcome:
    """Weigh the parts in the order of design: failed, published, held, refused, unchanged."""
    verdicts = tuple(item.verdict for item in judged)
    result, sentence = _weigh(gathered, judged, release, portals)
    return Outcome(
        dataset=dataset.name,
        result=result,
        sentence=sentence,
        release=release.hash if release else None,
        documents=len(release.documents) if release else 0,
        verdicts=verdicts,
        portals=tuple(portals),
        gathering=gathered.findings,
    )


def failed_outcome(dataset: Dataset, sentence: str) -> Outcome:
    """The outcome of an update that did not come to its end."""
    return Outcome(dataset.name, Result.FAILED, sentence)


def withheld_sentence(withheld: Withheld) -> str:
    """Why nothing of a dataset goes out, and what becomes of what is out already."""
    return (
        f"Оприлюднення зупинено з {day(withheld.since)}: {withheld.ground.rstrip('.')}. Нове не "
        "надсилається; опубліковане лишається, доки його не відкличе людина."
    )


def _weigh(
    gathered: Gathered,
    judged: Sequence[Judged],
    release: Release | None,
    portals: Sequence[PortalOutcome],
) -> tuple[Result, str]:
    if failure := _failure(gathered, portals):
        return Result.FAILED, failure
    refused = [item.verdict for item in judged if not item.verdict.accepted]
    sent = [portal for portal in portals if portal.result is not PortalResult.UNCHANGED]
    if any(portal.result is PortalResult.PUBLISHED for portal in sent):
        told = "; ".join(f"{portal.portal}: {portal.sentence.rstrip('.')}" for portal in sent) + "."
        held = [gathered.held] if gathered.held else []
        return Result.PUBLISHED, " ".join([told, *held, *_refusals(refused)])
    if gathered.held:
        return Result.HELD, gathered.held
    if release is None and not judged:
        return Result.HELD, "Надходжень ще не було."
    if any(item.new and not (item.verdict.accepted or item.verdict.held) for item in judged):
        return Result.REFUSED, " ".join(_refusals(refused))
    if any(verdict.held for verdict in refused):
        return Result.HELD, " ".join(_refusals(refused))
    return _unchanged(portals, refused)


def _unchanged(portals: Sequence[PortalOutcome], refused: Sequence[Verdict]) -> tuple[Result, str]:
    """Nothing was sent; a dataset that persons keep off every portal waits for their word."""
    off = [
        f"{portal.portal}: {portal.sentence.rstrip('.')}."
        for portal in portals
        if portal.result is PortalResult.SKIPPED
    ]
    if off and len(off) == len(portals):
        return Result.HELD, " ".join([*off, *_refusals(refused)])
    return Result.UNCHANGED, " ".join(["Без змін.", *off, *_refusals(refused)])


def _failure(gathered: Gathered, portals: Sequence[PortalOutcome]) -> str | None:
    """Why the update did not come to its end.

    A portal that is down fails it only where no other one took anything: the next run goes on
    from there.
    """
    failed = [p for p in portals if p.result is PortalResult.FAILED]
    if not any(p.result is PortalResult.PUBLISHED for p in portals):
        failed += [p for p in portals if p.result is PortalResult.PENDING]
    told = [f"{portal.portal}: {portal.sentence}" for portal in failed]
    return " ".join([gathered.failed, *told] if gathered.failed else told) or None


def _refusals(refused: Sequence[Verdict]) -> list[str]:
    """What is refused and how much stands in its way; no cell values, for the ledger keeps it."""
    wrong = [verdict for verdict in refused if not verdict.held]
    findings = sum(verdict.blocking for verdict in wrong)
    told = []
    if wrong:
        told.append(
            f"Не опубліковано {count_of(len(wrong), DOCUMENT)}: "
            f"{count_of(findings, FINDING)} {agree(findings, STOPS)} публікацію."
        )
    if held := [verdict for verdict in refused if verdict.held]:
        told.append(f"Чекає на підтвердження {count_of(len(held), DOCUMENT)}: {_asked(held)}")
    return told


def _asked(held: Sequence[Verdict]) -> str:
    """What a person is asked about, in the words of the guards, which hold counts and times."""
    first = next(finding for finding in held[0].findings if finding.blocks)
    return f"{held[0].document}. {first.message}"
