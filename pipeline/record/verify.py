"""Is the chain whole? Every row is hashed again and compared with what the ledger says of it.

An altered, removed or inserted row is found and named. Rows cut off the end, or a ledger written
anew from some row on with fitting hashes, leave a chain that is whole: only a head noted outside
(every report and mail prints it) can tell that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.record.chain import GENESIS, hash_of
from pipeline.record.engine import any_text
from pipeline.record.ledger import PAGE, Ledger, LedgerError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_FAULTS = 100
"""Faults told one by one; a ledger with more is not mended by reading on."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found: how many rows were read, and the hash written in the last of them.

    `faults` are sentences, each naming a row that does not belong or a place where rows are
    missing. `noted` is the row whose hash is the head noted outside, None where no row has it or
    none was given.
    """

    length: int
    head: str
    faults: tuple[str, ...] = ()
    noted: int | None = None


def verify_chain(ledger: Ledger, head: str | None = None) -> Chain:
    """Walk the chain from its first row to its last, in bounded memory, past every fault."""
    try:
        with ledger.reading() as connection:
            return _walk_rows(connection, head)
    except LedgerError:  # it may be a value that no driver reads: then that row is to be named
        with ledger.reading() as connection, any_text(connection):
            return _walk_rows(connection, head)


def _walk_rows(connection: Connection, head: str | None) -> Chain:
    from pipeline.record.schema import events

    query = events.select().order_by(events.c.seq)
    rows = connection.execution_options(yield_per=PAGE).execute(query).mappings()
    return walk_chain(map(dict, rows), head)


def walk_chain(rows: Iterable[Mapping[str, Any]], head: str | None = None) -> Chain:
    """Check rows as they come, each with `hash` and every other column that has a value."""
    walk = Walk(head)
    for row in rows:
        fault = walk.check(row)
        if fault and len(walk.faults) < MOST_FAULTS:
            walk.faults.append(fault)
    if head and walk.noted is None:
        walk.faults.append(
            f"У журналі немає події з хешем {head}: кінець журналу відрізано, його переписано "
            "або цей хеш записано з іншого журналу."
        )
    return Chain(walk.length, walk.head, tuple(walk.faults), walk.noted)


@dataclass(slots=True)
class Walk:
    """How far along a chain one is: number and hash of the row read last."""

    wanted: str | None = None
    length: int = 0
    head: str = GENESIS
    noted: int | None = None
    faults: list[str] = field(default_factory=list)

    def check(self, row: Mapping[str, Any]) -> str | None:
        """Step on to the next row; sentences where it does not follow or is not as it was."""
        faults = " ".join(self._faults(row))
        if row["seq"] > self.length:
            self.length, self.head = row["seq"], row["hash"]
        if self.head == self.wanted:
            self.noted = self.length
        return faults or None

    def _faults(self, row: Mapping[str, Any]) -> Iterator[str]:
        seq, before = row["seq"], self.length
        if seq <= before:
            yield f"Подію {seq} вставлено: події нумерують від 1 по одній."
        elif seq != before + 1:
            missing = (
                f"подію {before + 1}" if seq == before + 2 else f"події {before + 1}–{seq - 1}"
            )
            yield f"Після події {before} іде подія {seq}: {missing} вилучено."
        if row["hash"] != hash_of(row):
            yield f"Подію {seq} змінено після запису: її вміст не відповідає її хешу."
        elif seq == before + 1 and row["previous"] != self.head:
            yield f"Подія {seq} не продовжує подію {before}: одну з них вставлено або підмінено."
