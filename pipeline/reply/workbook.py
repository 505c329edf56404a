"""The office's own workbook given back: bad cells painted and explained, a list of them in front.

Only a delivery that was read within the checker's limits is opened here: its verdict knows cells.
"""

from __future__ import annotations

import re
import warnings
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, is_zipfile

from pipeline.model import Resource
from pipeline.reply.annotations import annotate_cells, strip_annotations
from pipeline.reply.losses import list_losses
from pipeline.reply.made import MOST_CELLS, build_workbook
from pipeline.reply.reply import Reply
from pipeline.reply.sheet import add_our_sheet
from pipeline.validate.marks import OUR_SUFFIX

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 64 << 20
"""Bytes of XML in a workbook we rewrite, at most: about a million cells, half a minute."""

_MADE = (
    "Ваш файл був не у форматі XLSX, тож цю книгу зроблено з нього: значення й адреси клітинок ті "
    "самі, оформлення й формули не перенесено. Здати можна й цю книгу, і виправлений свій файл."
)
_NAMELESS = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_UNWRITABLE = (
    BadZipFile,
    zlib.error,
    EOFError,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
)
"""What openpyxl raises over a workbook that it reads but cannot write again."""


def workbook_name(delivery: str) -> str:
    """`inbox/buildings.csv` → `buildings-zauvazhennia.xlsx`; given back again, the same name."""
    stem = _NAMELESS.sub("_", PurePosixPath(delivery).stem).removesuffix(OUR_SUFFIX)
    return f"{stem or 'table'}{OUR_SUFFIX}.xlsx"


def build_returned_workbook(reply: Reply, delivery: Path) -> bytes | None:
    """The workbook to give back, as XLSX; None where nothing can or need be shown in one.

    That is: no findings, a plain file, a file that was not read, or one too large to rewrite; the
    page and findings.csv then say it all. `delivery` is where the office's bytes lie.
    """
    if not reply.verdict.findings or reply.schema is None or not _was_read(reply):
        return None
    try:
        if _is_xlsx(delivery):
            return _annotated(reply, delivery)
        return _made(reply, delivery)
    except _UNWRITABLE:
        return None


def _was_read(reply: Reply) -> bool:
    verdict = reply.verdict
    return verdict.table is not None or any(finding.cell for finding in verdict.findings)


def _is_xlsx(path: Path) -> bool:
    if not is_zipfile(path):
        return False
    with ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _annotated(reply: Reply, delivery: Path) -> bytes | None:
    with ZipFile(delivery) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            return None
    workbook = _load(delivery)
    strip_annotations(workbook)
    if not workbook.worksheets:
        return None
    sheets: dict[str | None, Worksheet] = {sheet.title: sheet for sheet in workbook.worksheets}
    table = reply.verdict.table
    named = table.sheet if table and table.sheet in sheets else workbook.worksheets[0].title
    sheets[None] = sheets[named]
    lost = list_losses(delivery)
    remarks = (f"У цій копії не збережено: {', '.join(lost)}. У вашому файлі все лишилося.",)
    # Excel is told to compute: openpyxl writes formulas without their last results.
    workbook.calculation.fullCalcOnLoad = True
    return _finished(workbook, sheets, reply, remarks if lost else ())


def _made(reply: Reply, delivery: Path) -> bytes | None:
    from pipeline.validate.grid import Unreadable
    from pipeline.validate.reading import read_grids

    if reply.schema is None:
        return None
    resource = Resource("", "", "", reply.schema, "", None, encoding=reply.encoding)
    try:
        grids, _ = read_grids(delivery.read_bytes(), reply.delivery, resource, reply.schema)
    except Unreadable:
        return None
    if not grids or sum(len(row) for grid in grids for row in grid.rows) > MOST_CELLS:
        return None
    workbook, sheets = build_workbook(grids)
    return _finished(workbook, sheets, reply, (_MADE,))


def _finished(
    workbook: Workbook,
    sheets: dict[str | None, Worksheet],
    reply: Reply,
    remarks: tuple[str, ...],
) -> bytes:
    annotate_cells(sheets, reply.verdict.findings)
    titles = {name: sheet.title for name, sheet in sheets.items()}
    add_our_sheet(workbook, reply, titles, remarks)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _load(path: Path) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl warns of, `losses` tells the office in its own language.
        warnings.simplefilter("ignore")
        workbook: Workbook = load_workbook(BytesIO(path.read_bytes()), rich_text=True)
    return workbook
