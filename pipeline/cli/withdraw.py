"""`pipeline withdraw` and `pipeline restore`: off a portal by a person's word, and back."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.acts import (
    By,
    Target,
    choose_portals,
    desk_for,
    document_of,
    filled,
    say_portals,
)


def withdraw(
    context: typer.Context,
    target: Target,
    ground: Annotated[
        str, typer.Option("--ground", help="Підстава; її побачать усі.", callback=filled)
    ],
    by: By,
    portal: Annotated[str | None, typer.Option(help="Лише з цього порталу.")] = None,
) -> None:
    """Відкликати набір або документ: на порталі його не буде, доки його не повернуть."""
    from pipeline.life.withdraw import Subject
    from pipeline.life.withdraw import withdraw as withdraw_subject

    with desk_for(context.obj, target) as (dataset, desk):
        subject = Subject(dataset, document_of(target))
        outcomes = withdraw_subject(subject, choose_portals(dataset, portal), ground, by, desk)
    raise typer.Exit(say_portals(outcomes))


def restore(
    context: typer.Context,
    target: Target,
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="Чому; лишиться в журналі.")] = "",
) -> None:
    """Повернути відкликане під тими самими ідентифікаторами й адресами."""
    from pipeline.life.restore import restore as restore_subject
    from pipeline.life.withdraw import Subject

    with desk_for(context.obj, target) as (dataset, desk):
        outcomes = restore_subject(Subject(dataset, document_of(target)), by, reason, desk)
    raise typer.Exit(say_portals(outcomes))
