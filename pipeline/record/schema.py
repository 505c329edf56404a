"""The table `events` as this version knows it, and the conditions its partial indexes stand for.

Every text is compared by bytes (`COLLATE "C"` on PostgreSQL), moments are text that sorts as time
does, and `data` is canonical JSON text: the same ledger gives the same answers on either engine.
The table, its indexes and triggers are made by `migrations/`. Only `record` imports this module,
inside its functions: SQLAlchemy is heavy.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    MetaData,
    Table,
    Text,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

LOCK_KEY = 83_520_151_021
"""Number of the PostgreSQL advisory lock that lets one writer at a time extend the chain."""

events = Table(
    "events",
    MetaData(),
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    Column("kind", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("known_at", TEXT, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("dataset", TEXT),
    Column("document", TEXT),
    Column("portal", TEXT),
    Column("release", TEXT),
    Column("sha256", TEXT),
    Column("rows", NUMBER),
    Column("role", TEXT),
    Column("data", TEXT, nullable=False),
    Column("sentence", TEXT, nullable=False),
    Column("previous", TEXT, nullable=False),
    Column("hash", TEXT, nullable=False),
    Column("corrects", NUMBER),
    Column("counts_as", TEXT),
)


def counts_as(row: FromClause, *kinds: str) -> ColumnElement[bool]:
    """It is of one of those kinds, or corrects an event into one.

    Literals, since SQLite uses a partial index only for a condition written as the index has it.
    """
    columns = (row.c.kind, row.c.counts_as)
    return or_(*(column == literal_column(f"'{kind}'") for column in columns for kind in kinds))


def is_published_data(row: FromClause) -> ColumnElement[bool]:
    """A document reached a portal, or was found there by adoption."""
    return counts_as(row, "published", "adopted") & (row.c.role == literal_column("'data'"))


def is_switch(row: FromClause) -> ColumnElement[bool]:
    """A person took something off a portal or put it back."""
    return counts_as(row, "withdrawn", "restored")


def is_described(row: FromClause) -> ColumnElement[bool]:
    """What is known of a dataset changed."""
    return counts_as(row, "described")


def place_of(row: FromClause) -> ColumnElement[int]:
    """Which of two events of one moment came first: a correction stands where the corrected did."""
    place: ColumnElement[int] = func.coalesce(row.c.corrects, row.c.seq)
    return place


def is_in_force(row: FromClause, known: int) -> ColumnElement[bool]:
    """The ledger knew of it by the row `known`, and of no correction that takes its place."""
    later = events.alias("later_correction")
    correction = (
        select(later.c.seq)
        .where(later.c.corrects == place_of(row))
        .where(later.c.seq > row.c.seq, later.c.seq <= known)
    )
    return (row.c.seq <= known) & ~exists(correction)


def is_void(row: FromClause) -> ColumnElement[bool]:
    """Somebody said since that it never happened."""
    later = events.alias("voiding_correction")
    voiding = select(later.c.seq).where(later.c.corrects == row.c.seq, later.c.counts_as.is_(None))
    return exists(voiding)


def take_turn(connection: Connection) -> None:
    """Wait until no other process writes to the ledger, until the end of the transaction.

    On SQLite the transaction itself was begun IMMEDIATE and already is the turn.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
