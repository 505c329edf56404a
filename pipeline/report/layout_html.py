"""Blocks as one self-contained page: no script, no outside file, charts drawn inline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.report.blocks import Block, Title

TEMPLATES = Path(__file__).parent / "templates"


def render_html(blocks: Sequence[Block]) -> str:
    """The report as a page a person opens, prints or attaches."""
    title = next((block.text for block in blocks if isinstance(block, Title)), "Відкриті дані")
    marked = [(type(block).__name__.lower(), block) for block in blocks]
    return render_template("report.html", title=title, blocks=marked)


def render_template(name: str, **values: object) -> str:
    """One of this room's templates, everything in it escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(**values)
