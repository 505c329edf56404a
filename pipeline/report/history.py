"""How the figures went over the year before a report: what the charts show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pipeline.record.ledger import Ledger
from pipeline.report.figures import Figures, build_figures
from pipeline.report.period import instant_of
from pipeline.report.quarterly import Report, moment_of
from pipeline.report.refreshes import read_updates
from pipeline.report.timeliness import kyiv_day

MONTHS = 12
Month = TypeVar("Month")


@dataclass(frozen=True, slots=True)
class Point:
    """The figures as of one day."""

    day: date
    datasets: int
    documents: int


@dataclass(frozen=True, slots=True)
class History:
    """The state on the first of every month and at the report, and updates month by month."""

    points: tuple[Point, ...]
    updates: tuple[tuple[date, int], ...]


def build_history(ledger: Ledger, report: Report) -> History:
    """The year up to the report's instant, as known to the report."""
    from pipeline.record.happened import Window

    last = report.figures
    moment = report.moment
    firsts = _months_before(kyiv_day(moment))
    states = [
        build_figures(ledger, last.portal, instant_of(first), last.known_at) for first in firsts
    ]
    with ledger.reading() as connection:
        window = Window(instant_of(firsts[0]), moment, last.length)
        updates = read_updates(connection, last.portal, window)
    by_month = Counter(kyiv_day(each.event.at).replace(day=1) for each in updates)
    months = [first for first in firsts if instant_of(first) < moment]
    points = [_point(state) for state in states if state.as_of < moment]
    counted = [(month, by_month[month]) for month in months]
    return History(
        tuple(_from_the_first([*points, _point(last)], lambda point: point.documents, lead=1)),
        tuple(_from_the_first(counted, lambda month: month[1], lead=0)),
    )


def _from_the_first(
    months: Sequence[Month], count: Callable[[Month], int], *, lead: int
) -> Iterator[Month]:
    """Without the months before anything was there, but for `lead` of them."""
    filled = [place for place, month in enumerate(months) if count(month)]
    yield from months[max(filled[0] - lead, 0) if filled else -1 :]


def _point(figures: Figures) -> Point:
    return Point(kyiv_day(moment_of(figures)), figures.datasets, figures.documents)


def _months_before(day: date) -> tuple[date, ...]:
    """The first days of the last twelve months, the day's own last."""
    months = [day.year * 12 + day.month - 1 - back for back in range(MONTHS, -1, -1)]
    return tuple(date(month // 12, month % 12 + 1, 1) for month in months)
