"""`pipeline status`: how every dataset stands now."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.errors import sentences_only
from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.settings import Settings


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати, що опубліковано, коли перевірено і що чекає на людину."""
    from pipeline.catalogue import read_catalogue
    from pipeline.record.ledger import open_ledger
    from pipeline.report.status import build_status
    from pipeline.report.status_text import lines_of, render_json

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        with open_ledger(settings.ledger_url, now) as ledger:
            found = build_status(ledger, catalogue.report_portal)
    if as_json:
        say(render_json(found))
        return
    for line in lines_of(found):
        say(line)
