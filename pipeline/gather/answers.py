"""What a web server said of the bytes it gave, so that it may say next time: «not modified».

Kept beside the archive's bytes and worth nothing without them: where they are gone the file is read
in full again. A condition is put only to the very request that was answered with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.gather.spool import Fetched
from pipeline.record.archive import Archive
from pipeline.record.disk import settle, unfinished_file

SETTLED = timedelta(minutes=1)
"""A file changed within this time of its reading may change again under the same date (RFC 9110,
8.8.2.2: dates have seconds only), so its date is no condition."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`request` is a digest of the request that brought the bytes; `etag` goes before `date`."""

    request: str
    etag: str | None
    date: str | None
    fetched: Fetched

    def conditions(self, request: str) -> dict[str, str]:
        """The headers to send with that request; none where another one was answered so."""
        if request != self.request:
            return {}
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.date} if self.date else {}


def digest_of(url: str, headers: Mapping[str, str]) -> str:
    """A name of the request that tells nothing of the secrets in it."""
    stated = json.dumps([url, sorted(headers.items())])
    return hashlib.sha256(stated.encode()).hexdigest()


def build_answer(
    request: str, headers: Mapping[str, str], fetched: Fetched, read_at: datetime
) -> Answer:
    """What to remember of a full reading."""
    settled = read_at - fetched.modified >= SETTLED
    date = headers.get("Last-Modified") if settled else None
    return Answer(request, headers.get("ETag"), date, fetched)


def place_of(document: str, archive: Archive) -> Path:
    """Where it is remembered: one file a document."""
    return archive.folder / "answers" / f"{hashlib.sha256(document.encode()).hexdigest()}.json"


def keep_answer(document: str, answer: Answer, archive: Archive) -> None:
    """Remember it in place of the one before; OSError where the archive cannot be written."""
    fetched = answer.fetched
    stated = {
        "request": answer.request,
        "etag": answer.etag,
        "date": answer.date,
        "name": fetched.name,
        "sha256": fetched.kept.sha256,
        "size": fetched.kept.size,
        "modified": fetched.modified.isoformat(),
    }
    with unfinished_file(archive.folder / "unfinished") as file:
        file.write(json.dumps(stated, ensure_ascii=False).encode())
        settle(file, place_of(document, archive))


def read_answer(document: str, archive: Archive) -> Answer | None:
    """The last answer while its bytes lie in the archive; a damaged one counts as none."""
    place = place_of(document, archive)
    if not place.is_file():
        return None
    try:
        stated = json.loads(place.read_bytes())
        kept = archive.renew(stated["sha256"], stated["size"])
        modified = datetime.fromisoformat(stated["modified"])
        name, request, etag, date = (stated[key] for key in ("name", "request", "etag", "date"))
    except (ValueError, TypeError, KeyError):
        return None
    return Answer(request, etag, date, Fetched(name, kept, modified)) if kept else None
