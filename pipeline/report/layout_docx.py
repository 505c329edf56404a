"""Blocks as a Word document: A4, the type and size of an official letter, tables with heads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Picture, Table, Title

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row

FONT = "Times New Roman"
SMALL, TABLE, HEAD, BODY, HEADING, TITLE = 10, 10.5, 9.5, 13, 13, 16
"""Sizes in points."""
LEFT, RIGHT, TOP, BOTTOM = 2.5, 1.5, 2.0, 2.0
"""Margins in centimetres."""
PAGE_WIDTH, PAGE_HEIGHT = 21.0, 29.7
LETTER, MARGINS = 0.185, 0.45
"""Width of a letter of a table's head, and of a cell's two margins, in centimetres."""


def render_docx(blocks: Sequence[Block]) -> bytes:
    """The report as the bytes of a DOCX file."""
    import docx

    document = docx.Document()
    _set_page(document)
    _number_pages(document)
    for block in blocks:
        _add(document, block)
    title = next((block for block in blocks if isinstance(block, Title)), Title(""))
    properties = document.core_properties
    properties.title, properties.author, properties.language = title.text, title.under, "uk-UA"
    properties.comments = ""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_WIDTH), Cm(PAGE_HEIGHT)
    section.left_margin, section.right_margin = Cm(LEFT), Cm(RIGHT)
    section.top_margin, section.bottom_margin = Cm(TOP), Cm(BOTTOM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "uk-UA"})
    style.element.get_or_add_rPr().append(language)


def _number_pages(document: Document) -> None:
    """A number in the middle above every page but the first, as official letters have it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add(document: Document, block: Block) -> None:
    match block:
        case Title(text, under):
            _add_line(document, text, TITLE, bold=True, centred=True)
            if under:
                _add_line(document, under, BODY, centred=True)
        case Heading(text):
            _add_heading(document, text)
        case Paragraph(text, small):
            _add_line(document, text, SMALL if small else BODY, justified=not small)
        case Bullets(items):
            for item in items:
                paragraph = document.add_paragraph(item, style="List Bullet")
                paragraph.paragraph_format.space_after = 0
        case Table():
            _add_table(document, block)
        case Picture():
            _add_picture(document, block)


def _add_line(
    document: Document,
    text: str,
    size: float,
    *,
    bold: bool = False,
    centred: bool = False,
    justified: bool = False,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = text.endswith(":")
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif justified:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _add_heading(document: Document, text: str) -> None:
    """A real heading, so that Word's navigation finds it, in the letter's own type and black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    heading = document.add_heading(level=1)
    run = heading.add_run(text)
    run.font.name, run.font.size, run.font.color.rgb = FONT, Pt(HEADING), RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), FONT)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)


def _add_table(document: Document, table: Table) -> None:
    """The head row repeats on every page; no row is torn between two."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    made = document.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    made.autofit = False
    lines = [table.heads, *table.rows, *([table.total] if table.total else [])]
    for number, cells in enumerate(lines):
        row = made.add_row()
        strong = number == 0 or (table.total is not None and number == len(lines) - 1)
        _fill_row(row, cells, table, TABLE if number else HEAD, strong=strong)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(made.columns, _widths(table), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill_row(row: _Row, cells: Sequence[str], table: Table, size: float, *, strong: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), strong
        paragraph.paragraph_format.space_after = Pt(0)
        if place >= table.numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if strong and text in table.heads:
            _shade(cell)


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), "EAF0F6")
    cell._tc.get_or_add_tcPr().append(shading)


def _widths(table: Table) -> list[float]:
    """Numbers take what their head needs, words share the rest by how long they are."""
    words = table.numbers
    numbers = [max(map(len, head.split())) * LETTER + MARGINS for head in table.heads[words:]]
    room = PAGE_WIDTH - LEFT - RIGHT - sum(numbers)
    rows = (table.heads, *table.rows)
    longest = [min(max(len(row[place]) for row in rows), 45) + 6 for place in range(words)]
    shares = [room * length / sum(longest) for length in longest]
    return shares + numbers


def _add_picture(document: Document, picture: Picture) -> None:
    from docx.shared import Cm

    shape = document.add_picture(io.BytesIO(picture.png), width=Cm(PAGE_WIDTH - LEFT - RIGHT))
    shape._inline.docPr.set("descr", picture.text)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # unsaid, LibreOffice moves the picture into the margin
