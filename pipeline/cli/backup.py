"""`pipeline backup`: all that running left behind, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings
from pipeline.wording import FILE, count_of, size_of


def backup(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Куди записати TAR.", readable=False)
    ],
) -> None:
    """Зберегти все з .var одним файлом, навіть коли служба працює; відновлюють розпакуванням."""
    from pipeline.backup import BackupError, write_backup
    from pipeline.record.ledger import open_ledger

    settings: Settings = context.obj
    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        try:
            made = write_backup(settings, ledger, output)
        except BackupError as error:
            raise CannotRun(str(error)) from error
    say(f"Записано {output}: {count_of(made.files, FILE)}, {size_of(made.size)}.")
    say(f"Відновити: mkdir -m 700 ТЕКА && tar -xpf {output} -C ТЕКА")
