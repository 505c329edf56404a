"""A dataset's resources as its page shows them: documents with their formats, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.portal.call import Record
from pipeline.portal.labels import day_label
from pipeline.portal.media import family_of
from pipeline.portal.text import fold
from pipeline.wording import size_of

DATA = "data"
ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class FileLink:
    """One file to download. `size` is empty for a link to elsewhere, `url` for an unsafe one."""

    title: str
    description: str
    format: str
    family: str
    url: str
    size: str
    changed: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in all formats it is offered in, its own first."""

    files: tuple[FileLink, ...]

    @property
    def first(self) -> FileLink:
        """The document itself."""
        return self.files[0]

    def fits(self, words: tuple[str, ...]) -> bool:
        """Whether its title or description has all the words."""
        haystack = fold(f"{self.first.title} {self.first.description}")
        return all(word in haystack for word in words)


def build_documents(resources: Sequence[Record]) -> tuple[DocumentRow, ...]:
    """Documents in their order, every alternative under the document of the same name.

    An alternative whose document is not there stands alone, so that no file is hidden.
    """
    groups = [[each] for each in resources if each["resource_type"] == DATA]
    for each in resources:
        if each["resource_type"] == ALTERNATIVE:
            own = [group for group in groups if group[0]["name"] == each["name"]]
            before = [group for group in own if group[0]["position"] < each["position"]]
            if own:
                (before[-1] if before else own[0]).append(each)
            else:
                groups.append([each])
    return tuple(DocumentRow(tuple(map(_build_link, group))) for group in groups)


def build_accompanying(resources: Sequence[Record]) -> tuple[FileLink, ...]:
    """What is no document: passport, structure, `datapackage.json`, and files of unsaid role."""
    return tuple(_build_link(each) for each in resources if not _is_document(each))


def count_documents(resources: Sequence[Record]) -> int:
    """How many documents; other formats of a document count no second time."""
    return sum(each["resource_type"] == DATA for each in resources)


def formats_of(resources: Sequence[Record]) -> tuple[str, ...]:
    """The formats documents are offered in, each once."""
    found = (each["format"] for each in resources if _is_document(each))
    return tuple(dict.fromkeys(format_ for format_ in found if format_))


def _is_document(resource: Record) -> bool:
    return resource["resource_type"] in (DATA, ALTERNATIVE)


def _build_link(resource: Record) -> FileLink:
    url, size = str(resource["url"]), resource["size"]
    return FileLink(
        title=resource["name"] or url.rpartition("/")[2],
        description=resource["description"],
        format=resource["format"] or "Файл",
        family=family_of(resource["format"]),
        url=url if url.startswith(("/", "https://", "http://")) else "",
        size=size_of(size) if isinstance(size, int) else "",
        changed=day_label(resource["last_modified"]),
    )
