"""`pipeline report`: the figures, and the sentence the city writes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pipeline.cli.errors import CannotRun, sentences_only
from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.settings import Settings


def report(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option(help="Станом на день: 2021-07-01 (00:00 за Києвом).")
    ] = None,
    quarter: Annotated[str | None, typer.Option(help="За квартал: 2021-Q2.")] = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Вигляд звіту.")
    ] = "text",
) -> None:
    """Скласти звіт за журналом: скільки наборів і документів опубліковано."""
    from pipeline.catalogue import read_catalogue
    from pipeline.record.ledger import open_ledger
    from pipeline.report.layout import render_json, render_text
    from pipeline.report.period import PeriodError
    from pipeline.report.quarterly import build_report

    if as_of and quarter:
        raise CannotRun("Вкажіть або --as-of, або --quarter.")
    settings: Settings = context.obj
    with sentences_only():
        portal = read_catalogue(settings.catalogue).report_portal
        with open_ledger(settings.ledger_url, now) as ledger:
            try:
                found = build_report(ledger, portal, as_of=as_of, quarter=quarter)
            except PeriodError as error:
                raise CannotRun(str(error)) from error
            say(render_text(found) if form == "text" else render_json(found))
