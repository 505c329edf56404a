"""Bringing a ledger's table to the format of this version, whatever version made it.

Alembic keeps the steps (`migrations/versions/`, one a format) and the number of the last one taken.
It is imported only where a step must be taken: an up-to-date ledger costs one short question.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from pipeline.record.engine import LedgerError
from pipeline.record.schema import events, take_turn

if TYPE_CHECKING:
    from alembic.config import Config

FORMAT = "0003"
"""The newest step of `migrations/versions/`."""
FIRST = "0001"
"""What a ledger without a number is: it was made before steps were counted."""
MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(connection: Connection) -> bool:
    """Whether the ledger has the format of this version; LedgerError where it has a later one."""
    found = _format_of(connection)
    if found is not None and found > FORMAT:
        raise LedgerError(
            f"Журнал має формат {found}, новіший за відомий цій версії продукту ({FORMAT}): "
            "оновіть продукт."
        )
    return found == FORMAT


def upgrade(connection: Connection) -> None:
    """Take every step that is missing, all in one transaction; safe between processes.

    Whoever gets the writers' turn first does it, the others find it done.
    """
    take_turn(connection)
    if is_current(connection):
        return
    from alembic import command

    config = _config(connection)
    if _format_of(connection) is None and inspect(connection).has_table(events.name):
        command.stamp(config, FIRST)
    command.upgrade(config, FORMAT)


def _format_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _config(connection: Connection) -> Config:
    """Alembic reads its settings as an INI file does: a percent sign is doubled."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
