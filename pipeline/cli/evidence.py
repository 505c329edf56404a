"""`pipeline evidence`: everything behind a release in one ZIP."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings
from pipeline.wording import FILE, count_of


def evidence(
    context: typer.Context,
    release: Annotated[str, typer.Argument(metavar="ВИПУСК", help="Хеш випуску.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Куди записати ZIP.", readable=False)
    ],
    with_raw: Annotated[
        bool, typer.Option("--with-raw", help="Додати й надходження; це стане подією журналу.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Хто видає надходження.")] = None,
    reason: Annotated[str | None, typer.Option(help="Навіщо.")] = None,
) -> None:
    """Скласти докази випуску: документи, зауваження, відповіді порталів, події та хеші."""
    from pipeline.record.archive import Archive
    from pipeline.record.evidence import record_handing_over, write_evidence
    from pipeline.record.ledger import open_ledger

    if with_raw and not (by and reason):
        raise CannotRun("З --with-raw вкажіть, хто видає надходження (--by) і навіщо (--reason).")
    settings: Settings = context.obj
    archive = Archive(settings.archive)
    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        found = archive.find_release(release.strip().lower())
        if found is None:
            raise CannotRun(
                f"В архіві немає випуску «{release}». Випуски наборів: pipeline status."
            )
        if with_raw:
            record_handing_over(found, ledger, by or "", reason or "", now(), getpass.getuser())
        try:
            pack = write_evidence(found, ledger, archive, output, now(), raw=with_raw)
        except OSError as error:
            raise CannotRun(f"Докази не записано: {error.strerror or error}.") from error
    say(f"Записано {output}: {count_of(len(pack.members), FILE)}, як перевірити — у README.txt.")
    if pack.missing:
        say(f"Надходжень, яких в архіві вже немає: {len(pack.missing)}; їх названо в README.txt.")
