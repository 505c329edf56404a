"""ODT: its text, its tracked changes, comments, hidden text and authors."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from pipeline.validate.inside import Inside, attribute, local_name, read_elements, rewrite_parts
from pipeline.validate.persons import is_person

_TEXTS = ("content.xml", "styles.xml")
_AUTHORS = frozenset({"creator", "initial-creator", "printed-by"})
_READ = frozenset(
    {"p", "h", "span", "changed-region", "annotation", "hidden-text", "hidden-paragraph", "style"}
)
_ANNOTATION = re.compile(
    rb"<office:annotation\b[^>]*?(?:/>|>.*?</office:annotation>)|<office:annotation-end\b[^>]*/>",
    re.DOTALL,
)
_AUTHOR = re.compile(rb"(<(?:dc:creator|meta:initial-creator|meta:printed-by)\b[^>]*>)[^<]*(</)")


def read_odt(stream: IO[bytes]) -> Inside:
    """Everything of one ODT; the exceptions of `TORN_XML` where a part of it is broken."""
    with zipfile.ZipFile(stream) as archive:
        found = _Reading()
        for part in _TEXTS:
            for element in read_elements(archive, part, _READ):
                found.take(element)
        return Inside(
            texts=tuple(found.texts),
            tracked=found.tracked,
            comments=found.comments,
            hidden=found.hidden,
            authors=tuple(_authors(archive)),
            signed="META-INF/documentsignatures.xml" in archive.namelist(),
        )


def strip_odt(stream: IO[bytes]) -> bytes:
    """The same document without comments and without the names of its authors."""
    return rewrite_parts(
        stream,
        {
            re.compile(r"(content|styles)\.xml"): lambda content: _ANNOTATION.sub(b"", content),
            re.compile(r"meta\.xml"): lambda content: _AUTHOR.sub(rb"\1\2", content),
        },
    )


class _Reading:
    """What was met so far; styles stand before the text that uses them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.tracked = 0
        self.comments = 0
        self.hidden = False
        self._invisible: set[str] = set()

    def take(self, element: Element) -> None:
        """One element, its children before it."""
        match local_name(element):
            case "changed-region":
                self.tracked += 1
            case "annotation":
                self._take_comment(element)
            case "hidden-text" | "hidden-paragraph":
                self.hidden = True
            case "style":
                self._take_style(element)
            case _:
                self._take_text(element)

    def _take_comment(self, comment: Element) -> None:
        """What a comment says is no text of the document around it."""
        self.comments += 1
        paragraphs = sum(local_name(inner) in ("p", "h") for inner in comment.iter())
        if paragraphs:
            del self.texts[-paragraphs:]
        after = comment.tail
        comment.clear()
        comment.tail = after

    def _take_style(self, style: Element) -> None:
        displayed = (attribute(child, "display") for child in style)
        name = attribute(style, "name")
        if name and "none" in displayed:
            self._invisible.add(name)

    def _take_text(self, element: Element) -> None:
        said = "".join(element.itertext())
        if attribute(element, "style-name") in self._invisible and said.strip():
            self.hidden = True
        if local_name(element) != "span":
            self.texts.append(said)
            if local_name(element) == "p":
                element.clear()


def _authors(archive: zipfile.ZipFile) -> Iterator[str]:
    for element in read_elements(archive, "meta.xml", _AUTHORS):
        if is_person(element.text or ""):
            yield element.text or ""
