"""Blocks as plain lines: for a terminal, and to paste into a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Picture, Table, Title


def render_text(blocks: Sequence[Block]) -> str:
    """The report as plain text; its first line is the paragraph, pictures are left out."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Title | Picture):
            continue
        if lines and not _stands_close(before, block):
            lines.append("")
        lines += _lines_of(block)
        before = block
    return "\n".join(lines) + "\n"


def _stands_close(before: Block | None, block: Block) -> bool:
    """Whether nothing parts the block from the one before: a heading's, or lines of one kind."""
    if isinstance(before, Heading) or isinstance(block, Bullets):
        return True
    return isinstance(before, Paragraph) and isinstance(block, Paragraph)


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Paragraph(text):
            yield text
        case Bullets(items):
            yield from (f"  {item}" for item in items)
        case Table():
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    rows = [table.heads, *table.rows, *([table.total] if table.total else [])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.heads))]
    for row in rows:
        cells = [
            cell.rjust(width) if place >= table.numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()
