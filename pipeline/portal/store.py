"""The portal's database: SQLite in WAL mode, every write one transaction.

`synchronous=FULL`: what the API has confirmed survives a power cut, because the publisher's
ledger records it as published the moment the answer arrives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Self

from pipeline.portal.tables import ACTIVE, TABLES, VERSION
from pipeline.portal.text import compare

WAIT = 30.0
"""Seconds a writer waits for another one (a command that makes a key, another upload)."""


class StoreTooNew(Exception):
    """The database was made by a later version of the portal."""


class Store:
    """Connections are pooled: each serves one transaction at a time, in any thread."""

    def __init__(self, folder: Path) -> None:
        """Open the database in `folder`, making folder and tables where there are none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / "portal.sqlite3"
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the database; several questions inside it agree."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer until the block ends: committed then, or undone by an exception."""
        with self._transaction("BEGIN IMMEDIATE") as db:
            yield db

    def close(self) -> None:
        """Close every idle connection; the last one folds the log into the database."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        db = self._take()
        try:
            db.execute(begin)
            yield db
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
            self._idle.put(db)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        db.row_factory = sqlite3.Row
        db.create_collation("ukrainian", compare)
        _switch_to_wal(db)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(ACTIVE)
        return db

    def _prepare(self) -> None:
        with self.writing() as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > VERSION:
                raise StoreTooNew("Сховище порталу створила новіша версія програми. Оновіть її.")
            if version == 0:
                for statement in TABLES.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")


def _switch_to_wal(db: sqlite3.Connection) -> None:
    """SQLite gives up at once where two connections switch together, whatever its time-out says."""
    from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

    @retry(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        stop=stop_after_delay(WAIT),
        wait=wait_random(0.01, 0.1),
        reraise=True,
    )
    def switch() -> None:
        db.execute("PRAGMA journal_mode = WAL")

    switch()
