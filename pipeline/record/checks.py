"""When each dataset was last looked at and how that ended: what the daemon goes by after a pause.

Every update ends in one of `OUTCOMES`, so the ledger itself is the memory of what ran.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.record.event import Kind, read_moment
from pipeline.record.newest import newest_events
from pipeline.record.schema import events

ENDED_WELL = (Kind.PUBLISHED, Kind.UNCHANGED, Kind.REFUSED, Kind.HELD)
"""How an update ends that came to its end, whatever it found."""
NEVER: tuple[int, datetime | None] = (0, None)
"""How often, and since when, what never failed failed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One dataset's last update: when it ended, and how many in a row failed up to it.

    `failing_since` is when the first of these failed. `unfinished` means that some portal was cut
    off or could not be reached, so that the release is not yet everywhere.
    """

    dataset: str
    at: datetime
    failures: int = 0
    failing_since: datetime | None = None
    unfinished: bool = False


def read_checks(connection: Connection) -> Mapping[str, Check]:
    """By dataset; one that was never updated is missing."""
    failures = _failures_in_a_row(connection)
    last: dict[str, datetime] = {}
    open_acts: dict[tuple[str, str], bool] = {}
    for recorded in newest_events(connection):
        event, dataset = recorded.event, recorded.event.dataset or ""
        if event.kind in ENDED_WELL or event.kind is Kind.FAILED:
            last[dataset] = max(event.at, last.get(dataset, event.at))
        if event.portal and event.kind in {Kind.PUBLISHING, Kind.FAILED}:
            open_acts[dataset, event.portal] = True
        elif event.portal and event.kind is Kind.PUBLISHED:
            open_acts[dataset, event.portal] = False
        elif event.kind in {Kind.UNCHANGED, Kind.HELD, Kind.WITHDRAWN}:
            open_acts = {at: is_open and at[0] != dataset for at, is_open in open_acts.items()}
    unfinished = {dataset for (dataset, _), is_open in open_acts.items() if is_open}
    return {
        dataset: Check(dataset, at, *failures.get(dataset, NEVER), dataset in unfinished)
        for dataset, at in last.items()
    }


def _failures_in_a_row(connection: Connection) -> dict[str, tuple[int, datetime | None]]:
    """Updates that failed since the last one that did not, and when the first of them did.

    A failed portal alone is no update.
    """
    well = events.alias("well")
    last_well = (
        select(func.max(well.c.seq))
        .where(well.c.dataset == events.c.dataset)
        .where(well.c.kind.in_([kind.value for kind in ENDED_WELL]))
        .scalar_subquery()
    )
    query = (
        select(events.c.dataset, func.count(), func.min(events.c.at))
        .where(events.c.kind == Kind.FAILED.value, events.c.portal.is_(None))
        .where(events.c.dataset.is_not(None))
        .where(events.c.seq > func.coalesce(last_well, 0))
        .group_by(events.c.dataset)
    )
    found = connection.execute(query)
    return {dataset: (count, read_moment(since)) for dataset, count, since in found}
