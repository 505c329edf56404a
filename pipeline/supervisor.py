"""What systemd is told of a service: that it is ready, that it lives, how it does (sd_notify(3)).

Where nobody supervises us, nothing is said. systemd starts a service anew whose signs of life stop
(`WatchdogSec=`): the one cure for a process that is there and works no more.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"

LONGEST = 512
"""Characters of a status; one datagram carries it, `systemctl status` shows one line."""


def tell_supervisor(environment: Mapping[str, str], *words: str) -> None:
    """Send these words in one datagram to `NOTIFY_SOCKET`; OSError where nobody listens there."""
    address = environment.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # a socket of Linux's abstract names
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        mouth.connect(address)
        mouth.send("\n".join(words).encode())


def status(sentence: str) -> str:
    """The line that `systemctl status` shows."""
    return f"STATUS={' '.join(sentence.split())[:LONGEST]}"
