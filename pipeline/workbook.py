"""What the workbooks we write have in common: the sheet's name, and bytes that tell no time.

The same content always gives the same bytes: a release is named by its bytes, and a form written
twice is seen to be the same form.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.model import Schema

if TYPE_CHECKING:
    from openpyxl import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def sheet_title(schema: Schema) -> str:
    """The table's own name, without what Excel refuses in it and at most 31 characters long."""
    return re.sub(r"[\[\]:*?/\\]", "-", schema.id.rpartition("/")[2])[:31] or "table"


def build_bytes(book: Workbook) -> bytes:
    """The workbook as XLSX, without an author and without the moment of its making.

    openpyxl writes that moment in three places: created, modified, and each member of the archive.
    """
    book.properties.creator = ""
    book.properties.created = datetime(*_EPOCH, tzinfo=UTC)
    draft, fixed = io.BytesIO(), io.BytesIO()
    book.save(draft)
    with zipfile.ZipFile(draft) as before, zipfile.ZipFile(fixed, "w") as after:
        for name, content in _members(before):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, content)
    return fixed.getvalue()


def _members(archive: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    for name in archive.namelist():
        content = archive.read(name)
        if name == "docProps/core.xml":
            content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
        yield name, content
