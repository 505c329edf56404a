"""`pipeline catalogue`: every dataset, and everything wrong with the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.errors import sentences_only
from pipeline.model import Catalogue, Problem
from pipeline.settings import Settings
from pipeline.wording import DATASET, PROBLEM, count_of


def catalogue(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати набори даних каталогу й вади їхніх описів; код 1, якщо з ними не можна працювати."""
    from pipeline.catalogue import read_catalogue
    from pipeline.catalogue.coverage import read_coverage
    from pipeline.schedule import check_schedules, read_schedules

    settings: Settings = context.obj
    with sentences_only():
        found = read_catalogue(settings.catalogue)
    schedules, broken = read_schedules(settings.schedules)
    _, uncovered = read_coverage(found, settings.catalogue)
    problems = (*found.problems, *broken, *check_schedules(schedules, found, broken), *uncovered)
    if as_json:
        say_json(_as_json(found, problems))
    else:
        _say_lines(found, problems)
    raise typer.Exit(int(any(problem.blocks for problem in problems)))


def _as_json(found: Catalogue, problems: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "datasets": [
            {
                "dataset": dataset.name,
                "title": dataset.title,
                "office": dataset.office.name,
                "frequency": dataset.frequency,
                "portals": list(dataset.portals),
                "resources": [resource.name for resource in dataset.resources],
            }
            for dataset in found.datasets
        ],
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "message": problem.message,
                "blocks": problem.blocks,
            }
            for problem in problems
        ],
    }


def _say_lines(found: Catalogue, problems: tuple[Problem, ...]) -> None:
    for dataset in found.datasets:
        say(f"{dataset.name:<40} {dataset.title}")
    say()
    say(f"{found.publisher.name}: {count_of(len(found.datasets), DATASET)}.")
    for problem in problems:
        say(f"{problem.file}:{problem.line}: {problem.message}")
    say(f"Каталог має {count_of(len(problems), PROBLEM)}." if problems else "Вад не знайдено.")
