"""`pipeline report`: the figures, and the paragraph the city writes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.output import write_output
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.model import Catalogue
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.record.ledger import Ledger


AsOf = Annotated[str | None, typer.Option(help="Станом на день: 2021-07-01 (00:00 за Києвом).")]
InQuarter = Annotated[str | None, typer.Option(help="За квартал: 2021-Q2.")]
OnPortal = Annotated[
    str | None, typer.Option(help="Про який портал (report_portal, якщо не вказано).")
]
KnownAt = Annotated[
    str | None, typer.Option(help="За відомостями на день або мить: 2021-07-05T10:00.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Показати, з чого складено кожен показник.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Спершу звірити з порталом; код 1, якщо розходяться.")
]
Form = Annotated[
    Literal["text", "md", "html", "docx", "json", "csv"] | None,
    typer.Option("--format", help="Вигляд звіту (text або за назвою файла)."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Записати у файл.", readable=False)
]


def report(
    context: typer.Context,
    as_of: AsOf = None,
    quarter: InQuarter = None,
    portal: OnPortal = None,
    known_at: KnownAt = None,
    explain: Explain = False,
    check: Check = False,
    form: Form = None,
    output: Output = None,
) -> None:
    """Скласти звіт за журналом: скільки наборів і документів опубліковано."""
    from pipeline.record.ledger import open_ledger
    from pipeline.report.formats import SUFFIXES, render_report
    from pipeline.report.period import PeriodError
    from pipeline.report.quarterly import build_report

    wanted = form or SUFFIXES.get(output.suffix.lower() if output else "", "text")
    if wanted == "docx" and output is None:
        raise CannotRun("Документ DOCX записують у файл: додайте -o zvit.docx.")
    settings: Settings = context.obj
    with sentences_only():
        catalogue = _read_catalogue(settings, portal)
        chosen = catalogue.portals[catalogue.report_portal]
        with open_ledger(settings.ledger_url, now) as ledger:
            if check:
                _check(settings, catalogue, ledger)
            try:
                found = build_report(
                    ledger, chosen.name, as_of=as_of, quarter=quarter, known_at=known_at
                )
            except PeriodError as error:
                raise CannotRun(str(error)) from error
            publisher = catalogue.publisher.name
            content = render_report(found, wanted, ledger, publisher, chosen.url, explain=explain)
    _write(content, output)


def _read_catalogue(settings: Settings, portal: str | None) -> Catalogue:
    """The catalogue, its figures of the portal asked for."""
    from pipeline.catalogue import read_catalogue

    catalogue = read_catalogue(settings.catalogue)
    if portal is None:
        return catalogue
    if portal not in catalogue.portals:
        known = ", ".join(catalogue.portals)
        raise CannotRun(f"Немає порталу «{portal}». Відомі: {known}.")
    return replace(catalogue, report_portal=portal)


def _check(settings: Settings, catalogue: Catalogue, ledger: Ledger) -> None:
    """Leave with code 1, printing no figure, where portal and ledger disagree."""
    from pipeline.agreement import compare_with_portal

    found = compare_with_portal(settings, catalogue, ledger)
    if found:
        told = "".join(f"  {sentence}\n" for sentence in found)
        sys.stderr.write(f"Показники не надруковано: портал і журнал розходяться.\n{told}")
        raise typer.Exit(1)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(content.decode())
        return
    write_output(output, content)
