"""One call of one action: what it may use, and what it leaves to be done after the commit."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from pipeline.portal.errors import Invalid, NotFound
from pipeline.portal.files import Upload
from pipeline.portal.site import Site

Record = dict[str, Any]
"""A CKAN record as it travels: open JSON, because custom keys are the publisher's to name."""

MISSING = "Це поле обов’язкове."


@dataclass(slots=True)
class Call:
    """`db` is inside the call's own transaction; `now` is the one moment of all it writes."""

    site: Site
    db: sqlite3.Connection
    now: str
    known: bool
    upload: Upload | None = None
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def keep_upload(self, upload: Upload) -> str:
        """Store the uploaded bytes; they are removed again if the call fails after all."""
        stored = self.site.shelf.keep(upload)
        self.kept.append(stored)
        return stored

    def drop_after_commit(self, row: sqlite3.Row) -> None:
        """The file of a resource that is replaced or deleted, if it has one."""
        if row["stored"]:
            self.dropped.append(row["stored"])


def required(params: Record, name: str) -> str:
    """A parameter that must be there as text; Invalid where it is not."""
    value = params.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Invalid({name: [MISSING]})
    return value


def number(params: Record, name: str, otherwise: int, most: int) -> int:
    """A whole number from 0 to `most` (more becomes `most`); text in GET and multipart calls."""
    value = params.get(name, otherwise)
    try:
        found = int(value)
    except (TypeError, ValueError):
        raise Invalid({name: ["Потрібне ціле число."]}) from None
    if found < 0:
        raise Invalid({name: ["Число не може бути від’ємним."]})
    return min(found, most)


def find_package(db: sqlite3.Connection, name_or_id: str) -> sqlite3.Row:
    """The dataset of that id or name; NotFound where there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM package WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC", (name_or_id,)
    ).fetchone()
    if row is None:
        raise NotFound(f"набору даних «{name_or_id}» на порталі немає")
    return row


def find_resource(db: sqlite3.Connection, resource_id: str) -> sqlite3.Row:
    """The resource of that id; NotFound where there is none."""
    found = db.execute("SELECT * FROM resource WHERE id = ?", (resource_id,))
    row: sqlite3.Row | None = found.fetchone()
    if row is None:
        raise NotFound(f"ресурсу «{resource_id}» на порталі немає")
    return row


def find_organization(db: sqlite3.Connection, name_or_id: str) -> sqlite3.Row:
    """The organization of that id or name; NotFound where there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM organization WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC",
        (name_or_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"організації «{name_or_id}» на порталі немає")
    return row
