"""The table of events with its indexes, append-only by triggers on both engines."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text, text

revision = "0001"
down_revision = None

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

INDEXES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "events_known": (("known_at", "seq"), None),
    "events_of_dataset": (("dataset", "kind", "portal", "seq"), None),
    "events_of_document": (("dataset", "document", "seq"), None),
    "events_standing": (
        ("portal", "document", "at", "seq", "sha256"),
        "kind = 'published' AND role = 'data'",
    ),
    "events_updates": (
        ("portal", "at", "seq", "dataset", "document", "sha256"),
        "kind = 'published' AND role = 'data'",
    ),
    "events_described": (("dataset", "at", "seq"), "kind = 'described'"),
    "events_refused": (("at", "seq", "dataset", "document", "sha256"), "kind = 'refused'"),
    "events_refusals": (("dataset", "document", "seq"), "kind = 'refused'"),
}

SQLITE_TRIGGERS = (
    """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER events_never_go BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    # INSERT OR REPLACE removes a row without firing the trigger above; this one sees it first.
    """CREATE TRIGGER events_only_join BEFORE INSERT ON events
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)
POSTGRESQL_TRIGGERS = (
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


def upgrade() -> None:
    """Make them all."""
    op.create_table(
        "events",
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        *_texts("kind", "at", "known_at", "actor", nullable=False),
        *_texts("dataset", "document", "portal", "release", "sha256"),
        Column("rows", NUMBER),
        *_texts("role"),
        *_texts("data", "sentence", "previous", "hash", nullable=False),
    )
    for name, (columns, where) in INDEXES.items():
        condition = text(where) if where else None
        op.create_index(name, "events", columns, sqlite_where=condition, postgresql_where=condition)
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _texts(*names: str, nullable: bool = True) -> list[Column[str]]:
    return [Column(name, TEXT, nullable=nullable) for name in names]
