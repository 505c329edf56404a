"""API keys: who may write.

A key is 256 random bits, so one round of SHA-256 is the right hash at rest: there is no dictionary
to try against it (slow hashes protect words that people choose), and every request has to check
it. Whoever reads the database learns no key. There is one publisher: every key may write it all.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.portal.store import Store

FIRST = "перший"
"""The name of the key that a new portal makes for itself."""


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A key as it may be shown: its name and its life, never the key. Times are UTC."""

    name: str
    made_at: datetime
    revoked_at: datetime | None


class KeyTaken(Exception):
    """A key of that name is in use: two of one name could not be told apart when revoking."""


def add_key(folder: Path, name: str) -> str:
    """Make a key of that name and return it; it is shown this once. May raise KeyTaken."""
    key = secrets.token_urlsafe(32)
    with Store(folder) as store, store.writing() as db:
        question = "SELECT 1 FROM api_key WHERE name = ? AND revoked_at IS NULL"
        if db.execute(question, (name,)).fetchone():
            raise KeyTaken(f"Ключ «{name}» уже є. Скасуйте його або оберіть іншу назву.")
        _insert(db, name, key)
    return key


def revoke_key(folder: Path, name: str) -> bool:
    """Revoke a key at once, also on a portal that is running; False where there is none."""
    change = "UPDATE api_key SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL"
    with Store(folder) as store, store.writing() as db:
        return db.execute(change, (_now(), name)).rowcount > 0


def list_keys(folder: Path) -> tuple[KeyInfo, ...]:
    """Every key there ever was, the oldest first."""
    with Store(folder) as store, store.reading() as db:
        rows = db.execute("SELECT * FROM api_key ORDER BY made_at, name").fetchall()
    return tuple(
        KeyInfo(row["name"], datetime.fromisoformat(row["made_at"]), _moment(row["revoked_at"]))
        for row in rows
    )


def is_known(db: sqlite3.Connection, key: str | None) -> bool:
    """Whether the key may write. Comparing hashes leaks no timing about the key itself."""
    question = "SELECT 1 FROM api_key WHERE digest = ? AND revoked_at IS NULL"
    return bool(key) and db.execute(question, (_digest(str(key)),)).fetchone() is not None


def first_key(folder: Path) -> str:
    """The key a portal keeps for its own machine, made now where the portal is new.

    FileNotFoundError, as a sentence, where a person has moved the file away.
    """
    with Store(folder) as store:
        make_first_key(folder, store)
    path = folder / "key"
    if not path.exists():
        raise FileNotFoundError(f"Немає файлу {path}. Новий ключ: pipeline portal key add НАЗВА.")
    return path.read_text(encoding="utf-8").strip()


def make_first_key(folder: Path, store: Store) -> None:
    """Give a new portal a key in `<folder>/key`, once in its life.

    The file is written before the commit: killed in between, the next start makes both anew. A
    key that was revoked, or a file that was moved away, never comes back by itself.
    """
    with store.writing() as db:
        made = db.execute("INSERT OR IGNORE INTO setting VALUES ('first_key', 'made')").rowcount
        if made:
            key = secrets.token_urlsafe(32)
            _write_private(folder / "key", key + "\n")
            _insert(db, FIRST, key)


def _insert(db: sqlite3.Connection, name: str, key: str) -> None:
    db.execute("INSERT INTO api_key VALUES (?, ?, ?, NULL)", (name, _digest(key), _now()))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _write_private(path: Path, text: str) -> None:
    """Write a file that nobody else could read at any moment of its life."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
