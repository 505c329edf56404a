"""From a report to the bytes of one format; charts are drawn only for the formats that show them.

python-docx, Jinja2 and matplotlib are loaded only where they are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.record.ledger import Ledger
from pipeline.report.blocks import Block, Picture
from pipeline.report.compose import build_blocks
from pipeline.report.explain import build_explanation
from pipeline.report.explain_text import build_explanation_blocks, explanation_value
from pipeline.report.layout_csv import render_report_csv
from pipeline.report.layout_json import render_json
from pipeline.report.quarterly import Report

Form = Literal["text", "md", "html", "docx", "json", "csv"]
SUFFIXES: dict[str, Form] = {
    ".txt": "text", ".md": "md", ".html": "html", ".docx": "docx", ".json": "json", ".csv": "csv",
}  # fmt: skip


def render_report(
    report: Report, form: Form, ledger: Ledger, publisher: str, site: str, *, explain: bool
) -> bytes:
    """The report of that publisher, whose portal is at `site`."""
    if form == "csv":
        return render_report_csv(report)
    opened = build_explanation(ledger, report, site) if explain else ()
    if form == "json":
        return render_json(report, explanation_value(opened) if explain else None).encode()
    pictures = _draw(ledger, report) if form in ("html", "docx") else ()
    return _render_blocks(
        build_blocks(report, publisher, pictures, build_explanation_blocks(opened)), form
    )


def _draw(ledger: Ledger, report: Report) -> tuple[Picture, ...]:
    from pipeline.report.charts import build_pictures
    from pipeline.report.history import build_history

    return build_pictures(report, build_history(ledger, report)) if report.figures.length else ()


def _render_blocks(blocks: Sequence[Block], form: Form) -> bytes:
    if form == "docx":
        from pipeline.report.layout_docx import render_docx

        return render_docx(blocks)
    if form == "html":
        from pipeline.report.layout_html import render_html

        return render_html(blocks).encode()
    if form == "md":
        from pipeline.report.layout_markdown import render_markdown

        return render_markdown(blocks).encode()
    from pipeline.report.layout_text import render_text

    return render_text(blocks).encode()
