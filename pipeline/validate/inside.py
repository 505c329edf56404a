"""What a plain document holds besides what its reader sees, and the text it says.

Each format has its own small reader that gives one of these; what follows from it is decided in
:mod:`pipeline.validate.plain_leaks`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Inside:
    """`tracked` and `comments` are counts, `hidden` the text that no reader sees, if any.

    `authors` are persons named in the properties; `signed` files must stay byte for byte. `unread`
    are names of members of an archive, or pages of a document, that nobody looked into.
    """

    texts: tuple[str, ...] = ()
    tracked: int = 0
    comments: int = 0
    hidden: bool = False
    authors: tuple[str, ...] = ()
    signed: bool = False
    unread: tuple[str, ...] = ()


def read_elements(archive: zipfile.ZipFile, part: str, tags: frozenset[str]) -> Iterator[Element]:
    """Whole elements with these names (without namespace), each let go once it was seen.

    Nothing where there is no such part. The text of an element is there only if none inside it is
    listed too.
    """
    from defusedxml.ElementTree import iterparse

    if part not in archive.namelist():
        return
    with archive.open(part) as stream:
        for _, element in iterparse(stream):
            if local_name(element) in tags:
                yield element


def local_name(element: Element) -> str:
    """`{…/wordprocessingml/2006/main}ins` → `ins`."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, None)


Rewrite = Callable[[bytes], bytes | None]
"""A part's bytes as they may go out; None where the part goes altogether."""


def rewrite_parts(stream: IO[bytes], rewrites: Mapping[re.Pattern[str], Rewrite]) -> bytes:
    """The ZIP with some parts changed, all others byte for byte, in their order.

    Nothing of the moment of writing gets in: the same file always gives the same bytes.
    """
    written = BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.infolist():
            content: bytes | None = source.read(part)
            for place, rewrite in rewrites.items():
                if content is not None and place.fullmatch(part.filename):
                    content = rewrite(content)
            if content is not None:
                target.writestr(part, content)
    return written.getvalue()
