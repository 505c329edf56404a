"""Corrections take the place of the event they name; adoption and withdrawal count in figures."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text, text

revision = "0002"
down_revision = "0001"

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _counts_as(*kinds: str) -> str:
    return " OR ".join(f"{column} = '{kind}'" for column in ("kind", "counts_as") for kind in kinds)


PLACED = f"({_counts_as('published', 'adopted')}) AND role = 'data'"

# What stood is answered from these alone: a row itself is read only to be shown.
INDEXES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "events_standing": (("portal", "document", "at", "seq", "corrects"), PLACED),
    "events_updates": (("portal", "at", "seq"), PLACED),
    "events_described": (("dataset", "at", "seq", "corrects"), _counts_as("described")),
    "events_switches": (("portal", "at", "seq"), _counts_as("withdrawn", "restored")),
    "events_corrections": (("corrects", "seq"), "corrects IS NOT NULL"),
    "events_of_kind": (("kind", "at"), None),
    "events_counting_as": (("counts_as", "at"), "counts_as IS NOT NULL"),
}
DROPPED = (
    "events_standing",
    "events_updates",
    "events_described",
    "events_refused",
    "events_refusals",
)


def upgrade() -> None:
    """Two columns, empty in every older row, whose hash therefore stays as it was."""
    op.add_column("events", Column("corrects", NUMBER))
    op.add_column("events", Column("counts_as", TEXT))
    for name in DROPPED:
        op.drop_index(name, "events")
    for name, (columns, where) in INDEXES.items():
        condition = text(where) if where else None
        op.create_index(name, "events", columns, sqlite_where=condition, postgresql_where=condition)
