"""Is the chain whole? Every row is hashed again and compared with what the ledger says of it.

An altered, removed or inserted row is found and named. Rows cut off the end leave a chain that is
whole and shorter: only a head noted outside the ledger can tell that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.record.chain import GENESIS, hash_of
from pipeline.record.ledger import PAGE, Ledger


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found: how many rows stand in one unbroken chain, and the hash of the last of them.

    `broken` is a sentence naming the first row that does not belong, None where all do.
    """

    length: int
    head: str
    broken: str | None = None


def verify_chain(ledger: Ledger) -> Chain:
    """Walk the chain from its first row to the first broken one, in bounded memory."""
    from pipeline.record.schema import events

    chain = Chain(0, GENESIS)
    query = events.select().order_by(events.c.seq)
    with ledger.reading() as connection:
        for row in connection.execution_options(yield_per=PAGE).execute(query):
            values = row._asdict()
            broken = _check_link(chain, values)
            if broken:
                return Chain(chain.length, chain.head, broken)
            chain = Chain(values["seq"], values["hash"])
    return chain


def _check_link(chain: Chain, row: Mapping[str, Any]) -> str | None:
    if row["seq"] != chain.length + 1:
        return f"Після події {chain.length} іде подія {row['seq']}: між ними бракує рядків."
    if row["previous"] != chain.head:
        return f"Подія {row['seq']} не продовжує подію {chain.length}: її вставлено або підмінено."
    if row["hash"] != hash_of(row):
        return f"Подію {row['seq']} змінено після запису: її вміст не відповідає її хешу."
    return None
