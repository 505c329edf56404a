"""How the ledger reaches its database: SQLite in WAL mode by default, PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.exc import DBAPIError

BUSY_SECONDS = 60
"""How long a writer waits for its turn before it gives up."""


class LedgerError(RuntimeError):
    """The ledger cannot be opened, read or written: a sentence that says where it is and why."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql://…`; LedgerError for anything else.

    The SQLite file is made with mode 0600 before its first use: the ledger is nobody else's.
    """
    from sqlalchemy import create_engine

    address = _read_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    try:
        return create_engine(
            address,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",  # a stricter one waits its turn on an old snapshot
            connect_args={"connect_timeout": 10},
        )
    except ModuleNotFoundError as error:
        raise LedgerError(
            "Для журналу в PostgreSQL бракує бібліотеки; встановіть її: "
            '.venv/bin/pip install -e ".[postgres]"'
        ) from error


def _read_url(url: str) -> URL:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except ArgumentError as error:
        raise LedgerError("Адресу журналу не вдалося прочитати як URL.") from error
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        return address
    raise LedgerError(
        f"Журнал тримають у файлі «sqlite:///…» або в «postgresql://…», а не в «{address}»."
    )


def _open_sqlite(address: URL) -> Engine:
    from sqlalchemy import create_engine, event

    path = Path(str(address.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise LedgerError(f"Файл журналу «{path}» не відкривається: {error.strerror}.") from error
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: DBAPIConnection, _record: object) -> None:
    """Take transactions out of the driver's hands, and make every commit reach the disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """SQLite gives up at once where two processes switch together, whatever its time-out says."""
    from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

    @retry(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        stop=stop_after_delay(BUSY_SECONDS),
        wait=wait_random(0.01, 0.1),
        reraise=True,
    )
    def switch() -> None:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone() != ("wal",):
            cursor.execute("PRAGMA journal_mode=WAL")

    switch()


def _begin(connection: Connection) -> None:
    """A writer takes its turn at once: a read turned write may meet another's commit."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def unavailable(engine: Engine, error: DBAPIError) -> LedgerError:
    """One line without the password: which ledger, on what server, and what to check."""
    url = engine.url
    if engine.dialect.name == "sqlite":
        return LedgerError(f"Журнал «{url}» недоступний: {_sqlite_reason(str(error.orig))}.")
    server = f"сервер {url.host or 'цього комп’ютера'}, порт {url.port or 5432}"
    return LedgerError(f"Журнал «{url}» недоступний ({server}): {_reason(str(error.orig))}.")


def _sqlite_reason(told: str) -> str:
    """What SQLite's own words come to; it says «disk I/O error» of a full disk too."""
    if "full" in told:
        return "на диску немає місця; звільніть його й повторіть команду"
    if "disk I/O" in told:
        return "диск не записується; перевірте, чи є на ньому місце і чи він справний"
    if "locked" in told:
        return f"його понад {BUSY_SECONDS} с тримає інший процес; дочекайтеся або зупиніть його"
    if "readonly" in told:
        return "його не можна змінювати; перевірте, чиї це файл і тека"
    return told


def _reason(told: str) -> str:
    """What PostgreSQL's own words, several English lines, come to."""
    if "password" in told or "authentication" in told:
        return "сервер не прийняв ім’я або пароль із PIPELINE_LEDGER_URL"
    if "database" in told and "does not exist" in told:
        return "на сервері немає такої бази"
    if "permission denied" in told:
        return "користувач не має прав на таблиці журналу"
    if "connect" in told or "terminat" in told or "server closed" in told:
        return "сервер не відповідає; перевірте, чи він працює і чи доступний звідси"
    return " ".join(told.split())


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Read text that is no UTF-8 as well, which only another hand can have put into SQLite.

    Slower than the driver's own reading; PostgreSQL keeps no such text.
    """
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda content: content.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str
