"""`pipeline accept DATASET`: a person's word for a delivery that a guard holds."""

from __future__ import annotations

import getpass
import re
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings


def accept(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(metavar="НАБІР", show_default=False)],
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[КОД…]", help="Ще коди для --edrpou.", show_default=False),
    ] = None,
    delivery: Annotated[
        str, typer.Option(help="Хеш надходження, щонайменше 8 перших знаків.", show_default=False)
    ] = "",
    by: Annotated[str, typer.Option(help="Хто приймає.", show_default=False)] = "",
    reason: Annotated[str, typer.Option(help="Чому все правильно.", show_default=False)] = "",
    edrpou: Annotated[
        list[str] | None,
        typer.Option(metavar="КОД…", help="Коди ЄДРПОУ, за які ручається підрозділ."),
    ] = None,
) -> None:
    """Прийняти надходження, яке чекає на підтвердження; решту помилок виправляють у файлі.

    Команду з хешем уже вписано у звіті підрозділу: лишається вказати, хто і чому приймає.
    """
    from pipeline.accept import CannotAccept, Word, accept_delivery
    from pipeline.catalogue import read_catalogue
    from pipeline.cli.choice import choose_datasets
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import open_ledger

    settings: Settings = context.obj
    if more and not edrpou:
        raise CannotRun(f"Зайве слово: {more[0]}. Коди вказують після --edrpou.")
    codes = re.split(r"[,\s]+", " ".join((*(edrpou or ()), *(more or ()))).strip())
    word = Word(delivery.strip().lower(), by, reason, tuple(dict.fromkeys(filter(None, codes))))
    with sentences_only():
        (chosen,) = choose_datasets(read_catalogue(settings.catalogue), [dataset])
        with open_ledger(settings.ledger_url, now) as ledger:
            archive = Archive(settings.archive)
            try:
                told = accept_delivery(chosen, word, ledger, archive, now(), getpass.getuser())
            except CannotAccept as error:
                raise CannotRun(str(error)) from error
    for line in told:
        say(line)
    say(f"Далі: pipeline publish {chosen.name}")
