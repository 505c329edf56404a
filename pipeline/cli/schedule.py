"""`pipeline schedule`: what runs when."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.clock import now
from pipeline.errors import sentences_only
from pipeline.model import Catalogue, Problem, Schedule
from pipeline.settings import Settings
from pipeline.wording import DATASET, KYIV, count_of, minute


@dataclass(frozen=True, slots=True)
class Firing:
    """One run to come; `datasets` are the names of those it will update."""

    at: datetime
    schedule: Schedule
    datasets: tuple[str, ...]


def schedule(
    context: typer.Context,
    count: Annotated[int, typer.Option("--next", help="Скільки запусків показати.", min=1)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати найближчі запуски за розкладами й що вони оновлять; код 1, якщо розклад має ваду."""
    from pipeline.catalogue import read_catalogue
    from pipeline.schedule import check_schedules, read_schedules

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
    schedules, broken = read_schedules(settings.schedules)
    problems = (*broken, *check_schedules(schedules, catalogue, broken))
    firings = build_firings(schedules, catalogue, now(), count)
    if as_json:
        say_json(_as_json(firings, problems))
    else:
        _say_lines(firings, problems)
    raise typer.Exit(int(bool(problems)))


def build_firings(
    schedules: Sequence[Schedule], catalogue: Catalogue, after: datetime, count: int
) -> tuple[Firing, ...]:
    """The next so many runs of all schedules together, in order of time."""
    from pipeline.schedule import is_gathered, next_runs

    found = []
    for each in schedules:
        gathered = (one for one in catalogue.datasets if is_gathered(one) and each.includes(one))
        names = tuple(dataset.name for dataset in gathered)
        found += [Firing(at, each, names) for at in next_runs(each, after, count)]
    return tuple(sorted(found, key=lambda firing: (firing.at, firing.schedule.file))[:count])


def _say_lines(firings: Sequence[Firing], problems: Sequence[Problem]) -> None:
    from babel.dates import format_date

    say("Найближчі запуски за київським часом:")
    width = max((len(firing.schedule.title) for firing in firings), default=0)
    for firing in firings:
        day = format_date(firing.at.astimezone(KYIV), "EEEE", locale="uk").replace("ʼ", "’")
        many = count_of(len(firing.datasets), DATASET)
        say(f"{day:<9}  {minute(firing.at)}  {firing.schedule.title:<{width}}  {many}")
    told = {firing.schedule.file: firing for firing in firings}
    for firing in told.values():
        say()
        say(f"{firing.schedule.title} ({firing.schedule.file}):")
        names = ", ".join(firing.datasets) or "жодного набору"
        say(textwrap.indent(textwrap.fill(names, 96, break_on_hyphens=False), "  "))
    if problems:
        say()
    for problem in problems:
        say(f"{problem.file}:{problem.line}: {problem.message}")


def _as_json(firings: Sequence[Firing], problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "runs": [
            {
                "at": firing.at.astimezone(KYIV).isoformat(),
                "schedule": firing.schedule.file,
                "title": firing.schedule.title,
                "datasets": list(firing.datasets),
            }
            for firing in firings
        ],
        "problems": [
            {"file": problem.file, "line": problem.line, "message": problem.message}
            for problem in problems
        ],
    }
