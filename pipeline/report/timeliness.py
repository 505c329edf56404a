"""Was a dataset kept up to date in the terms its publisher set (п. 15)?

The portal prints «Не оновлений» once the last change and the period have passed; these terms are
counted the same way, in whole days of Kyiv time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from pipeline.report.period import instant_of
from pipeline.resolution835.vocabulary import FREQUENCIES
from pipeline.wording import KYIV

TERMS = {frequency.value: frequency.days for frequency in FREQUENCIES}
LONGEST_TERM = timedelta(days=max(days for days in TERMS.values() if days))


@dataclass(frozen=True, slots=True)
class Refresh:
    """A dataset became current: a document of it was updated, or its office confirmed it.

    `document` is None for a confirmation, which is never an update. `seq` is the event.
    """

    dataset: str
    document: str | None
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Term:
    """The update period in force and what followed from it, from `start` to before `end`.

    `due_on` is the last day on which the next refresh is in time; None where none is ever late or
    nothing is known. `late` are the updates of the window that came after their day.
    """

    frequency: str
    last: Refresh | None
    due_on: date | None
    overdue: bool
    late: tuple[Refresh, ...] = ()
    paused_until: date | None = None

    @property
    def in_time(self) -> bool:
        """Neither an update of the window was late, nor is the next one at its end."""
        return not self.overdue and not self.late


def kyiv_day(moment: datetime) -> date:
    """The day in Kyiv on which it happened."""
    return moment.astimezone(KYIV).date()


def due_after(refreshed: datetime, frequency: str) -> date | None:
    """The last day on which the next refresh is in time; None for a period without a term."""
    days = TERMS.get(frequency)
    return kyiv_day(refreshed) + timedelta(days=days) if days is not None else None


def is_overdue(due_on: date | None, as_of: datetime) -> bool:
    """Whether that whole day had passed just before `as_of`."""
    return due_on is not None and as_of >= instant_of(due_on + timedelta(days=1))


def build_term(
    refreshes: Sequence[Refresh],
    start: datetime,
    end: datetime,
    frequency_at: Callable[[datetime], str],
    paused_until: date | None = None,
) -> Term:
    """The term of one dataset over a window; `refreshes` are its own, in order of time.

    A dataset paused at the window's end is not overdue there: its publisher moved the term.
    """
    frequency = frequency_at(end)
    last = refreshes[-1] if refreshes else None
    due_on = due_after(last.at, frequency) if last else None
    paused = paused_until is not None and kyiv_day(end) <= paused_until
    return Term(
        frequency=frequency,
        last=last,
        due_on=due_on,
        overdue=is_overdue(due_on, end) and not paused,
        late=tuple(_late(refreshes, start, frequency_at)),
        paused_until=paused_until if paused else None,
    )


def _late(
    refreshes: Iterable[Refresh], start: datetime, frequency_at: Callable[[datetime], str]
) -> Iterable[Refresh]:
    """Updates since `start` that came later than the refresh of an earlier day allowed.

    What is refreshed on one day is one act: the second document of a late update is late too.
    """
    before: datetime | None = None
    for today, group in groupby(refreshes, lambda each: kyiv_day(each.at)):
        acts = list(group)
        due_on = due_after(before, frequency_at(acts[0].at)) if before else None
        if due_on is not None and today > due_on:
            yield from (act for act in acts if act.document and act.at >= start)
        before = acts[-1].at


def by_dataset(refreshes: Iterable[Refresh]) -> Mapping[str, tuple[Refresh, ...]]:
    """Every dataset's refreshes in order of time."""
    found: dict[str, list[Refresh]] = {}
    for each in sorted(refreshes, key=lambda each: (each.at, each.seq)):
        found.setdefault(each.dataset, []).append(each)
    return {dataset: tuple(each) for dataset, each in found.items()}
