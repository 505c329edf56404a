"""What must be updated soon, and what is late: told before the portal prints «Не оновлений».

Two terms of paragraph 15: the planned one, by the update period in force (as the ledger last
described the dataset), and three working days for an unplanned change, counted from the delivery
that an office handed in and that is not online because it was refused or waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from pipeline.record.event import Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.changes import read_terms
from pipeline.report.figures import Description
from pipeline.report.status import Status, build_status
from pipeline.report.timeliness import TERMS, Term, kyiv_day
from pipeline.resolution835.workdays import MARTIAL_LAW_FROM, UNPLANNED_DAYS, add_workdays

AHEAD = 10
"""Days before the last day of a term from which the dataset is called due, at most."""


class State(StrEnum):
    """Where a dataset stands in its term."""

    OVERDUE = "overdue"
    DUE = "due"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done by `due_on`, the last day in time.

    `document` is named for an unplanned change (a refused delivery, or one `held` until a person
    accepts it), None for a planned update.
    `since` is when the term began to run; `days` are left until `due_on`, negative once past.
    """

    dataset: str
    description: Description
    state: State
    due_on: date
    since: datetime
    days: int
    document: str | None = None
    paused_until: date | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """Every duty at a moment, the most pressing first; datasets with time to spare have none."""

    portal: str
    at: datetime
    duties: tuple[Duty, ...]

    @property
    def by_martial_law(self) -> bool:
        """Whether working days were counted without public holidays."""
        unplanned = any(duty.document for duty in self.duties)
        return unplanned and kyiv_day(self.at) >= MARTIAL_LAW_FROM


def build_freshness(ledger: Ledger, portal: str, ahead: int = AHEAD) -> Freshness:
    """The duties of this moment on that portal; `ahead` is in calendar days."""
    from pipeline.record.newest import standing_refusals

    status = build_status(ledger, portal)
    terms = read_terms(ledger, status.figures, status.figures.as_of)
    with ledger.reading() as connection:
        held = standing_refusals(connection, (Kind.HELD,))
    at = status.figures.known_at
    today = kyiv_day(at)
    duties = (*_planned(status, terms, today, ahead), *_unplanned(status, held, today))
    return Freshness(portal, at, tuple(sorted(duties, key=_pressing)))


def _pressing(duty: Duty) -> tuple[int, int, str, str]:
    order = [State.OVERDUE, State.DUE, State.PAUSED].index(duty.state)
    return order, duty.days, duty.dataset, duty.document or ""


def _planned(status: Status, terms: Mapping[str, Term], today: date, ahead: int) -> Iterator[Duty]:
    for dataset, term in terms.items():
        if term.due_on is None or term.last is None:
            continue
        days = (term.due_on - today).days
        if days > _notice(term, ahead):
            continue
        yield Duty(
            dataset=dataset,
            description=status.figures.description_of(dataset),
            state=_state(term, days),
            due_on=term.due_on,
            since=term.last.at,
            days=days,
            paused_until=term.paused_until,
        )


def _notice(term: Term, ahead: int) -> int:
    """Days of warning: a third of a short term, or a weekly dataset would be due for ever."""
    return min(ahead, (TERMS[term.frequency] or 0) // 3)


def _state(term: Term, days: int) -> State:
    if term.paused_until:
        return State.PAUSED
    return State.OVERDUE if days < 0 else State.DUE


def _unplanned(status: Status, held: Iterable[Recorded], today: date) -> Iterator[Duty]:
    """What was delivered and is not online: refused, or waiting for a person's word."""
    for dataset in status.datasets:
        for blocked in dataset.blocked:
            yield _change(status, dataset.dataset, blocked.document, blocked.at, today)
    for each in held:
        event = each.event
        if event.dataset and event.document:
            duty = _change(status, event.dataset, event.document, event.at, today)
            yield replace(duty, held=True)


def _change(status: Status, dataset: str, document: str, since: datetime, today: date) -> Duty:
    due_on = add_workdays(kyiv_day(since), UNPLANNED_DAYS)
    days = (due_on - today).days
    return Duty(
        dataset=dataset,
        description=status.figures.description_of(dataset),
        state=State.OVERDUE if days < 0 else State.DUE,
        due_on=due_on,
        since=since,
        days=days,
        document=document,
    )
