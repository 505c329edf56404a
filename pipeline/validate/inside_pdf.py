"""PDF: its text, the remarks of its readers, and its author."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from pipeline.validate.inside import Inside
from pipeline.validate.persons import is_person

if TYPE_CHECKING:
    from pypdf import PdfReader

PAGES_READ = 200
"""Pages searched for personal data, at most: more would not fit the time of one check."""

_REMARKS = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret"}
)
_SIGNATURE = b"/ByteRange"


def read_pdf(stream: IO[bytes]) -> Inside:
    """Everything of one PDF; whatever pypdf raises on a broken one."""
    from pypdf import PdfReader

    content = stream.read()
    with PdfReader(BytesIO(content)) as reader:
        pages = reader.pages[:PAGES_READ]
        return Inside(
            texts=tuple(page.extract_text() for page in pages),
            comments=sum(_is_remark(note) for page in pages for note in _annotations(page)),
            authors=tuple(dict.fromkeys(filter(is_person, _authors(reader)))),
            signed=_SIGNATURE in content,
        )


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
