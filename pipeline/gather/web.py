"""One file over http(s): bounded in time, size and reach, and not read again while unchanged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.gather.answers import Answer, build_answer, digest_of, keep_answer, read_answer
from pipeline.gather.deadline import Deadline
from pipeline.gather.reach import Reach
from pipeline.gather.retries import retry
from pipeline.gather.spool import SIZE_LIMIT, Fetched, keep_chunks
from pipeline.gather.web_faults import WebError, faults_in_words, status_error
from pipeline.model import WebSource
from pipeline.record.archive import Archive
from pipeline.secret import SecretMissing, fill_names, named_secrets

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS, READ_SECONDS = 10, 60
REDIRECTS = 5
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, with the secrets filled in; errors speak of `shown`, without them."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    shown: str
    reach: Reach
    secrets: tuple[str, ...] = field(repr=False)


def fetch_file(
    source: WebSource,
    environment: Mapping[str, str],
    archive: Archive,
    now: Callable[[], datetime],
    document: str | None = None,
    pause: Callable[[float], None] = time.sleep,
    size_limit: int = SIZE_LIMIT,
) -> Fetched:
    """Read the address into the archive; WebError with a sentence for every expected fault.

    What the server said of that `document` last time lets it answer that nothing changed.
    """
    from pipeline.gather.session import open_session

    request = _fill(source, environment)
    answer = read_answer(document, archive) if document else None
    with Deadline(source.timeout) as deadline:

        def attempt() -> Answer:
            with (
                faults_in_words(request.shown, deadline, size_limit),
                open_session(request.reach, deadline) as session,
            ):
                response, asked = _get(session, request, answer)
                with response:
                    if response.status_code == 304 and answer:
                        return answer
                    body = _body(response, request.shown, deadline)
                    fetched = _keep(body, response, request, archive, now, size_limit)
                    return build_answer(asked, response.headers, fetched, now())

        given = retry(attempt, deadline, pause)
    if document and given is not answer:
        keep_answer(document, given, archive)
    return given.fetched


def _fill(source: WebSource, environment: Mapping[str, str]) -> Request:
    try:
        url = fill_names(source.url, environment)
        headers = {name: fill_names(value, environment) for name, value in source.headers}
    except SecretMissing as error:
        raise WebError(str(error)) from error
    try:
        own = urlsplit(url).hostname or ""
    except ValueError as error:
        raise WebError(f"адресу {source.url} не вдалося прочитати") from error
    return Request(
        url=url,
        headers=headers,
        shown=source.url,
        reach=Reach(frozenset({own, *source.redirects_to})),
        secrets=named_secrets(source.url, environment),
    )


def _get(
    session: requests.Session, request: Request, answer: Answer | None
) -> tuple[requests.Response, str]:
    """The last answer of the redirects, and the digest of the request that brought it.

    We follow them ourselves: no further than declared, and headers go only to whom they are for.
    """
    url, headers = request.url, request.headers
    for _ in range(REDIRECTS + 1):
        asked = digest_of(url, headers)
        conditions = answer.conditions(asked) if answer else {}
        response = session.get(
            url,
            headers={**headers, **conditions},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            stream=True,
            allow_redirects=False,
        )
        if not response.is_redirect:
            return response, asked
        response.close()
        before, url = url, urljoin(url, response.headers["Location"])
        request.reach.check_redirect(url)
        if session.should_strip_auth(before, url):
            headers = {}
    raise WebError(f"адреса {request.shown} переспрямовує понад {REDIRECTS} разів поспіль")


def _keep(
    body: Iterator[bytes],
    response: requests.Response,
    request: Request,
    archive: Archive,
    now: Callable[[], datetime],
    size_limit: int,
) -> Fetched:
    kept = keep_chunks(body, archive, size_limit)
    return Fetched(_file_name(response.url, request.secrets), kept, _modified(response, now))


def _body(response: requests.Response, shown: str, deadline: Deadline) -> Iterator[bytes]:
    if response.status_code != 200:
        raise status_error(response, shown)
    received = False
    for chunk in response.iter_content(CHUNK):
        received = True
        yield chunk
    deadline.check()
    if not received:
        raise WebError(f"за адресою {shown} порожній файл")


def _file_name(url: str, secrets: tuple[str, ...]) -> str:
    """The last name of the address, unless a secret stands in it: names are written down."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return "delivery" if not name or any(secret in name for secret in secrets) else name


def _modified(response: requests.Response, now: Callable[[], datetime]) -> datetime:
    stated = response.headers.get("Last-Modified")
    if stated:
        try:
            return parsedate_to_datetime(stated).astimezone(UTC)
        except ValueError:
            return now()  # an unreadable date is no date
    return now()
