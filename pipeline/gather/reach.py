"""How far a web source may lead: its own host, those it declares, and the public network.

A descriptor's own address may be private, because a person wrote it there; a redirect is written by
the server, and must not make us read what only we can reach. A name is looked up before it is
followed, and the address really connected to is looked at again, because a name may be answered
differently the second time (DNS rebinding). Behind a proxy only the first look is possible.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit


class OutOfReach(Exception):
    """A redirect leads where it may not; the sentence says where to and how to allow it."""


def is_private(address: str) -> bool:
    """Whether that IP address is anything but one of the public network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return is_private(str(found.ipv4_mapped))
    return not found.is_global or found.is_multicast


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one source may lead to: its `declared` hosts, and whoever is on the public network."""

    declared: frozenset[str]

    def check_redirect(self, url: str) -> None:
        """OutOfReach unless that address may be followed."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise OutOfReach("переспрямовує на адресу, яку не вдалося прочитати") from error
        if parts.scheme not in {"http", "https"}:
            raise OutOfReach("переспрямовує не на http(s)")
        if host in self.declared:
            return
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return  # nobody knows that name here: connecting will tell
        for *_, address in found:
            self.check_address(host, str(address[0]))

    def check_address(self, host: str, address: str) -> None:
        """OutOfReach where that host, not declared, is at an address of a private network."""
        if host not in self.declared and is_private(address):
            told = host if host == address else f"{host} ({address})"
            raise OutOfReach(
                f"переспрямовує у внутрішню мережу, на {told}; якщо так і має бути, "
                f"додайте до джерела redirects_to: [{host}]"
            )
