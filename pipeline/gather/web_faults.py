"""Why an address gave no file, in plain words, and which of those reasons may pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pipeline.gather.deadline import Deadline, TimeIsUp
from pipeline.gather.reach import OutOfReach
from pipeline.gather.spool import TooLarge
from pipeline.wording import SECOND, count_of, size_of

if TYPE_CHECKING:
    import requests

PASSING = (429, 500, 502, 503, 504)
"""Statuses that another try may turn into a file."""

REASONS = {
    401: "потрібен пароль або ключ",
    403: "доступ заборонено",
    404: "файла за цією адресою немає",
    410: "файл за цією адресою вилучено",
    429: "сервер просить звертатися рідше",
}


class WebError(Exception):
    """The address gave no file; the sentence says why and what to check.

    `passing` where another try may succeed, `retry_after` seconds later if the server says so.
    """

    def __init__(
        self, sentence: str, *, passing: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.passing = passing
        self.retry_after = retry_after


@contextmanager
def faults_in_words(shown: str, deadline: Deadline, size_limit: int) -> Iterator[None]:
    """Turn what requests and our own limits raise into WebError about the address as `shown`."""
    import requests

    try:
        yield
    except OutOfReach as error:
        raise WebError(f"адреса {shown} {error}") from error
    except TooLarge as error:
        raise WebError(f"файл за адресою {shown} більший за {size_of(size_limit)}") from error
    except (requests.exceptions.RequestException, TimeIsUp) as error:
        if deadline.passed:
            seconds = count_of(round(deadline.seconds), SECOND)
            raise WebError(f"сервер {shown} не віддав файла за {seconds} (timeout)") from error
        raise _in_words(error, shown) from error


def _in_words(error: Exception, shown: str) -> WebError:
    from requests import exceptions

    match error:
        case exceptions.SSLError():
            return WebError(
                f"сертифікат сервера {shown} недійсний (TLS): "
                "попросіть власника сайту поновити його"
            )
        case exceptions.Timeout():
            return WebError(f"сервер {shown} не відповів вчасно", passing=True)
        case exceptions.ConnectionError() | exceptions.ChunkedEncodingError():
            return WebError(f"немає з’єднання з {shown} або воно обірвалося", passing=True)
        case _:
            return WebError(f"адресу {shown} не вдалося прочитати: {type(error).__name__}")


def status_error(response: requests.Response, shown: str) -> WebError:
    """What a status other than 200 comes to."""
    status = response.status_code
    return WebError(
        f"{shown}: {REASONS.get(status, 'сервер відповів помилкою')} (HTTP {status})",
        passing=status in PASSING,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
    )


def _seconds(stated: str) -> float | None:
    """`Retry-After` is a number of seconds or a moment."""
    if stated.isdigit():
        return float(stated)
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
