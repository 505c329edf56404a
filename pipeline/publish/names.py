"""What the published files are called: ASCII, lower case, hyphens, the same name for ever.

A portal builds the download URL from the file name, so a name that changed would break every link:
there is no date in it but the period of a series. CKAN 2.7 strips every other character by itself
and cuts at 100.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from pipeline.publish.transliteration import transliterate

LONGEST = 80
"""Characters of a name before its extension."""


def slug_of(text: str) -> str:
    """The text as `[a-z0-9]` words joined by hyphens; `""` where nothing of it is left."""
    latin = unicodedata.normalize("NFD", transliterate(text))
    return re.sub(r"[^a-z0-9]+", "-", latin.encode("ascii", "ignore").decode()).strip("-")


def name_table(resource: str, period: str | None, extension: str) -> str:
    """The file of a table, with the period where it is one of a series.

    >>> name_table("listOfReports", "2021-Q2", "csv")
    'listofreports-2021-q2.csv'
    """
    return f"{_fit(' '.join(filter(None, (resource, period))))}.{extension}"


def name_plain(path: str, prefix: str | None = None) -> str:
    """The name of a plain file by its relative path, folders included.

    >>> name_plain("2021/Розпорядження № 12.PDF")
    '2021-rozporiadzhennia-12.pdf'
    """
    known = PurePosixPath(path)
    extension = slug_of(known.suffix)
    stem = _fit(" ".join(filter(None, (prefix, str(known.with_suffix("") if extension else path)))))
    return f"{stem}.{extension}" if extension else stem


def tell_apart(filename: str, document: str) -> str:
    """Another name for a document whose plain name is taken, the same for it every time."""
    stem, dot, extension = filename.rpartition(".")
    return (
        f"{stem}-{digest_of(document)}.{extension}" if dot else f"{filename}-{digest_of(document)}"
    )


def digest_of(text: str) -> str:
    """Eight hex digits that stand for a text in a name."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:8]


def _fit(text: str) -> str:
    """A slug of bearable length; a digest tells apart what had to be cut or had no letters."""
    slug = slug_of(text)
    if slug and len(slug) <= LONGEST:
        return slug
    return f"{slug[: LONGEST - 9].strip('-') or 'document'}-{digest_of(text)}"
