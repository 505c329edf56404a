"""The catalogue and the schedules, as `pipeline catalogue` and `pipeline schedule` judge them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.model import Catalogue, Problem
from pipeline.settings import Settings
from pipeline.wording import DATASET, Noun, count_of

PROBLEM = Noun("вада", "вади", "вад")
SCHEDULE = Noun("розклад", "розклади", "розкладів")


def check_catalogue(catalogue: Catalogue) -> Diagnosis:
    """Every descriptor readable, every dataset whole."""
    told = f"{catalogue.publisher.name}: {count_of(len(catalogue.datasets), DATASET)}"
    return _judge("Каталог", told, catalogue.problems, "pipeline catalogue покаже всі")


def check_timetable(settings: Settings, catalogue: Catalogue) -> Diagnosis:
    """Every dataset in one schedule whose rhythm can meet its legal frequency."""
    from pipeline.schedule import check_schedules, read_schedules

    schedules, broken = read_schedules(settings.schedules)
    problems = (*broken, *check_schedules(schedules, catalogue, broken))
    told = count_of(len(schedules), SCHEDULE)
    return _judge("Розклади", told, problems, "pipeline catalogue покаже всі")


def _judge(subject: str, told: str, problems: Sequence[Problem], advice: str) -> Diagnosis:
    """RED where a problem blocks; others are to be mended in time."""
    if not problems:
        return green(subject, f"{told}, вад немає")
    first = next((problem for problem in problems if problem.blocks), problems[0])
    sentence = (
        f"{told}; {count_of(len(problems), PROBLEM)}, перша — {first.file}:{first.line}: "
        f"{first.message.rstrip('.')}"
    )
    return (red if first.blocks else yellow)(subject, sentence, advice)
