"""`pipeline status`: how the daemon does and how every dataset stands now."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.clock import now
from pipeline.errors import sentences_only
from pipeline.settings import Settings


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати, чи працює програма, що опубліковано, коли перевірено і що чекає на людину."""
    from pipeline.daemon.health import look_from_outside
    from pipeline.daemon.health_text import health_lines, health_value
    from pipeline.daemon.timetable import read_timetable
    from pipeline.record.ledger import open_ledger
    from pipeline.report.status import build_status
    from pipeline.report.status_text import lines_of, value_of

    settings: Settings = context.obj
    with sentences_only():
        timetable = read_timetable(settings, now())
        with open_ledger(settings.ledger_url, now) as ledger:
            found = build_status(ledger, timetable.catalogue.report_portal)
            health = look_from_outside(ledger, timetable, settings, now())
        free = shutil.disk_usage(settings.var).free
    if as_json:
        say_json(value_of(found) | {"daemon": health_value(health, free)})
        return
    for line in (*health_lines(health, free), "", *lines_of(found)):
        say(line)
