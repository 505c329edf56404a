"""The page an officer opens: one HTML file that needs nothing else, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.model import Finding
from pipeline.reply.groups import Column, build_columns
from pipeline.reply.preview import Preview, build_preview
from pipeline.reply.progress import build_progress
from pipeline.reply.repairs import RepairGroup, build_repair_groups
from pipeline.reply.reply import Reply
from pipeline.reply.sentences import (
    CELL,
    Tone,
    headline,
    next_steps,
    progress_sentence,
    tone,
)
from pipeline.reply.shown import shown
from pipeline.wording import FINDING, NOTE, REPAIR, ROW, count_of, minute

if TYPE_CHECKING:
    from jinja2 import Environment

LINES_OPEN = 8
"""Lines of one rule that are seen at once; the others are folded."""

LINES_KEPT = 2000
"""Lines of one rule the page holds at all: beyond, a browser is slow, and findings.csv has them."""

MANY = 10
"""Cells with the same wrong value from which on they are better replaced than retyped."""

PLACES_OPEN = 12
"""Addresses of one line that are seen at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template says, decided before it is rendered."""

    reply: Reply
    headline: str
    tone: Tone
    progress: str
    steps: tuple[str, ...]
    checked_at: str
    rows: str
    link: str | None
    workbook: str | None
    blocking: tuple[Column, ...]
    notes: tuple[Column, ...]
    repairs: tuple[RepairGroup, ...]
    preview: Preview | None


def build_page(reply: Reply, workbook: str | None = None) -> str:
    """The page as HTML; `workbook` names the returned workbook that lies beside it, if any."""
    return _environment().get_template("report.html").render(page=_page(reply, workbook))


def _page(reply: Reply, workbook: str | None) -> Page:
    verdict = reply.verdict
    progress = None if reply.previous is None else build_progress(reply.previous, verdict.findings)
    blocking = _columns(reply, blocks=True)
    return Page(
        reply=reply,
        headline=headline(reply),
        tone=tone(reply),
        progress=progress_sentence(progress),
        steps=next_steps(reply, workbook, repeated=_is_repeated(blocking)),
        checked_at=minute(reply.checked_at),
        rows=count_of(len(verdict.table.rows), ROW) if verdict.table else "",
        link=_web_address(reply.url),
        workbook=workbook,
        blocking=blocking,
        notes=_columns(reply, blocks=False),
        repairs=build_repair_groups(verdict, reply.schema),
        preview=build_preview(verdict, reply.schema),
    )


def _columns(reply: Reply, *, blocks: bool) -> tuple[Column, ...]:
    findings: tuple[Finding, ...] = tuple(
        finding for finding in reply.verdict.findings if finding.blocks is blocks
    )
    return build_columns(findings, reply.verdict, reply.schema)


def _is_repeated(columns: Iterable[Column]) -> bool:
    """Whether one wrong value stands in so many cells that they are better replaced at once."""
    lines = (line for column in columns for group in column.groups for line in group.lines)
    return any(line.count >= MANY and line.value for line in lines)


def _web_address(url: str | None) -> str | None:
    """Only a web address becomes a link: escaping does not stop `javascript:`."""
    return url if url and url.startswith(("https://", "http://")) else None


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.reply", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        shown=shown,
        cells=lambda count: count_of(count, CELL),
        findings=lambda count: count_of(count, FINDING),
        notes=lambda count: count_of(count, NOTE),
        repairs=lambda count: count_of(count, REPAIR),
        rows=lambda count: count_of(count, ROW),
    )
    environment.globals.update(
        lines_open=LINES_OPEN, lines_kept=LINES_KEPT, places_open=PLACES_OPEN
    )
    return environment
