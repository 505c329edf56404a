"""The most time a source may take in all, however steadily it drips."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Self


class TimeIsUp(Exception):
    """The source took longer than it may."""


class Deadline:
    """Runs from its start; whatever was given to `watch` is broken off when time is up.

    Time-outs of single reads do not bound a server that sends one byte a second. Time is counted
    by the monotonic clock, which no change of the calendar's moves.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._break_off)
        self._timer.daemon = True
        self._ends: list[Callable[[], object]] = []
        self._spares: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for spare in self._spares:
            spare.close()

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether time is up."""
        return self.left == 0

    def check(self) -> None:
        """TimeIsUp where it is: a connection broken off may look like one that ended well."""
        if self.passed:
            raise TimeIsUp

    def watch(self, end: Callable[[], object]) -> None:
        """Call `end`, in another thread, should time run out."""
        self._ends.append(end)
        if self.passed:
            self._break_off()

    def watch_socket(self, connected: socket.socket) -> None:
        """Break that connection off, whatever becomes of the object.

        TLS takes the connection out of its socket into another one, so a second handle is kept.
        """
        spare = connected.dup()
        self._spares.append(spare)
        self.watch(lambda: spare.shutdown(socket.SHUT_RDWR))

    def _break_off(self) -> None:
        for end in self._ends:
            try:
                end()
            except Exception:  # noqa: BLE001, S112 - what ended by itself needs no end
                continue
