"""ZIP and 7Z: what the documents inside say and hide, all of them as one.

A member is known by its bytes, as a delivery is. What cannot be looked into is named: nobody must
believe that it was.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO

from pipeline.validate.inside import Inside
from pipeline.validate.torn import torn_7z

LARGEST_UNPACKED = 100 << 20
"""Bytes of members that one archive is searched through, at most."""

ReadMember = Callable[[bytes], Inside | None]
"""What is inside one member; None where it is no document, or one that does not open."""


def read_zip(stream: IO[bytes], read: ReadMember) -> Inside:
    """All documents of a ZIP; members beyond the limit are left unread."""

    def members() -> Iterator[tuple[str, bytes | None]]:
        left = LARGEST_UNPACKED
        with zipfile.ZipFile(stream) as archive:
            for part in archive.infolist():
                if part.is_dir():
                    continue
                left -= part.file_size
                yield part.filename, archive.read(part) if left >= 0 else None

    return _together(members(), read)


def read_7z(stream: IO[bytes], read: ReadMember) -> Inside:
    """All documents of a 7Z, which unpacks as a whole or not at all."""
    from py7zr import SevenZipFile
    from py7zr.io import BytesIOFactory

    with SevenZipFile(stream, max_extract_size=LARGEST_UNPACKED) as archive:
        parts = [part for part in archive.list() if not part.is_directory]
        if sum(part.uncompressed for part in parts) > LARGEST_UNPACKED:
            return Inside(unread=tuple(part.filename for part in parts))
        unpacked = BytesIOFactory(LARGEST_UNPACKED)
        try:
            archive.extract(factory=unpacked)
        except torn_7z():
            return Inside(unread=tuple(part.filename for part in parts))
    return _together(((name, product.read()) for name, product in unpacked.products.items()), read)


def _together(members: Iterator[tuple[str, bytes | None]], read: ReadMember) -> Inside:
    found: list[Inside] = []
    unread: list[str] = []
    for name, content in members:
        inside = read(content) if content is not None else None
        if inside is None:
            unread.append(name)
        else:
            found.append(inside)
            unread += (f"{name}, {part}" for part in inside.unread)
    return Inside(
        texts=tuple(text for one in found for text in one.texts),
        tracked=sum(one.tracked for one in found),
        comments=sum(one.comments for one in found),
        hidden=any(one.hidden for one in found),
        authors=tuple(author for one in found for author in one.authors),
        unread=tuple(unread),
    )


def read_sheets(stream: IO[bytes]) -> Inside:
    """The visible sheets of a workbook as text, a row a line; Unreadable where it does not open."""
    from pipeline.validate.calamine_grid import read_ods, read_xls
    from pipeline.validate.grid import filled, shown
    from pipeline.validate.sniff import Form, sniff_form
    from pipeline.validate.workbook_grid import read_workbook

    content = stream.read()
    match sniff_form(BytesIO(content)):
        case Form.XLSX:
            grids = read_workbook(content)
        case Form.ODS:
            grids, _ = read_ods(content)
        case _:
            grids, _ = read_xls(content)
    return Inside(
        texts=tuple(
            " ".join(shown(row[place]) for place in filled(row))
            for grid in grids
            for row in grid.rows
        )
    )
