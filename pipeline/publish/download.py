"""What a stranger gets at a file's public address, hashed as it comes: no key goes along."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.publish.answers import explain_silence, site_of
from pipeline.publish.errors import NotGiven, PortalDown, PortalError, PortalNotFound

if TYPE_CHECKING:
    from requests import Session

BLOCK = 1 << 20
"""Bytes read at a time."""


@dataclass(frozen=True, slots=True)
class Download:
    """What came: its name by hash, `size` in bytes, and how long it took."""

    sha256: str
    size: int
    seconds: float


def read_download(session: Session, url: str, timeout: tuple[float, float]) -> Download:
    """Read the whole file without keeping it.

    PortalDown where nothing came or only a part, NotGiven for an error of the portal's own,
    PortalNotFound where it has no such file, PortalError for any other answer but 200. As it lies
    on the portal: nothing packed for the way, no copy out of a cache.
    """
    from requests import RequestException

    headers = {"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
    begun, digest, size = time.monotonic(), hashlib.sha256(), 0
    try:
        with session.get(url, headers=headers, timeout=timeout, stream=True) as answer:
            _check_status(answer.status_code, url)
            for block in answer.iter_content(BLOCK):
                digest.update(block)
                size += len(block)
    except RequestException as error:
        raise explain_silence(error, site_of(url), writing=False) from error
    return Download(digest.hexdigest(), size, time.monotonic() - begun)


def _check_status(status: int, url: str) -> None:
    told = f"{url} — відповідь {status}"
    down = f"Портал {site_of(url)} зараз не віддає файлів ({status}). Наступний запуск звірить "
    down += "їх знову."
    if status == 429:
        raise PortalDown(down)
    if status >= 500:
        raise NotGiven(down, told)
    if status in (404, 410):
        raise PortalNotFound(told)
    if status != 200:
        raise PortalError(told)
