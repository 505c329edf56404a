"""DOCX: its text, its tracked changes, comments, hidden text and authors."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from pipeline.validate.inside import Inside, attribute, local_name, read_elements, rewrite_parts
from pipeline.validate.persons import is_person

_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_CHANGES = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange"}
    | {"tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellDel"}
)
_PROPERTIES = {
    "docProps/core.xml": frozenset({"creator", "lastModifiedBy"}),
    "docProps/app.xml": frozenset({"Manager"}),
}
_COMMENT_PARTS = r"comments\w*|people"
_MARKS = re.compile(
    rb"<w:(comment(?:RangeStart|RangeEnd|Reference)|annotationRef)\b[^>]*(?:/>|></w:\1>)"
)
_RELATIONS = re.compile(
    rf'<Relationship [^>]*Target="/?(?:word/)?(?:{_COMMENT_PARTS})\.xml"[^>]*/>'
)
_TYPES = re.compile(rf'<Override [^>]*PartName="/word/(?:{_COMMENT_PARTS})\.xml"[^>]*/>')
_AUTHOR = re.compile(rb"(<(?:dc:creator|cp:lastModifiedBy|Manager)\b[^>]*>)[^<]*(</)")


def read_docx(stream: IO[bytes]) -> Inside:
    """Everything of one DOCX; the exceptions of `TORN_XML` where a part of it is broken."""
    with zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
        texts, tracked, hidden = [], 0, False
        for part in filter(_TEXTS.fullmatch, names):
            for element in read_elements(archive, part, _CHANGES | {"p", "r"}):
                if local_name(element) == "p":
                    texts.append("".join(_words(element)))
                    element.clear()
                elif local_name(element) == "r":
                    hidden = hidden or _is_hidden(element)
                else:
                    tracked += 1
        comments = read_elements(archive, "word/comments.xml", frozenset({"comment"}))
        return Inside(
            texts=tuple(texts),
            tracked=tracked,
            comments=sum(1 for _ in comments),
            hidden=hidden,
            authors=tuple(_authors(archive)),
            signed=any(name.startswith("_xmlsignatures/") for name in names),
        )


def strip_docx(stream: IO[bytes]) -> bytes:
    """The same document without comments and without the names of its authors."""
    return rewrite_parts(
        stream,
        {
            re.compile(rf"word/(?:{_COMMENT_PARTS})\.xml"): lambda _: None,
            _TEXTS: lambda content: _MARKS.sub(b"", content),
            re.compile(r"word/_rels/document\.xml\.rels"): lambda content: _RELATIONS.sub(
                "", content.decode()
            ).encode(),
            re.compile(r"\[Content_Types\]\.xml"): lambda content: _TYPES.sub(
                "", content.decode()
            ).encode(),
            re.compile(r"docProps/(core|app)\.xml"): lambda content: _AUTHOR.sub(rb"\1\2", content),
        },
    )


def _words(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        match local_name(element):
            case "t" | "delText":
                yield element.text or ""
            case "tab" | "br":
                yield " "


def _is_hidden(run: Element) -> bool:
    """Formatted as hidden, and holding words."""
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    if properties is None:
        return False
    marks = [child for child in properties if local_name(child) == "vanish"]
    is_on = any(attribute(mark, "val") not in ("0", "false", "off") for mark in marks)
    return is_on and any(word.strip() for word in _words(run))


def _authors(archive: zipfile.ZipFile) -> Iterator[str]:
    for part, tags in _PROPERTIES.items():
        for element in read_elements(archive, part, tags):
            if is_person(element.text or ""):
                yield element.text or ""
