"""`pipeline rollback`: an earlier release again."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.acts import By, Name, desk_for, filled, say_portals
from pipeline.cli.output import say
from pipeline.wording import minute


def rollback(
    context: typer.Context,
    dataset: Name,
    by: By,
    reason: Annotated[
        str, typer.Option("--reason", help="Чому; лишиться в журналі.", callback=filled)
    ],
    to: Annotated[
        str | None, typer.Option(metavar="ВИПУСК", help="Який випуск; без цього — попередній.")
    ] = None,
) -> None:
    """Повернути попередній випуск; він стоятиме, доки підрозділ не дасть іншого файла."""
    from pipeline.life.rollback import roll_back

    with desk_for(context.obj, dataset) as (found, desk):
        done = roll_back(found, to, by, reason, desk)
    say(f"Стоїть випуск {done.release.hash} ({minute(done.release.made_at)}).")
    for document in done.left:
        say(
            f"Документа {document} у ньому не було; на порталах він лишається. "
            f"Прибрати його: pipeline withdraw {document}"
        )
    raise typer.Exit(say_portals(done.portals))
