"""`pipeline archive`: remove what is too old, or what must not be kept."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import sentences_only
from pipeline.settings import Settings

app = typer.Typer(help="Архів: що зберігати, а що ні.", no_args_is_help=True)


@app.command()
def prune(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показати, що зникло б, і нічого не вилучати.")
    ] = False,
) -> None:
    """Прибрати давні випуски, надходження і звіти, як сказано в archive: у publisher.yaml."""
    from pipeline.catalogue import read_catalogue
    from pipeline.housekeeping import keep_house
    from pipeline.housekeeping.words import lines_of
    from pipeline.record.ledger import open_ledger

    settings: Settings = context.obj
    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        terms = read_catalogue(settings.catalogue).retention
        tidied = keep_house(settings, terms, ledger, now(), getpass.getuser(), dry_run=dry_run)
    for line in lines_of(tidied, terms, dry_run=dry_run):
        say(line)
    raise typer.Exit(1 if tidied.problems else 0)


@app.command()
def erase(
    context: typer.Context,
    sha256: Annotated[str, typer.Argument(metavar="ХЕШ", help="Хеш надходження.")],
    ground: Annotated[str, typer.Option(help="Підстава.")],
    by: Annotated[str, typer.Option(help="Хто вирішив.")],
) -> None:
    """Вилучити надходження, якого не можна зберігати; опубліковане не вилучається ніколи."""
    from pipeline.record import erasure
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import open_ledger

    settings: Settings = context.obj
    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        archive = Archive(settings.archive)
        wanted = sha256.strip().lower()
        recorded = erasure.erase(wanted, ground, by, ledger, archive, now(), getpass.getuser())
    say(f"Вилучено з архіву; записано подію {recorded.seq}.")
    say(f"Файл міг лишитися в теках підрозділу ({settings.inbox}) і в звітах ({settings.reports}).")
