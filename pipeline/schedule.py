"""`schedules/` → what runs when: one YAML file a rhythm, every dataset in exactly one.

The rhythm is a cron line in Kyiv time with weekday *names*: APScheduler counts 0 as Monday where
cron counts it as Sunday, so digits are refused; 03:00–04:00 is refused because that hour happens
twice or never when clocks change (traps 15 and 16).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError, field_validator

from pipeline.catalogue.marked_yaml import YamlError, read_yaml
from pipeline.catalogue.values import Frequency, Name, Shape, Text
from pipeline.catalogue.wording import nearest, problems_of
from pipeline.model import Catalogue, Dataset, Problem

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

TIME_ZONE = "Europe/Kyiv"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One rhythm and the datasets that follow it: named, of an office, or of a frequency."""

    file: str
    title: str
    cron: str
    datasets: tuple[str, ...]
    offices: tuple[str, ...]
    frequencies: tuple[str, ...]

    def includes(self, dataset: Dataset) -> bool:
        """Whether this schedule runs that dataset."""
        return (
            dataset.name in self.datasets
            or dataset.office.key in self.offices
            or dataset.frequency in self.frequencies
        )


class ScheduleShape(Shape):
    """`schedules/<rhythm>.yaml`, as a person may write it."""

    title: Text
    cron: Text
    datasets: list[Name] = []
    offices: list[Name] = []
    frequencies: list[Frequency] = []

    @field_validator("cron")
    @classmethod
    def sound_rhythm(cls, cron: str) -> str:
        """Refuse what would not fire as its writer means it."""
        if problem := _cron_problem(cron):
            raise ValueError(problem)
        return cron


def read_schedules(folder: Path) -> tuple[tuple[Schedule, ...], tuple[Problem, ...]]:
    """Every readable schedule, and a problem for every other."""
    schedules, problems = [], []
    for path in sorted(folder.glob("*.yaml")):
        file = f"{folder.name}/{path.name}"
        try:
            marked = read_yaml(path)
            shape = ScheduleShape.model_validate(marked.value)
        except YamlError as error:
            problems.append(Problem(file, error.line, error.message))
        except ValidationError as error:
            problems += problems_of(error, ScheduleShape, marked, file)
        else:
            schedules.append(
                Schedule(
                    file,
                    shape.title,
                    shape.cron,
                    tuple(shape.datasets),
                    tuple(shape.offices),
                    tuple(shape.frequencies),
                )
            )
    return tuple(schedules), tuple(problems)


def check_schedules(schedules: tuple[Schedule, ...], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield every dataset that stands in no schedule or in several, and names of nothing."""
    known = {dataset.name for dataset in catalogue.datasets}
    broken = {problem.dataset for problem in catalogue.problems}
    for schedule in schedules:
        for name in schedule.datasets:
            if name not in known | broken:
                hint = nearest(name, sorted(known))
                yield Problem(schedule.file, 1, f"немає набору даних «{name}»{hint}")
        for office in schedule.offices:
            if office not in catalogue.offices:
                hint = nearest(office, list(catalogue.offices))
                yield Problem(schedule.file, 1, f"немає підрозділу «{office}»{hint}")
    for dataset in (one for one in catalogue.datasets if is_gathered(one)):
        found = [schedule.file for schedule in schedules if schedule.includes(dataset)]
        if not found:
            yield Problem("schedules", 1, f"«{dataset.name}» немає в жодному розкладі")
        elif len(found) > 1:
            told = " і ".join(found)
            yield Problem(found[1], 1, f"«{dataset.name}» стоїть у кількох розкладах: {told}")


def is_gathered(dataset: Dataset) -> bool:
    """Whether anything of it can be new: not where it is adopted or no longer updated."""
    sources = [resource.source for resource in dataset.resources]
    return dataset.frequency != "no longer updated" and any(sources)


def build_trigger(cron: str) -> CronTrigger:
    """The APScheduler trigger of a cron line; ValueError where it is none."""
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger.from_crontab(cron, timezone=TIME_ZONE)


def _cron_problem(cron: str) -> str | None:
    parts = cron.split()
    if len(parts) != 5:
        return "потрібно п’ять полів: хвилина, година, день, місяць, день тижня"
    if re.search(r"\d", parts[4]):
        return "день тижня пишеться назвою: mon, tue, wed, thu, fri, sat, sun"
    try:
        build_trigger(cron)
    except ValueError as error:
        return f"це не розклад cron: {error}"
    if 3 in _hours(parts[1]):
        return "між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі"
    return None


def _hours(field: str) -> set[int]:
    """The hours a cron field names, asked of APScheduler's own reading of it."""
    trigger = build_trigger(f"0 {field} * * *")
    hours = next(item for item in trigger.fields if item.name == "hour")
    return {
        hour
        for expression in hours.expressions
        for hour in range(24)
        if _names_hour(expression, hours, hour)
    }


def _names_hour(expression: object, field: object, hour: int) -> bool:
    from datetime import UTC, datetime

    moment = datetime(2021, 1, 4, hour, tzinfo=UTC)
    return bool(expression.get_next_value(moment, field) == hour)  # type: ignore[attr-defined]
