"""How far a web source may lead: its own host, those it declares, and the public network.

A descriptor's own address may be private, because a person wrote it there; a redirect is written by
the server, and must not make us read what only we can reach. A name is looked up before it is
followed, and the address really connected to is looked at again, because a name may be answered
differently the second time (DNS rebinding). Behind a proxy only the first look is possible.
"""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.gather.deadline import Deadline

if TYPE_CHECKING:
    import requests


class OutOfReach(Exception):
    """A redirect leads where it may not; the sentence says where to and how to allow it."""


def is_private(address: str) -> bool:
    """Whether that IP address is anything but one of the public network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return is_private(str(found.ipv4_mapped))
    return not found.is_global or found.is_multicast


def check_redirect(url: str, declared: frozenset[str]) -> None:
    """Refuse a redirect to anything but http(s), or to an undeclared host of a private network."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise OutOfReach("переспрямовує на адресу, яку не вдалося прочитати") from error
    if parts.scheme not in {"http", "https"}:
        raise OutOfReach("переспрямовує не на http(s)")
    if host in declared:
        return
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return  # nobody knows that name here: connecting will tell
    for *_, address in found:
        _check_address(host, str(address[0]))


def _check_address(host: str, address: str) -> None:
    if is_private(address):
        told = host if host == address else f"{host} ({address})"
        raise OutOfReach(
            f"переспрямовує у внутрішню мережу, на {told}; якщо так і має бути, "
            f"додайте до джерела redirects_to: [{host}]"
        )


def open_session(declared: frozenset[str], deadline: Deadline) -> requests.Session:
    """A session whose connections are looked at once they stand, and end with the deadline."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _looked_at(self, super()._new_conn(), declared, deadline)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _looked_at(self, super()._new_conn(), declared, deadline)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = {"http": PlainPool, "https": SecurePool}

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            manager = super().proxy_manager_for(proxy, **options)
            manager.pool_classes_by_scheme = pools
            return manager

    session = requests.Session()
    session.mount("http://", Adapter())
    session.mount("https://", Adapter())
    return session


def _looked_at(
    connection: Any, made: socket.socket, declared: frozenset[str], deadline: Deadline
) -> socket.socket:
    deadline.watch_socket(made)
    if connection.proxy is None and connection.host not in declared:
        try:
            _check_address(connection.host, made.getpeername()[0])
        except OutOfReach:
            made.close()
            raise
    return made
