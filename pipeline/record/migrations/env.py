"""How Alembic reaches the ledger: by the connection, and in the transaction, of its opener."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
