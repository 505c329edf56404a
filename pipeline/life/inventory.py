"""What a dataset holds that was there before us: which resources are documents, and what else.

Pure. Real portals are messy: formats in any case, no hashes, the passport among the data, the same
table twice in two formats, links to somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.publish.formats import format_of
from pipeline.publish.names import name_plain, slug_of
from pipeline.publish.package import DATAPACKAGE, PASSPORT, Role
from pipeline.publish.reconcile import digest_resource
from pipeline.publish.state import read_state

_ABOUT = (
    (PASSPORT, Role.DOCUMENTATION, re.compile(r"паспорт|passport", re.IGNORECASE)),
    ("structure", Role.DOCUMENTATION, re.compile(r"структура набору|structure", re.IGNORECASE)),
    (DATAPACKAGE, Role.METADATA, re.compile(r"datapackage", re.IGNORECASE)),
)
"""What accompanies data, by the names data.gov.ua and its publishers give it."""

_FORMATS = re.compile(
    r"[\s._-]*[(\[]?\b(csv|xlsx?|ods|json|xml|geojson|pdf|docx?|odt|rtf|txt|zip)\b[)\]]?",
    re.IGNORECASE,
)
_LONGEST = 60

LINK = "link"
"""Begins the keys of what gives no file."""


@dataclass(frozen=True, slots=True)
class Item:
    """One resource of the portal, and what it is to us.

    `resource` is the name its document gets in the descriptor, None for what accompanies data.
    `created` and `modified` are the portal's own dates; `shown` stands for what it shows.
    """

    id: str
    key: str
    role: Role
    resource: str | None
    title: str
    description: str
    format: str
    filename: str
    url: str
    created: datetime
    modified: datetime
    shown: str


def read_items(
    package: Mapping[str, Any], now: datetime, files: Collection[str]
) -> tuple[Item, ...]:
    """Every resource of a `package_show` answer, in its order; `now` where it has no dates.

    `files` are the ids of those that give a file: the others are links, whatever they are called.
    """
    since = read_moment(package.get("metadata_created")) or now
    shown = {item.id: digest_resource(item) for item in read_state(package).resources}
    shelf = _Shelf(package["name"])
    items = [
        shelf.place(raw, since, shown[raw["id"]], is_link=raw["id"] not in files)
        for raw in package.get("resources") or ()
    ]
    structures = [item for item in items if item.key.startswith("structure/")]
    if len(structures) == len(shelf.formats) == 1:
        (only,) = shelf.formats
        items[items.index(structures[0])] = replace(structures[0], key=f"structure/{only}")
    return tuple(items)


def read_moment(text: object) -> datetime | None:
    """A moment as CKAN writes it: UTC, mostly without a zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Shelf:
    """The resources placed so far: names given, and the formats each document is offered in."""

    dataset: str
    names: dict[str, str] = field(default_factory=dict)
    formats: dict[str, set[str]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def place(self, raw: Mapping[str, Any], since: datetime, shown: str, *, is_link: bool) -> Item:
        filename = PurePosixPath(unquote(urlsplit(raw.get("url") or "").path)).name
        title = " ".join(str(raw.get("name") or "").split()) or filename or raw["id"]
        form = _format(str(raw.get("format") or ""), filename)
        about = (LINK, Role.LINK) if is_link else _about(raw, title, filename)
        key, role, resource = (
            self._beside(*about, raw["id"]) if about else self._document(title, form)
        )
        name = key.rpartition("/")[2]
        created = read_moment(raw.get("created")) or since
        modified = read_moment(raw.get("last_modified")) or created
        return Item(
            id=raw["id"],
            key=key,
            role=role,
            resource=resource,
            title=title,
            description=" ".join(str(raw.get("description") or "").split()),
            format=form,
            filename=_ascii(filename) or f"{resource or name}.{form.lower() or 'bin'}",
            url=str(raw.get("url") or ""),
            created=created,
            modified=max(created, modified),
            shown=shown,
        )

    def _beside(self, name: str, role: Role, resource_id: str) -> tuple[str, Role, None]:
        """The first passport is our passport; another of its kind is known by its own id."""
        alone = name not in (*self.keys, "structure", LINK)
        key = name if alone else f"{name}/{resource_id}"
        self.keys.add(key)
        return key, role, None

    def _document(self, title: str, form: str) -> tuple[str, Role, str]:
        """The same title in another format is the same document."""
        stem = _FORMATS.sub("", title).casefold().strip()
        known = self.names.get(stem)
        if known is not None and form and form not in self.formats[known]:
            self.formats[known].add(form)
            return f"{self.dataset}/{known}#{form}", Role.ALTERNATIVE, known
        name = _free_name(stem or title, self.formats)
        self.names[stem] = name
        self.formats[name] = {form}
        return f"{self.dataset}/{name}", Role.DATA, name


def _about(raw: Mapping[str, Any], title: str, filename: str) -> tuple[str, Role] | None:
    """What kind of accompanying file it is; None for a document."""
    said = raw.get("resource_type")
    if said in (Role.DATA, Role.ALTERNATIVE):
        return None
    for name, role, pattern in _ABOUT:
        if pattern.search(f"{title} {filename}"):
            return name, role
    if said in (Role.DOCUMENTATION, Role.METADATA):
        return "other", Role(said)
    return None


def _format(said: str, filename: str) -> str:
    """The format by the file's extension, which downloads obey, else as the record says it."""
    by_name = format_of(filename).name
    by_record = format_of(f"x.{said.strip(' .').lower()}").name
    return by_name if len(by_name) in range(2, 8) else by_record


def _ascii(filename: str) -> str:
    """The file's own name, which its address ends in, unless no portal would keep it."""
    return filename if filename.isascii() else name_plain(filename)


def _free_name(title: str, taken: Mapping[str, object]) -> str:
    """A name for a descriptor, made of the title; a number tells equal ones apart."""
    base = slug_of(title)[:_LONGEST].strip("-")
    base = base if len(base) > 1 else f"document-{base}".strip("-")
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
