"""What runs do in tests: they cross to another process by name, so they stand in a module."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def count(to: int) -> Iterator[int]:
    yield from range(to)


def hang_after(value: str, note: Path) -> Iterator[str]:
    """Yield, start a process of its own, and never end."""
    yield value
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    note.write_text(f"{os.getpid()} {child.pid}")
    while True:
        time.sleep(0.1)


def be_deaf_after(value: str, note: Path) -> Iterator[str]:
    """The same, deaf to SIGTERM as a step of a library may be."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    yield from hang_after(value, note)


def die(value: str) -> Iterator[str]:
    yield value
    os.kill(os.getpid(), signal.SIGKILL)


def be_stopped(value: str) -> Iterator[str]:
    """Somebody who is not the daemon sends SIGTERM."""
    yield value
    os.kill(os.getpid(), signal.SIGTERM)
    yield "never"


def be_buggy() -> Iterator[str]:
    yield "begun"
    raise LookupError("no such thing")


def lose_the_ledger() -> Iterator[str]:
    from pipeline.record.engine import LedgerError

    raise LedgerError("Журнал недоступний.")
    yield ""
