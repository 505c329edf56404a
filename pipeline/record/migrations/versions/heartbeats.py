"""The daemon's signs of life, in a table of their own: news, not history."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One row, written over with every beat."""
    op.create_table(
        "heartbeats",
        Column("daemon", Integer, primary_key=True, autoincrement=False),
        Column("host", Text, nullable=False),
        Column("pid", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
        Column("version", Text, nullable=False),
        Column("started_at", Text, nullable=False),
        Column("beat_at", Text, nullable=False),
        Column("data", Text, nullable=False),
    )
