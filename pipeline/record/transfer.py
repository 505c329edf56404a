"""A whole ledger as JSON lines and back, its chain kept, between either database.

The first line tells how many events follow and the hash of the last, so that a file cut on its way
is known; every other line is a row as it is hashed, with its hash. Columns without a value are left
out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.record.chain import GENESIS, read_row
from pipeline.record.disk import new_file
from pipeline.record.event import write_data, write_moment
from pipeline.record.ledger import PAGE, Ledger, LedgerError
from pipeline.record.verify import Chain, Walk

if TYPE_CHECKING:
    from sqlalchemy import Connection

FORM = "open-data-pipeline ledger 1"
"""What the first line says of itself."""


def export_ledger(ledger: Ledger, file: Path) -> Chain:
    """Write all events, readable by their owner only, and say what was written.

    The file appears whole or not at all. LedgerError where the chain is broken (a broken ledger
    could not be taken in again), OSError where the file cannot be written.
    """
    with new_file(file) as stream:
        return _write(ledger, stream)


def import_ledger(ledger: Ledger, file: Path) -> Chain:
    """Take in all events of a file into an empty ledger, in one transaction, and say what it holds.

    LedgerError where the ledger has events, where a line is none, or where the chain does not hold:
    then nothing is taken in. OSError where the file cannot be read.
    """
    from pipeline.record.schema import take_turn

    with file.open(encoding="utf-8") as stream, ledger.writing() as connection:
        take_turn(connection)
        _check_empty(connection)
        promised = _read_first(stream.readline())
        walk = Walk()
        rows = _read_rows(stream, walk)
        while page := list(islice(rows, PAGE)):
            _insert(connection, page)
        if (walk.length, walk.head) != promised:
            raise LedgerError(
                f"Файл неповний: обіцяно подій: {promised[0]}, прочитано: {walk.length}. "
                "Нічого не прийнято."
            )
    return Chain(walk.length, walk.head)


def write_line(row: Mapping[str, Any]) -> str:
    """A row as one line: keys in order, so that the same row has one text."""
    kept = {name: value for name, value in row.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _write(ledger: Ledger, stream: IO[bytes]) -> Chain:
    """The first line speaks of the events that follow: what is recorded meanwhile is left out."""
    from pipeline.record.schema import events

    with ledger.reading() as connection:
        last = connection.execute(events.select().order_by(events.c.seq.desc()).limit(1)).first()
        length, head = (last.seq, last.hash) if last else (0, GENESIS)
        first = {"ledger": FORM, "events": length, "head": head}
        stream.write(write_line(first).encode())
        query = events.select().where(events.c.seq <= length).order_by(events.c.seq)
        walk = Walk()
        for row in connection.execution_options(yield_per=PAGE).execute(query).mappings():
            if fault := walk.check(dict(row)):
                raise LedgerError(f"Журнал пошкоджено, його не записано. {fault}")
            stream.write(write_line(dict(row)).encode())
    return Chain(walk.length, walk.head)


def _check_empty(connection: Connection) -> None:
    from pipeline.record.schema import events

    if connection.execute(events.select().limit(1)).first():
        raise LedgerError("У журналі вже є події: прийняти можна лише в порожній журнал.")


def _read_first(line: str) -> tuple[int, str]:
    try:
        value = json.loads(line)
        if value["ledger"] == FORM:
            return int(value["events"]), str(value["head"])
    except (ValueError, KeyError, TypeError):
        pass
    raise LedgerError("Файл не є журналом, записаним командою «pipeline ledger export».")


def _read_rows(lines: Iterable[str], walk: Walk) -> Iterator[dict[str, Any]]:
    """Every line as a whole row that follows the one before it."""
    for number, line in enumerate(lines, start=2):
        row = _read_row(line, number)
        if fault := walk.check(row):
            raise LedgerError(f"Рядок {number} файлу: {fault} Нічого не прийнято.")
        yield row


def _read_row(line: str, number: int) -> dict[str, Any]:
    """A row of just the columns this version knows, from which an event can be read."""
    from pipeline.record.schema import events

    empty: dict[str, Any] = dict.fromkeys(column.name for column in events.columns)
    try:
        row: dict[str, Any] = empty | json.loads(line)
        recorded = read_row(row)
        kept = (recorded.seq, write_moment(recorded.known_at), write_data(recorded.event.data))
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"Рядок {number} файлу не є подією журналу.") from error
    if row.keys() != empty.keys():
        raise LedgerError(
            f"Рядок {number} файлу має невідомі поля: журнал записала новіша версія продукту."
        )
    if kept != (row["seq"] or 0, row["known_at"], row["data"]):
        raise LedgerError(f"Рядок {number} файлу не є подією журналу.")
    return row


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    from pipeline.record.schema import events

    connection.execute(events.insert(), rows)
