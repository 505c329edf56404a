"""One file over http(s): bounded in time and size, retried politely, faults in plain words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.model import WebSource
from pipeline.record.archive import Archive, Kept
from pipeline.secret import SecretMissing, fill_names
from pipeline.wording import size_of

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS, READ_SECONDS = 10, 60
SIZE_LIMIT = 1024**3
TRIES = 4
REDIRECTS = 5
CHUNK = 1 << 20
RETRIED = (429, 500, 502, 503, 504)


class WebError(Exception):
    """The address gave no file; the sentence says why and what to check."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The archived bytes, the file's name in the address, and the server's own date of it."""

    name: str
    kept: Kept
    modified: datetime


def fetch_file(
    source: WebSource,
    environment: Mapping[str, str],
    archive: Archive,
    now: Callable[[], datetime],
    size_limit: int = SIZE_LIMIT,
) -> Fetched:
    """Read the address into the archive; WebError with a sentence for every expected fault."""
    try:
        url = fill_names(source.url, environment)
        headers = {name: fill_names(value, environment) for name, value in source.headers}
    except SecretMissing as error:
        raise WebError(str(error)) from error
    shown = source.url  # as the descriptor says it: the secrets themselves are never shown
    with (
        _faults_in_words(shown),
        _open_session() as session,
        _get(session, url, headers, shown) as response,
        tempfile.TemporaryDirectory() as folder,
    ):
        if response.status_code != 200:
            raise WebError(_status_sentence(response.status_code, shown))
        path = Path(folder) / "delivery"
        with path.open("wb") as target:
            for chunk in _bounded(response, size_limit, shown):
                target.write(chunk)
        kept = archive.keep_file(path)
        return Fetched(_file_name(response.url), kept, _modified(response, now))


def _open_session() -> requests.Session:
    """A session whose reads are repeated with growing pauses; `Retry-After` is honoured."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    retry = Retry(
        total=TRIES,
        backoff_factor=0.5,
        backoff_jitter=0.5,
        status_forcelist=RETRIED,
        allowed_methods=("GET",),
        redirect=0,
        raise_on_status=False,
        respect_retry_after_header=True,
    )
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=retry))
    session.mount("https://", HTTPAdapter(max_retries=retry))
    return session


def _get(
    session: requests.Session, url: str, headers: dict[str, str], shown: str
) -> requests.Response:
    """Follow redirects ourselves: only http(s), and headers stay with the host they are for."""
    host = urlsplit(url).netloc
    for _ in range(REDIRECTS + 1):
        response = session.get(
            url,
            headers=headers if urlsplit(url).netloc == host else {},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            stream=True,
            allow_redirects=False,
        )
        if not response.is_redirect:
            return response
        url = urljoin(url, response.headers["Location"])
        response.close()
        if urlsplit(url).scheme not in {"http", "https"}:
            raise WebError(f"адреса {shown} переспрямовує не на http(s)")
    raise WebError(f"адреса {shown} переспрямовує понад {REDIRECTS} разів поспіль")


def _bounded(response: requests.Response, limit: int, shown: str) -> Iterator[bytes]:
    """The body in chunks; WebError once it is larger than allowed, or shorter than announced."""
    received = 0
    for chunk in response.iter_content(CHUNK):
        received += len(chunk)
        if received > limit:
            raise WebError(f"файл за адресою {shown} більший за {size_of(limit)}")
        yield chunk
    if received == 0:
        raise WebError(f"за адресою {shown} порожній файл")


@contextmanager
def _faults_in_words(shown: str) -> Iterator[None]:
    import requests

    try:
        yield
    except requests.exceptions.SSLError as error:
        raise WebError(
            f"сертифікат сервера {shown} недійсний (TLS): попросіть власника сайту поновити його"
        ) from error
    except requests.exceptions.Timeout as error:
        raise WebError(f"сервер {shown} не відповів вчасно") from error
    except requests.exceptions.RetryError as error:
        raise WebError(f"сервер {shown} раз у раз відповідає помилкою") from error
    except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise WebError(f"немає з’єднання з {shown} або воно обірвалося") from error
    except requests.exceptions.RequestException as error:
        raise WebError(f"адресу {shown} не вдалося прочитати: {type(error).__name__}") from error


def _status_sentence(status: int, shown: str) -> str:
    reasons = {
        401: "потрібен пароль або ключ",
        403: "доступ заборонено",
        404: "файла за цією адресою немає",
        410: "файл за цією адресою вилучено",
    }
    return f"{shown}: {reasons.get(status, 'сервер відповів помилкою')} (HTTP {status})"


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "delivery"


def _modified(response: requests.Response, now: Callable[[], datetime]) -> datetime:
    stated = response.headers.get("Last-Modified")
    if stated:
        try:
            return parsedate_to_datetime(stated).astimezone(UTC)
        except ValueError:
            return now()  # an unreadable date is no date
    return now()
