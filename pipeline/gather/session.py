"""Connections that are looked at once they stand, and end with the deadline.

A module of its own, imported when a web source is asked: requests takes a while to load.
"""

from __future__ import annotations

import socket
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from pipeline.gather.deadline import Deadline
from pipeline.gather.reach import Reach


def open_session(reach: Reach, deadline: Deadline) -> requests.Session:
    """A session that goes no further than `reach`, nor longer than `deadline`."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(reach, deadline))
    return session


class _Connection(HTTPConnection):
    """One whose address is looked at before a word is said; a proxy's own is nobody's redirect."""

    def __init__(self, *args: Any, reach: Reach, deadline: Deadline, **options: Any) -> None:
        super().__init__(*args, **options)
        self._reach, self._deadline = reach, deadline

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        try:
            if self.proxy is None:
                self._reach.check_address(self.host, made.getpeername()[0])
            self._deadline.watch_socket(made)
        except BaseException:
            made.close()
            raise
        return made


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS: looked at before the handshake."""


class _Pool(HTTPConnectionPool):
    def __init__(self, *args: Any, reach: Reach, deadline: Deadline, **options: Any) -> None:
        self.ConnectionCls = partial(_Connection, reach=reach, deadline=deadline)  # type: ignore[assignment]
        super().__init__(*args, **options)


class _SecurePool(HTTPSConnectionPool):
    def __init__(self, *args: Any, reach: Reach, deadline: Deadline, **options: Any) -> None:
        self.ConnectionCls = partial(_SecureConnection, reach=reach, deadline=deadline)  # type: ignore[assignment]
        super().__init__(*args, **options)


class _Adapter(HTTPAdapter):
    def __init__(self, reach: Reach, deadline: Deadline) -> None:
        self._pools = {
            "http": partial(_Pool, reach=reach, deadline=deadline),
            "https": partial(_SecurePool, reach=reach, deadline=deadline),
        }
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager
