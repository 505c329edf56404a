"""`pipeline doctor`: is everything here that unattended work needs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli.output import is_terminal, say, say_json
from pipeline.doctor.diagnosis import Diagnosis, Light
from pipeline.settings import Settings

WORDS = {Light.GREEN: "добре", Light.YELLOW: "увага", Light.RED: "ПОГАНО"}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Перевірити все, на чому тримається робота без нагляду; код 1, якщо щось погано."""
    from pipeline.doctor.checks import build_checks
    from pipeline.doctor.diagnosis import examine

    settings: Settings = context.obj
    found = examine(build_checks(settings))
    lights = _say_json(found) if as_json else _say_lines(found)
    raise typer.Exit(int(Light.RED in lights))


def _say_lines(found: Iterable[Diagnosis]) -> set[Light]:
    """Each as it comes: a portal that does not answer takes its time."""
    lights = set()
    for each in found:
        lights.add(each.light)
        word = f"{WORDS[each.light]:<7}"
        if is_terminal():
            word = typer.style(word, fg=each.light.value, bold=each.light is Light.RED)
        say(f"{word} {each.subject}: {each.sentence}.")
        if each.advice:
            say(f"        → {each.advice}")
        sys.stdout.flush()
    return lights


def _say_json(found: Iterable[Diagnosis]) -> set[Light]:
    values = list(found)
    say_json([asdict(each) for each in values])
    return {each.light for each in values}
