"""A report as a row of blocks: said once, shown as text, Markdown, a page or a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """The report's own name; there is one."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `small` for what is beside the matter (how the figures were read)."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A plain list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. The columns from `numbers` on hold numbers; `total` is the last row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int
    total: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: `svg` for pages, `png` for documents, `text` says what it shows."""

    text: str
    svg: str
    png: bytes


Block = Title | Heading | Paragraph | Bullets | Table | Picture
