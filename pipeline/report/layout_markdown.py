"""Blocks as Markdown: for a wiki, a repository or a messenger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Picture, Table, Title


def render_markdown(blocks: Sequence[Block]) -> str:
    """The report as Markdown with tables; pictures are left out."""
    parts = ["\n".join(_lines_of(block)) for block in blocks if not isinstance(block, Picture)]
    return "\n\n".join(parts) + "\n"


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Title(text, under):
            yield f"# {_escape(text)}"
            if under:
                yield from ("", _escape(under))
        case Heading(text):
            yield f"## {_escape(text)}"
        case Paragraph(text):
            yield _escape(text)
        case Bullets(items):
            yield from (f"- {_escape(item)}" for item in items)
        case Table():
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield _row(["---:" if place >= table.numbers else "---" for place in range(len(table.heads))])
    yield from (_row([_escape(cell) for cell in row]) for row in table.rows)
    if table.total:
        yield _row([f"**{_escape(cell)}**" if cell else "" for cell in table.total])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Signs that Markdown would read as its own."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
