"""What a workbook holds beside its table: told as notes, since the clean CSV carries none of it.

Parts are looked up by their place in the file, so that a part of an unknown version is still seen.
Our own comments in a workbook that we gave back are none of the office's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from pipeline.model import Finding
from pipeline.validate.hidden import note_hidden_sheets
from pipeline.validate.marks import is_our_comment, office_words
from pipeline.validate.persons import is_person
from pipeline.validate.torn import TORN_XML
from pipeline.wording import Noun, count_of

_STAYS = "до опублікованої таблиці це не потрапляє."
_COMMENT = Noun("примітка", "примітки", "приміток")
_PARTS = (
    (re.compile(r"xl/vbaProject\.bin"), "macros", "У книзі є макроси"),
    (
        re.compile(r"xl/externalLinks/externalLink[^/]*\.xml"),
        "external-links",
        "Книга посилається на інші файли",
    ),
    (
        re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml"),
        "pivot-caches",
        "У книзі є зведені таблиці зі збереженими даними",
    ),
)
_COMMENTS = re.compile(r"xl/(.*/)?comments[^/]*\.xml|xl/comments/[^/]+\.xml")


def check_asides(content: bytes) -> tuple[Finding, ...]:
    """Notes on what stands beside the table of an XLSX; none where a part cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(_check_parts(archive))
    except TORN_XML:
        return ()


def _check_parts(archive: zipfile.ZipFile) -> Iterator[Finding]:
    names = archive.namelist()
    for place, code, said in _PARTS:
        if any(place.fullmatch(name) for name in names):
            yield _note(code, f"{said}: {_STAYS}")
    yield from note_hidden_sheets(_hidden_sheets(archive))
    comments = sum(_count_comments(archive, name) for name in names if _COMMENTS.fullmatch(name))
    if comments:
        yield _note("comments", f"У книзі {count_of(comments, _COMMENT)} до клітинок: {_STAYS}")
    authors = list(dict.fromkeys(_persons(archive)))
    if authors:
        yield _note("authors", f"У властивостях книги є ім’я людини: {_STAYS}")


def _hidden_sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    for tag, attributes, _ in _elements(archive, "xl/workbook.xml"):
        if tag == "sheet" and attributes.get("state") in ("hidden", "veryHidden"):
            yield attributes.get("name", "")


def _count_comments(archive: zipfile.ZipFile, part: str) -> int:
    """Comments of the office's own."""
    texts = [text for tag, _, text in _elements(archive, part) if tag == "comment"]
    return sum(not is_our_comment(text) or bool(office_words(text)) for text in texts)


def _persons(archive: zipfile.ZipFile) -> Iterator[str]:
    if "docProps/core.xml" not in archive.namelist():
        return
    for tag, _, text in _elements(archive, "docProps/core.xml"):
        if tag in ("creator", "lastModifiedBy") and is_person(text):
            yield text


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every element of a part: its name without namespace, its attributes, all its text."""
    from defusedxml.ElementTree import iterparse

    with archive.open(part) as stream:
        for _, element in iterparse(stream):
            yield element.tag.rpartition("}")[2], element.attrib, "".join(element.itertext())


def _note(code: str, message: str) -> Finding:
    return Finding(code=code, blocks=False, message=message)
