"""`pipeline archive`: remove raw deliveries that are too old, or that must not be kept."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pipeline.cli.errors import CannotRun, sentences_only
from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.settings import Settings
from pipeline.wording import DAY, FILE, count_of, size_of

app = typer.Typer(help="Архів: що зберігати, а що ні.", no_args_is_help=True)


@app.command()
def prune(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показати, що зникло б, і нічого не вилучати.")
    ] = False,
) -> None:
    """Вилучити надходження, давніші за archive.keep_raw_days із publisher.yaml."""
    from pipeline.catalogue import read_catalogue
    from pipeline.record import retention
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import open_ledger

    settings: Settings = context.obj
    archive = Archive(settings.archive)
    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        days = read_catalogue(settings.catalogue).keep_raw_days
        if days is None:
            raise CannotRun(
                "У publisher.yaml не сказано, скільки зберігати надходження: "
                "додайте archive: {keep_raw_days: 1095}."
            )
        found = retention.find_outdated(ledger, archive, days, now())
        if not dry_run:
            retention.prune(found, ledger, archive, days, now(), getpass.getuser())
    for each in found if dry_run else ():
        say(f"{each.sha256}  {size_of(each.size)}")
    done = "Буде вилучено" if dry_run else "Вилучено"
    size = size_of(sum(each.size for each in found))
    say(f"{done}: {count_of(len(found), FILE)}, {size} (давніші за {count_of(days, DAY)}).")


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
