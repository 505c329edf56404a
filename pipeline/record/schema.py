"""The table `events`, its indexes, and the triggers that make it append-only on both engines.

Every text is compared by bytes (`COLLATE "C"` on PostgreSQL), moments are text that sorts as time
does, and `data` is canonical JSON text: the same ledger gives the same answers on either engine.
Only `record` imports this module, inside its functions: SQLAlchemy is heavy.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
    literal_column,
    text,
)

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

LOCK_KEY = 83_520_151_021
"""Number of the PostgreSQL advisory lock that lets one writer at a time extend the chain."""

metadata = MetaData()
events = Table(
    "events",
    metadata,
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
)


def is_published_data(row: FromClause) -> ColumnElement[bool]:
    """A document reached a portal. Literals, since SQLite uses a partial index for nothing else."""
    return (row.c.kind == literal_column("'published'")) & (row.c.role == literal_column("'data'"))


def is_described(row: FromClause) -> ColumnElement[bool]:
    """What is known of a dataset changed."""
    return row.c.kind == literal_column("'described'")


def is_refused(row: FromClause) -> ColumnElement[bool]:
    """A delivery of a document was refused."""
    return row.c.kind == literal_column("'refused'")


def _partial(name: str, where: ColumnElement[bool], *columns: str) -> Index:
    keys = [events.c[column] for column in columns]
    return Index(name, *keys, sqlite_where=where, postgresql_where=where)


Index("events_known", events.c.known_at, events.c.seq)
Index("events_of_dataset", events.c.dataset, events.c.kind, events.c.portal, events.c.seq)
Index("events_of_document", events.c.dataset, events.c.document, events.c.seq)
# Figures are answered from these alone: a row itself is read only to be shown.
_partial("events_standing", is_published_data(events), "portal", "document", "at", "seq", "sha256")
_partial(
    "events_updates", is_published_data(events), "portal", "at", "seq", "dataset", "document",
    "sha256",
)  # fmt: skip
_partial("events_described", is_described(events), "dataset", "at", "seq")
_partial("events_refused", is_refused(events), "at", "seq", "dataset", "document", "sha256")
_partial("events_refusals", is_refused(events), "dataset", "document", "seq")

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER IF NOT EXISTS events_never_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS events_never_go BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    # INSERT OR REPLACE removes a row without firing the trigger above; this one sees it first.
    """CREATE TRIGGER IF NOT EXISTS events_only_join BEFORE INSERT ON events
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)
_POSTGRESQL_TRIGGERS = (
    """CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$""",
    """CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_append_only()""",
    """CREATE TRIGGER events_never_go BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()""",
    """CREATE OR REPLACE FUNCTION events_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events) THEN
    RAISE EXCEPTION 'the ledger is append-only'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER events_only_join BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION events_in_order()""",
)


def take_turn(connection: Connection) -> None:
    """Wait until no other process writes to the ledger, until the end of the transaction.

    On SQLite the transaction itself was begun IMMEDIATE and already is the turn.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})


def create_schema(connection: Connection) -> None:
    """Make the table and its triggers where they are missing; safe between processes."""
    take_turn(connection)
    if inspect(connection).has_table(events.name):
        return
    metadata.create_all(connection)
    on_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if on_sqlite else _POSTGRESQL_TRIGGERS:
        connection.execute(text(statement))
