"""The commands: parse, call, exit code. What they do stands in the rooms they call.

Exit codes: 0 done, 1 something failed (or is not valid), 2 could not run: one sentence, no
traceback.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from pipeline.cli.accept import accept
from pipeline.cli.adopt import adopt
from pipeline.cli.archive import app as archive
from pipeline.cli.backup import backup
from pipeline.cli.catalogue import catalogue as show_catalogue
from pipeline.cli.check import check
from pipeline.cli.confirm import confirm
from pipeline.cli.consult import consult
from pipeline.cli.coverage import coverage
from pipeline.cli.daemon import daemon
from pipeline.cli.deploy import app as deploy
from pipeline.cli.digest import digest
from pipeline.cli.doctor import doctor
from pipeline.cli.evidence import evidence
from pipeline.cli.freshness import freshness
from pipeline.cli.ledger import app as ledger
from pipeline.cli.portal import app as portal
from pipeline.cli.publish import publish
from pipeline.cli.reconcile import reconcile
from pipeline.cli.report import report
from pipeline.cli.rollback import rollback
from pipeline.cli.schedule import schedule
from pipeline.cli.status import status
from pipeline.cli.tables import tables
from pipeline.cli.template import template
from pipeline.cli.withdraw import restore, withdraw
from pipeline.cli.words import build_command, sentence_of_mistake, ukrainian_words
from pipeline.errors import CannotRun, check_folder, sentences_only
from pipeline.logs import LogFormat, new_run, set_up_log
from pipeline.settings import read_settings

app = typer.Typer(
    name="pipeline",
    help="Відкриті дані міста за постановою № 835: зібрати, перевірити, опублікувати, звітувати.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(publish)
app.command()(daemon)
app.command()(check)
app.command()(accept)
app.command("catalogue")(show_catalogue)
app.command()(tables)
app.command()(template)
app.command()(status)
app.command()(schedule)
app.command()(report)
app.command()(doctor)
app.command()(backup)
app.command()(consult)
app.command()(freshness)
app.command()(coverage)
app.command()(digest)
app.command()(evidence)
app.command()(reconcile)
app.command()(rollback)
app.command()(withdraw)
app.command()(restore)
app.command()(confirm)
app.command()(adopt)
app.add_typer(portal, name="portal")
app.add_typer(ledger, name="ledger")
app.add_typer(archive, name="archive")
app.add_typer(deploy, name="deploy")

Folder = Annotated[Path | None, typer.Option(readable=False, show_default=False)]


@app.callback()
def pipeline(
    context: typer.Context,
    catalogue: Folder = None,
    schedules: Folder = None,
    var: Folder = None,
    log: Annotated[
        LogFormat | None,
        typer.Option(help="Рядок журналу програми на кожен набір: text або json (на stderr)."),
    ] = None,
) -> None:
    """Відкриті дані міста за постановою № 835: зібрати, перевірити, опублікувати, звітувати.

    Теки можна задати й оточенням: PIPELINE_CATALOGUE, PIPELINE_SCHEDULES, PIPELINE_VAR,
    PIPELINE_INBOX; журнал — PIPELINE_LEDGER_URL.
    """
    for option, folder in (("--catalogue", catalogue), ("--schedules", schedules), ("--var", var)):
        if folder is not None:
            check_folder(folder, option)
    set_up_log(log, new_run())
    with sentences_only():
        context.obj = read_settings(os.environ, catalogue, schedules, var, log)


def main() -> None:
    """Run the command line; a sentence on stderr and exit code 2 where it cannot run."""
    with ukrainian_words(os.environ):
        _run()


def _run() -> None:
    try:
        code = build_command(app).main(prog_name="pipeline", standalone_mode=False)
    except TyperException as mistake:
        if told := sentence_of_mistake(mistake):
            sys.stderr.write(f"{told}\n")
        sys.exit(mistake.exit_code)
    except CannotRun as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    sys.exit(code or 0)
