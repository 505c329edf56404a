"""A copy of a portal that may be serving at that very moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.portal.files import Shelf
from pipeline.portal.store import Store


def copy_portal(folder: Path, target: Path) -> None:
    """Copy database, files and first key of the portal in `folder` into a new folder.

    No other write happens meanwhile (uploads wait their turn), so that the files are those the
    copied database names. Files are linked where the disk allows it, which takes no room: a stored
    file is never written again.
    """
    files = target / "files"
    files.mkdir(mode=0o700, parents=True)
    with Store(folder) as store, store.writing() as db:
        database = "portal.sqlite3"
        with (
            closing(sqlite3.connect(folder / database)) as source,
            closing(sqlite3.connect(target / database)) as copy,
        ):
            source.backup(copy)
        shelf = Shelf(folder)
        for row in db.execute("SELECT stored FROM resource WHERE stored IS NOT NULL"):
            _link(shelf.path(row["stored"]), files / row["stored"])
    if (folder / "key").exists():
        shutil.copy2(folder / "key", target / "key")


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
