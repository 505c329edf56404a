"""`pipeline freshness`: what must be updated soon, and what is late."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import sentences_only
from pipeline.settings import Settings


def freshness(
    context: typer.Context,
    days: Annotated[int, typer.Option(help="За скільки днів попереджати.", min=0)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати, які набори час оновити, а які прострочено."""
    from pipeline.catalogue import read_catalogue
    from pipeline.record.ledger import open_ledger
    from pipeline.report.freshness import build_freshness
    from pipeline.report.freshness_text import build_freshness_blocks, render_freshness_json
    from pipeline.report.layout_text import render_text

    settings: Settings = context.obj
    with sentences_only():
        portal = read_catalogue(settings.catalogue).report_portal
        with open_ledger(settings.ledger_url, now) as ledger:
            found = build_freshness(ledger, portal, days)
    say(
        render_freshness_json(found)
        if as_json
        else render_text(build_freshness_blocks(found)).rstrip()
    )
