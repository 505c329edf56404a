"""Where request bodies wait before the application sees them.

Waitress takes a whole body in before it calls the application; a large one goes into an unnamed
temporary file. By its own choice that file stands in the system's temporary folder, which is often
memory. Here it stands in the portal's `incoming/`, on the disk that must have the room anyway,
and the body of a stranger, who may not write at all, is read and thrown away beyond a limit.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from waitress.buffers import OverflowableBuffer, TempfileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

STRANGER_LIMIT = 256 << 10
"""Bytes of a body without a known key: any search fits, no file does."""


class FolderBuffer(OverflowableBuffer):  # type: ignore[misc]
    """A buffer that overflows into an unnamed file of a given folder.

    Unnamed files vanish with the process: a kill leaves nothing to sweep.
    """

    buf: Any = None

    def __init__(self, overflow: int, folder: Path) -> None:
        super().__init__(overflow)
        self._folder = folder

    def _set_large_buffer(self) -> None:
        folder = self._folder

        class FolderFile(TempfileBasedBuffer):  # type: ignore[misc]
            def newfile(self) -> Any:
                return TemporaryFile("w+b", dir=folder)

        before = self.buf
        self.buf = FolderFile(before)
        if before is not None:
            before.close()
        self.overflowed = True


class ForgettingBuffer(OverflowableBuffer):  # type: ignore[misc]
    """A buffer that keeps nothing at all once more than the limit has come in."""

    def __init__(self) -> None:
        super().__init__(STRANGER_LIMIT * 2)
        self._received = 0

    def append(self, s: bytes) -> None:
        """Keep the next bytes, or forget everything."""
        self._received += len(s)
        if self._received > STRANGER_LIMIT:
            self.buf, self.strbuf = None, b""
        else:
            super().append(s)


def build_channel(folder: Path, knows: Callable[[dict[str, str]], bool]) -> type[HTTPChannel]:
    """The connection class of a server whose bodies wait in `folder`.

    `knows` tells from a request's headers whether a key that may write came with it.
    """

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.body_rcv is not None:
                headers = {name.replace("_", "-"): text for name, text in self.headers.items()}
                overflow = self.adj.inbuf_overflow
                trusted = knows(headers)
                self.body_rcv.buf = (
                    FolderBuffer(overflow, folder) if trusted else ForgettingBuffer()
                )

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel
