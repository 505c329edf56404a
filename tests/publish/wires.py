"""A real wire between publisher and portal: it is cut, it is slow, or somebody else answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BLOCK = 1 << 14


@dataclass(frozen=True)
class Trouble:
    """What happens to one write: either the request is cut, or something befalls the answer.

    `sent`: only so many bytes of the request reach the portal. `kept`: only so many bytes of the
    answer come back. `late`: the answer's last byte comes after so many seconds. `instead`: bytes
    that somebody else answers with; the portal never hears of the request. `held`: the wire is cut
    once the whole request is on it, and the request reaches the portal long after (see
    `Proxy.let_go`).
    """

    sent: int | None = None
    kept: int | None = None
    late: float = 0
    instead: bytes = b""
    held: bool = False


@dataclass
class Proxy:
    """Passes requests on to the portal; the write of that number, from 1, meets the trouble."""

    portal: str
    troubled_write: int
    trouble: Trouble
    url: str
    writes: int = 0
    held: list[bytes] = field(default_factory=list)

    def let_go(self) -> bytes:
        """Pass on the request that was held; what the portal says to it now."""
        (request,) = self.held
        with self._reach() as far:
            far.sendall(request)
            return b"".join(iter(lambda: far.recv(BLOCK), b""))

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_one, args=(near,), daemon=True).start()

    def _pass_one(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            head = _read_head(near)
            writing = head.startswith(b"POST")
            self.writes += writing
            unlucky = writing and self.writes == self.troubled_write
            self._answer(near, head, self.trouble if unlucky else Trouble())

    def _answer(self, near: socket.socket, head: bytes, trouble: Trouble) -> None:
        request = head.replace(b"\r\nConnection: keep-alive", b"\r\nConnection: close")
        if trouble.instead:
            for _ in _rest_of(near, head):
                pass
            near.sendall(trouble.instead)
            return
        if trouble.held:
            self.held.append(b"".join((request, *_rest_of(near, head))))
            return
        with self._reach() as far:
            passed = 0
            for part in (request, *_rest_of(near, head)):
                far.sendall(part if trouble.sent is None else part[: trouble.sent - passed])
                passed += len(part)
                if trouble.sent is not None and passed >= trouble.sent:
                    return
            answer = b"".join(iter(lambda: far.recv(BLOCK), b""))
        near.sendall(answer[: len(answer) - 1 if trouble.kept is None else trouble.kept])
        if trouble.kept is None:
            threading.Event().wait(trouble.late)
            near.sendall(answer[-1:])

    def _reach(self) -> socket.socket:
        place = urlsplit(self.portal)
        return socket.create_connection((place.hostname, place.port), timeout=60)


def _read_head(near: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        part = near.recv(BLOCK)
        if not part:
            raise ConnectionError
        head += part
    return head


def _rest_of(near: socket.socket, head: bytes) -> Iterator[bytes]:
    """The part of the body that did not come with the head."""
    fields, _, begun = head.partition(b"\r\n\r\n")
    told = [line.partition(b":") for line in fields.lower().split(b"\r\n")]
    left = sum(int(value) for name, _, value in told if name == b"content-length") - len(begun)
    while left > 0 and (part := near.recv(min(left, BLOCK))):
        left -= len(part)
        yield part


@contextmanager
def troubled(portal: str, write: int, trouble: Trouble) -> Iterator[Proxy]:
    """A proxy before that portal, in trouble once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        proxy = Proxy(portal, write, trouble, url)
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)
