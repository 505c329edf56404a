"""PDF: its text, the remarks of its readers, and its author."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from pipeline.validate.inside import Inside
from pipeline.validate.persons import is_person

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_READ = 16 << 20
"""Bytes of the pages' own drawing that are searched: a thousand pages of text, or one great plan.

More would not fit the time of one check.
"""

_REMARKS = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret"}
)
_SIGNATURE = b"/ByteRange"


def read_pdf(stream: IO[bytes]) -> Inside:
    """Everything of one PDF; whatever pypdf raises on a broken one."""
    from pypdf import PdfReader

    content = stream.read()
    with PdfReader(BytesIO(content)) as reader:
        count = _count_searched(reader)
        pages = reader.pages[:count]
        return Inside(
            texts=tuple(page.extract_text() for page in pages),
            comments=sum(_is_remark(note) for page in pages for note in _annotations(page)),
            authors=tuple(dict.fromkeys(filter(is_person, _authors(reader)))),
            signed=_SIGNATURE in content,
            unread=_pages_left(count, len(reader.pages)),
        )


def _count_searched(reader: PdfReader) -> int:
    """How many pages from the first fit into the measure."""
    left = LARGEST_READ
    for number, page in enumerate(reader.pages):
        drawn = page.get_contents()
        left -= len(drawn.get_data()) if drawn is not None else 0
        if left < 0:
            return number
    return len(reader.pages)


def _pages_left(count: int, pages: int) -> tuple[str, ...]:
    if count == pages:
        return ()
    return (f"сторінки {count + 1}–{pages}" if pages > count + 1 else f"сторінка {pages}",)


def strip_pdf(stream: IO[bytes]) -> bytes:
    """The same pages without the name of the author; the remarks on them stay."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter(clone_from=PdfReader(stream))
    kept = {key: str(value) for key, value in (writer.metadata or {}).items() if key != "/Author"}
    writer.metadata = kept or None
    # XMP repeats the author in a form of its own; without it readers take the properties above.
    writer.root_object.pop(NameObject("/Metadata"), None)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _authors(reader: PdfReader) -> Iterator[str]:
    if reader.metadata and reader.metadata.author:
        yield reader.metadata.author
    if reader.xmp_metadata:
        yield from (str(name) for name in reader.xmp_metadata.dc_creator or ())


def _annotations(page: Any) -> Iterator[Any]:
    for reference in page.get("/Annots") or ():
        yield reference.get_object()


def _is_remark(annotation: Any) -> bool:
    """A highlight without words says nothing; links and form fields are no remarks."""
    return annotation.get("/Subtype") in _REMARKS and bool(str(annotation.get("/Contents") or ""))
