"""The post: letters go out through Apprise (SMTP, and whatever messenger a URL names).

URLs come from the environment alone and hold passwords: they are in no log, error or event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.publish.names import slug_of
from pipeline.report.letters import Letter

if TYPE_CHECKING:
    from apprise import Apprise
    from apprise.attachment.file import AttachFile

SCHEMES = ("mailto", "mailtos")
PATIENCE = 15
"""Seconds to wait for the mail server."""


class PostError(Exception):
    """The post cannot work with what the environment says; the sentence says what to set."""


class Post(Protocol):
    """Whatever takes letters: `mail` to the letter's address, `tell` to the other channels."""

    def mail(self, letter: Letter) -> bool:
        """Send it with its attachments to its address alone; False where it did not go."""

    def tell(self, letter: Letter) -> bool:
        """Send its text, never an attachment, to every other channel; True where there is none."""


@dataclass(frozen=True, slots=True)
class ApprisePost:
    """`mail_url` without an addressee, `mailtos://user:password@host?from=…`; others as they are.

    Raises PostError for URLs that Apprise does not understand.
    """

    mail_url: str
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if urlsplit(self.mail_url).scheme not in SCHEMES:
            raise PostError(
                "PIPELINE_MAIL_URL має бути адресою пошти: "
                "mailtos://користувач:пароль@сервер?from=адреса."
            )
        for name, urls in (
            ("PIPELINE_MAIL_URL", [_addressed(self.mail_url, "nobody@example.org")]),
            ("PIPELINE_NOTIFY_URLS", self.channels),
        ):
            if _open(urls) is None:
                raise PostError(f"{name}: одну з адрес не вдалося прочитати (її не показано).")

    def __repr__(self) -> str:
        return "ApprisePost(…)"

    def mail(self, letter: Letter) -> bool:
        """Send by SMTP: HTML and text parts, the workbooks under ASCII names."""
        return _send([_addressed(self.mail_url, letter.to)], letter, letter.attachments)

    def tell(self, letter: Letter) -> bool:
        """Send to the messengers."""
        return not self.channels or _send(self.channels, letter, ())


def log_in(mail_url: str) -> str:
    """Be let in by the mail server as letters would be, and send nothing; gives its name.

    PostError for a URL that is none, OSError and smtplib.SMTPException as they come.
    """
    import smtplib
    import ssl

    opened = _open([_addressed(mail_url, "nobody@example.org")])
    if opened is None or urlsplit(mail_url).scheme not in SCHEMES:
        raise PostError("PIPELINE_MAIL_URL: адресу не вдалося прочитати (її не показано).")
    server: Any = opened[0]
    direct = server.secure_mode == "ssl"
    connect = smtplib.SMTP_SSL if direct else smtplib.SMTP
    with connect(server.smtp_host, server.port, timeout=PATIENCE) as connection:
        if server.secure_mode == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user and server.password:
            connection.login(server.user, server.password)
        connection.noop()
    return str(server.smtp_host)


def _send(urls: Sequence[str], letter: Letter, attachments: Sequence[Path]) -> bool:
    from apprise import NotifyFormat

    post = _open(urls)
    files = [_attachment(path) for path in attachments]
    return post is not None and bool(
        post.notify(
            title=letter.subject,
            body=letter.html,
            body_format=NotifyFormat.HTML,
            attach=files or None,
        )
    )


def _attachment(path: Path) -> AttachFile:
    """The file under an ASCII name: Apprise writes others so that no mail program reads them."""
    from apprise.attachment.file import AttachFile

    name = f"{slug_of(path.stem) or 'table'}{path.suffix}"
    return AttachFile(path=str(path), name=name)  # type: ignore[no-untyped-call]


def _open(urls: Sequence[str]) -> Apprise | None:
    """The channels of these URLs; None where Apprise does not understand one."""
    from apprise import Apprise

    post = Apprise()
    return post if all(post.add(url) for url in urls) else None


def _addressed(url: str, to: str) -> str:
    """The URL of the mail server with the letter's address as the only addressee."""
    parts = urlsplit(url)
    query = [
        (key, value) for key, value in parse_qsl(parts.query) if key not in ("to", "cc", "bcc")
    ]
    return urlunsplit(parts._replace(query=urlencode([*query, ("to", to), ("format", "html")])))
