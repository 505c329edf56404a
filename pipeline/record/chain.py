"""How rows of the ledger are bound into one chain, independent of any database.

The hash of a row covers every one of its columns and the hash before it, so that nobody can alter,
remove or insert a row unseen. Columns without a value are left out of the text that is hashed: a
column added by a later version leaves the hashes of older rows as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.record.event import (
    JSON,
    Event,
    EventError,
    Kind,
    Recorded,
    read_moment,
    write_data,
    write_moment,
)

GENESIS = "0" * 64
"""What stands as `previous` of the first row."""


def hash_of(row: Mapping[str, Any]) -> str:
    """The SHA-256 of a row over all its columns but `hash` itself.

    A value that no event has (bytes, text that is no UTF-8) was put there by another hand: it only
    must not stop whoever checks.
    """
    covered = {name: row[name] for name in row if name != "hash" and row[name] is not None}
    text = json.dumps(
        covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr
    )
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def build_row(event: Event, seq: int, known_at: datetime, previous: str) -> dict[str, Any]:
    """The event as the next row of the chain; EventError for text no database would keep.

    `role`, `corrects` and `counts_as` repeat facts of `data` in columns of their own, because
    figures are counted by them.
    """
    correction = _check_correction(event, seq) if event.kind is Kind.CORRECTION else {}
    row = {
        "seq": seq,
        "kind": event.kind.value,
        "at": write_moment(event.at),
        "known_at": write_moment(known_at),
        "actor": event.actor,
        "dataset": event.dataset,
        "document": event.document,
        "portal": event.portal,
        "release": event.release,
        "sha256": event.sha256,
        "rows": event.rows,
        "role": event.data.get("role"),
        "data": write_data(event.data),
        "sentence": event.sentence,
        "previous": previous,
        "corrects": correction.get("corrects"),
        "counts_as": correction.get("counts_as"),
    }
    for name, value in row.items():
        _check_text(name, value)
    return row | {"hash": hash_of(row)}


def read_row(row: Mapping[str, Any]) -> Recorded:
    """The event a row keeps."""
    event = Event(
        kind=Kind(row["kind"]),
        at=read_moment(row["at"]),
        actor=row["actor"],
        sentence=row["sentence"],
        dataset=row["dataset"],
        document=row["document"],
        portal=row["portal"],
        release=row["release"],
        sha256=row["sha256"],
        rows=row["rows"],
        data=json.loads(row["data"]),
    )
    return Recorded(row["seq"], read_moment(row["known_at"]), event, row["previous"], row["hash"])


def _check_correction(event: Event, seq: int) -> Mapping[str, JSON]:
    """Its facts; EventError where it takes the place of nothing."""
    corrects = event.data.get("corrects")
    if not (isinstance(corrects, int) and 0 < corrects < seq):
        raise EventError("Уточнення має називати раніше записану подію (corrects).")
    return event.data


def _check_text(name: str, value: object) -> None:
    """PostgreSQL keeps no NUL, and half of a surrogate pair (an undecodable file name) no UTF-8."""
    if isinstance(value, str) and ("\0" in value or not _is_utf8(value)):
        raise EventError(f"Поле «{name}» події містить знаки, яких журнал не може зберегти.")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
