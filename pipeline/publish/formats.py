"""The format of a file by its extension, as portals name it.

A table rather than `mimetypes`, which answers by what the machine has installed: the same file must
be described alike everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.resolution835.vocabulary import FORMATS

_OTHERS = {
    "XLS": "application/vnd.ms-excel",
    "DOC": "application/msword",
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
}
"""Not among the Resolution's formats, yet found among the orders of every city."""

_KNOWN = {name.casefold(): (name, mimetype) for name, mimetype in {**FORMATS, **_OTHERS}.items()}
_ALIASES = {"jpg": "jpeg", "tif": "tiff"}


@dataclass(frozen=True, slots=True)
class Format:
    """`name` as CKAN writes it (`CSV`, `GeoJSON`), and the media type a download carries."""

    name: str
    mimetype: str


def format_of(filename: str) -> Format:
    """The format of a file; an unknown extension names it and promises mere bytes."""
    extension = PurePosixPath(filename).suffix.lstrip(".").lower()
    known = _KNOWN.get(_ALIASES.get(extension, extension))
    return Format(*known) if known else Format(extension.upper(), "application/octet-stream")
