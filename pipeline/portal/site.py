"""One portal: its store, its files, its address, its clock, and the id it is known by."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.portal.files import Shelf
from pipeline.portal.store import Store

TITLE = "Відкриті дані"
"""The section's name, as the Resolution's readers know it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every request needs. `url` is the public address, without a slash at the end."""

    store: Store
    shelf: Shelf
    id: str
    url: str
    clock: Callable[[], datetime]

    def now(self) -> str:
        """The moment as CKAN writes it: UTC, without a zone."""
        return self.clock().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def open_site(folder: Path, url: str, clock: Callable[[], datetime]) -> Site:
    """Open the portal that lives in `folder`, or found a new one."""
    store = Store(folder)
    return Site(store, Shelf(folder), _site_id(store), url.rstrip("/"), clock)


def read_site_id(folder: Path) -> str:
    """The portal's id, a UUID made at first use.

    `status_show` answers it, so that a publisher can tell its own portal from a stranger at the
    same address.
    """
    with Store(folder) as store:
        return _site_id(store)


def _site_id(store: Store) -> str:
    with store.reading() as db:
        row = db.execute("SELECT value FROM setting WHERE name = 'site_id'").fetchone()
    if row is None:
        with store.writing() as db:
            made = ("site_id", str(uuid.uuid4()))
            db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", made)
        return _site_id(store)
    return str(row["value"])
