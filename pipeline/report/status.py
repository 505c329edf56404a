"""How every dataset stands now: the newest of its events, told as values.

`pipeline status` answers the questions of a morning: what is online, when was it last looked at,
and what waits for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import PortalResult, Result
from pipeline.record.event import Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Description, Figures, build_figures_now

INTERRUPTED = "Публікацію перервано; наступний запуск перевірить портал і завершить її."

RESULTS = {
    Kind.PUBLISHED: Result.PUBLISHED,
    Kind.UNCHANGED: Result.UNCHANGED,
    Kind.REFUSED: Result.REFUSED,
    Kind.HELD: Result.HELD,
    Kind.FAILED: Result.FAILED,
    Kind.PUBLISHING: Result.FAILED,
    Kind.WITHDRAWN: Result.HELD,
    Kind.RESTORED: Result.PUBLISHED,
}
"""How an update ended, by its last telling event; an intent without an outcome was cut off."""
ON_PORTAL = {
    Kind.PUBLISHING: PortalResult.PENDING,
    Kind.PUBLISHED: PortalResult.PUBLISHED,
    Kind.FAILED: PortalResult.FAILED,
    Kind.WITHDRAWN: PortalResult.SKIPPED,
    Kind.RESTORED: PortalResult.PUBLISHED,
}


@dataclass(frozen=True, slots=True)
class Blocked:
    """A document whose newest delivery was refused; the version before it stays published."""

    document: str
    at: datetime
    blocking: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """How the last act on one portal ended: PENDING where it was cut off before its outcome.

    UNCHANGED stands for a failure after which an update ended well with nothing to send.
    """

    portal: str
    result: PortalResult
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class DatasetStatus:
    """One dataset: how its last update ended, and what of it stands on the report portal.

    `result` is None before the first update ended. `checked_at` is when anything last happened.
    `published_at` and `release` are of the last publication on the report portal.
    """

    dataset: str
    description: Description
    result: Result | None
    sentence: str
    checked_at: datetime
    published_at: datetime | None
    release: str | None
    documents: int
    blocked: tuple[Blocked, ...]
    portals: tuple[PortalStatus, ...]

    @property
    def blocking(self) -> int:
        """Findings in the way of some document."""
        return sum(blocked.blocking for blocked in self.blocked)


@dataclass(frozen=True, slots=True)
class Status:
    """All datasets the ledger knows, in order of names, and the figures of this moment."""

    figures: Figures
    datasets: tuple[DatasetStatus, ...]


def build_status(ledger: Ledger, portal: str) -> Status:
    """What the ledger knows of every dataset now; `portal` is the one that figures speak of."""
    from pipeline.record.newest import newest_events, standing_refusals

    figures = build_figures_now(ledger, portal)
    with ledger.reading() as connection:
        newest = _by_dataset(newest_events(connection))
        refusals = _by_dataset(standing_refusals(connection))
    documents = Counter(document.dataset for document in figures.standing)
    return Status(
        figures,
        tuple(
            _build_dataset(
                dataset,
                newest[dataset],
                refusals.get(dataset, []),
                figures,
                documents[dataset],
            )
            for dataset in sorted(newest)
        ),
    )


def _build_dataset(
    dataset: str,
    newest: Sequence[Recorded],
    refusals: Sequence[Recorded],
    figures: Figures,
    documents: int,
) -> DatasetStatus:
    last = _last_of(newest, RESULTS)
    cut_off = last is not None and last.event.kind is Kind.PUBLISHING
    published = _last_of(newest, {Kind.PUBLISHED}, figures.portal)
    return DatasetStatus(
        dataset=dataset,
        description=figures.described.get(dataset, Description()),
        result=RESULTS[last.event.kind] if last else None,
        sentence=INTERRUPTED if cut_off else last.event.sentence if last else "",
        checked_at=newest[-1].event.at,
        published_at=published.event.at if published else None,
        release=published.event.release if published else None,
        documents=documents,
        blocked=_build_blocked(newest, refusals),
        portals=_build_portals(newest, last),
    )


def _build_portals(newest: Sequence[Recorded], last: Recorded | None) -> tuple[PortalStatus, ...]:
    names = sorted({each.event.portal for each in newest if each.event.portal})
    acts = ((name, _last_of(newest, ON_PORTAL, name)) for name in names)
    return tuple(_build_portal(name, act, last) for name, act in acts if act)


def _build_portal(name: str, act: Recorded, last: Recorded | None) -> PortalStatus:
    """Any failed portal makes the update fail, so one that ended otherwise clears the failure."""
    result = ON_PORTAL[act.event.kind]
    cleared = last and last.seq > act.seq and last.event.kind in {Kind.UNCHANGED, Kind.HELD}
    if result is PortalResult.FAILED and last and cleared:
        return PortalStatus(name, PortalResult.UNCHANGED, last.event.at, last.event.sentence)
    sentence = INTERRUPTED if result is PortalResult.PENDING else act.event.sentence
    return PortalStatus(name, result, act.event.at, sentence)


def _build_blocked(newest: Sequence[Recorded], refusals: Iterable[Recorded]) -> tuple[Blocked, ...]:
    """An update without change that counted no blocking finding clears refusals before it."""
    unchanged = _last_of(newest, {Kind.UNCHANGED})
    cleared = unchanged.seq if unchanged and unchanged.event.data.get("blocking") == 0 else 0
    return tuple(_read_blocked(each) for each in refusals if each.seq > cleared)


def _read_blocked(recorded: Recorded) -> Blocked:
    event = recorded.event
    blocking = event.data.get("blocking")
    count = blocking if isinstance(blocking, int) else 0
    return Blocked(event.document or "", event.at, count, event.sentence)


def _last_of(
    newest: Sequence[Recorded], kinds: Iterable[Kind], portal: str | None = None
) -> Recorded | None:
    fitting = [
        each for each in newest if each.event.kind in kinds and portal in (None, each.event.portal)
    ]
    return fitting[-1] if fitting else None


def _by_dataset(recorded: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for each in recorded:
        found.setdefault(each.event.dataset or "", []).append(each)
    return found
