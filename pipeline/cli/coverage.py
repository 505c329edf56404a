"""`pipeline coverage`: which sets of the Resolution the publisher covers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say, write_output
from pipeline.clock import now
from pipeline.errors import sentences_only
from pipeline.settings import Settings


def coverage(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Записати сторінку HTML.", readable=False)
    ] = None,
) -> None:
    """Показати, які набори постанови № 835 опубліковано, заплановано чи бракує."""
    from pipeline.catalogue import read_catalogue
    from pipeline.catalogue.coverage import read_coverage
    from pipeline.record.ledger import open_ledger
    from pipeline.report.coverage import (
        build_coverage,
        build_coverage_blocks,
        render_coverage_json,
    )
    from pipeline.report.figures import build_figures_now
    from pipeline.report.layout_html import render_html
    from pipeline.report.layout_text import render_text

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        statements, problems = read_coverage(catalogue, settings.catalogue)
        with open_ledger(settings.ledger_url, now) as ledger:
            figures = build_figures_now(ledger, catalogue.report_portal)
    covered = build_coverage(catalogue, statements, figures.dataset_names)
    blocks = build_coverage_blocks(covered, catalogue)
    if output:
        write_output(output, render_html(blocks).encode())
    elif as_json:
        say(render_coverage_json(covered))
    else:
        say(render_text(blocks))
    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {problem.message}", err=True)
    raise typer.Exit(1 if problems else 0)
