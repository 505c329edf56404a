"""`pipeline consult`: write down a consultation that was given."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings


def consult(
    context: typer.Context,
    office: Annotated[str, typer.Option(help="Підрозділ: ключ або назва.", show_default=False)],
    topic: Annotated[str, typer.Option(help="Про що питали.", show_default=False)],
    date: Annotated[
        str | None, typer.Option(help="День консультації: 2021-06-15 (зараз, якщо не вказано).")
    ] = None,
) -> None:
    """Записати до журналу консультацію, надану підрозділу."""
    from pipeline.catalogue import read_catalogue
    from pipeline.record.ledger import open_ledger
    from pipeline.report.consult import ConsultationError, build_consultation, find_office
    from pipeline.report.period import PeriodError, read_day

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        try:
            asked = find_office(catalogue, office)
            on = read_day(date) if date else None
            event = build_consultation(asked, topic, on, now(), getpass.getuser())
        except (ConsultationError, PeriodError) as error:
            raise CannotRun(str(error)) from error
        with open_ledger(settings.ledger_url, now) as ledger:
            recorded = ledger.record(event)
    say(f"{event.sentence} Подія {recorded.seq}.")
