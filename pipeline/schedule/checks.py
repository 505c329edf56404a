"""The schedules held against the catalogue: every dataset in exactly one, often enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pipeline.catalogue.wording import nearest
from pipeline.model import Catalogue, Dataset, Problem, Schedule
from pipeline.resolution835.vocabulary import frequency
from pipeline.resolution835.workdays import UNPLANNED_DAYS, add_workdays
from pipeline.schedule.rhythm import firing_days, longest_days, longest_gap
from pipeline.wording import DAY, count_of

AT_ONCE = "immediately after making changes"
SEVERAL_A_DAY = "more than once a day"
ENDED = "no longer updated"


def is_gathered(dataset: Dataset) -> bool:
    """Whether anything of it can be new: not where it is adopted or no longer updated."""
    sources = [resource.source for resource in dataset.resources]
    return dataset.frequency != ENDED and any(sources)


def check_schedules(
    schedules: Sequence[Schedule], catalogue: Catalogue, unread: Collection[Problem] = ()
) -> Iterator[Problem]:
    """Yield names of nothing, rhythms too slow, and every dataset not in exactly one schedule.

    While some file is `unread`, nobody can say which datasets it would have taken.
    """
    for schedule in schedules:
        yield from _unknown_names(schedule, catalogue)
        yield from _missed_terms(schedule, catalogue)
    for dataset in (one for one in catalogue.datasets if is_gathered(one)):
        found = [schedule for schedule in schedules if schedule.includes(dataset)]
        if not found and not unread:
            yield Problem("schedules", 1, f"«{dataset.name}» немає в жодному розкладі")
        elif len(found) > 1:
            told = " і ".join(schedule.file for schedule in found)
            message = f"«{dataset.name}» стоїть у кількох розкладах: {told}"
            yield Problem(found[1].file, _line_for(found[1], dataset), message)


def _unknown_names(schedule: Schedule, catalogue: Catalogue) -> Iterator[Problem]:
    known = {dataset.name for dataset in catalogue.datasets}
    broken = {problem.dataset for problem in catalogue.problems}
    for index, name in enumerate(schedule.datasets):
        if name not in known | broken:
            message = f"немає набору даних «{name}»{nearest(name, sorted(known))}"
            yield Problem(schedule.file, schedule.line_of("datasets", index), message)
    for index, office in enumerate(schedule.offices):
        if office not in catalogue.offices:
            message = f"немає підрозділу «{office}»{nearest(office, list(catalogue.offices))}"
            yield Problem(schedule.file, schedule.line_of("offices", index), message)


def _line_for(schedule: Schedule, dataset: Dataset) -> int:
    """The line by which the schedule takes that dataset."""
    for key, listed, word in (
        ("datasets", schedule.datasets, dataset.name),
        ("offices", schedule.offices, dataset.office.key),
        ("frequencies", schedule.frequencies, dataset.frequency),
    ):
        if word in listed:
            return schedule.line_of(key, listed.index(word))
    return 1


def _missed_terms(schedule: Schedule, catalogue: Catalogue) -> Iterator[Problem]:
    """Frequencies (п. 15) that the rhythm cannot meet, each once with its datasets."""
    late: dict[str, list[str]] = {}
    for dataset in catalogue.datasets:
        if schedule.includes(dataset) and is_gathered(dataset):
            late.setdefault(dataset.frequency, []).append(f"«{dataset.name}»")
    days = firing_days(schedule.rhythm) if late else ()
    for value, names in late.items():
        if told := _miss(schedule, days, value):
            message = (
                f"розклад «{schedule.title}» запускається надто рідко для періодичності "
                f"«{frequency(value).label}» ({', '.join(names)}): {told}"
            )
            yield Problem(schedule.file, schedule.rhythm_line, message)


def _miss(schedule: Schedule, days: Sequence[date], value: str) -> str | None:
    """Why that frequency is not met; None where it is. Terms are counted in whole Kyiv days."""
    term, between = frequency(value).days, longest_days(days)
    told = f"між запусками буває {count_of(between, DAY)}"
    if value == SEVERAL_A_DAY:
        often = longest_gap(schedule) < timedelta(days=1)
        return None if often else f"{told}, а потрібно принаймні двічі на день"
    if value == AT_ONCE:
        met = _meets_unplanned(days)
        return None if met else f"{told}, а зміну оприлюднюють за три робочі дні (пункт 15)"
    if term is None or between <= term:
        return None
    return f"{told}, а строк — {count_of(term, DAY)}"


def _meets_unplanned(days: Sequence[date]) -> bool:
    """Whether what changes right after a firing is taken within three working days."""
    return len(days) > 1 and all(
        (after - before).days <= UNPLANNED_DAYS or after <= add_workdays(before, UNPLANNED_DAYS)
        for before, after in pairwise(days)
    )
