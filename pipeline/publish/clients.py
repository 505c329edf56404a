"""A client of every portal for every thread: a session is not to be shared between two of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.publish.ckan import PortalClient


@dataclass(slots=True)
class ThreadClients(Mapping[str, PortalClient]):
    """By portal name the calling thread's own client, opened when it first asks.

    A context manager: leaving it closes the clients of all threads.
    """

    openers: Mapping[str, Callable[[], PortalClient]]
    _own: threading.local = field(default_factory=threading.local)
    _opened: list[PortalClient] = field(default_factory=list)

    def __enter__(self) -> ThreadClients:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._opened:
            client.close()

    def __getitem__(self, portal: str) -> PortalClient:
        clients: dict[str, PortalClient] = self._own.__dict__
        if portal not in clients:
            clients[portal] = self.openers[portal]()
            self._opened.append(clients[portal])
        return clients[portal]

    def __iter__(self) -> Iterator[str]:
        return iter(self.openers)

    def __len__(self) -> int:
        return len(self.openers)
