"""One daemon a var folder and a ledger: a second one is told who the first is.

The locks are the kernel's and the database server's, so that a killed daemon leaves none behind.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.record.heartbeat import Heartbeat, read_heartbeat
from pipeline.record.ledger import Ledger
from pipeline.record.lock import LockHeld, file_lock, is_held
from pipeline.wording import minute

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK = "daemon.lock"
PATIENCE = 1.0
"""Seconds to try: whoever asks whether a daemon lives takes the lock for a moment."""
DAEMON_KEY = 83_520_151_022
"""Number of the PostgreSQL advisory lock that a daemon holds as long as it lives."""


@contextmanager
def sole_daemon(var: Path, ledger: Ledger) -> Iterator[None]:
    """Be the only daemon of this folder and of this ledger for the block; LockHeld otherwise."""
    with ExitStack() as stack:
        stack.enter_context(
            file_lock(
                var / LOCK, f"З текою {var} уже працює інша програма pipeline daemon:", PATIENCE
            )
        )
        if ledger.engine.dialect.name == "sqlite":
            path = Path(str(ledger.engine.url.database))
            busy = f"Із журналом {path} уже працює інша програма pipeline daemon:"
            stack.enter_context(file_lock(path.with_name(f"{path.name}.{LOCK}"), busy))
        else:
            _take_server_lock(stack.enter_context(ledger.engine.connect()), ledger)
        yield


def _take_server_lock(connection: Connection, ledger: Ledger) -> None:
    """Held by the connection: it goes with it, whatever becomes of this machine."""
    from sqlalchemy import text

    connection.execution_options(isolation_level="AUTOCOMMIT")
    taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": DAEMON_KEY})
    if not taken.scalar():
        raise LockHeld(
            f"Із журналом {ledger.engine.url} уже працює інша програма pipeline daemon"
            f"{_first_of(ledger)}."
        )


def _first_of(ledger: Ledger) -> str:
    """Who it is, by its last sign of life."""
    beat = read_heartbeat(ledger)
    if beat is None:
        return ""
    return f": процес {beat.pid} на «{beat.host}» від {minute(beat.started_at)}"


def is_gone(var: Path, beat: Heartbeat) -> bool:
    """Whether the daemon that beat last on this machine holds the folder no more: it was killed.

    Of another machine's daemon nothing is known here but its sign of life.
    """
    return beat.host == own_name()[0] and not is_held(var / LOCK)


def own_name() -> tuple[str, int]:
    """The host and the number of this process."""
    return socket.gethostname(), os.getpid()
