"""A real SMTP server on loopback, and letters as it received them."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what comes, or refuses it while `closed`; `held` are the addressees of each."""

    def __init__(self) -> None:
        self.closed = False
        self.letters: list[EmailMessage] = []
        self.addressees: list[list[str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.closed:
            return "451 try again later"
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        self.addressees.append(envelope.rcpt_tos)
        return "250 OK"

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]

    def text(self, number: int = 0) -> str:
        part = self.letters[number].get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    def attachments(self, number: int = 0) -> dict[str | None, bytes]:
        return {
            part.get_filename(): part.get_payload(decode=True)
            for part in self.letters[number].iter_attachments()
        }


@contextmanager
def smtp_server() -> Iterator[tuple[Mailbox, str]]:
    """A mailbox behind a real server, and the URL that mails to it."""
    mailbox = Mailbox()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, f"mailto://127.0.0.1:{port}?from=robot@city.example&mode=insecure"
    finally:
        controller.stop()
