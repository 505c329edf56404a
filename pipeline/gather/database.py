"""One query to a database, read-only and streamed into the archive as a CSV."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.gather.database_faults import (
    DatabaseError,
    connecting_in_words,
    database_of,
    reading_in_words,
)
from pipeline.gather.database_mysql import forget_answer, mysql_restrictions, say_as_told
from pipeline.gather.deadline import Deadline
from pipeline.gather.rows import render_header, render_rows
from pipeline.gather.spool import SIZE_LIMIT, Fetched, keep_chunks
from pipeline.model import DatabaseSource
from pipeline.record.archive import Archive
from pipeline.secret import SecretMissing, fill_names

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Dialect, Engine

CONNECT_SECONDS = 10
ROWS_AT_ONCE = 1000
PYMYSQL = "pymysql"

DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
"""The drivers we install and try, for an address that names none."""

EXTRAS = {"postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
"""What pyproject.toml calls them."""


def fetch_rows(
    source: DatabaseSource,
    name: str,
    environment: Mapping[str, str],
    archive: Archive,
    now: Callable[[], datetime],
    size_limit: int = SIZE_LIMIT,
) -> Fetched:
    """Read the rows into the archive as `<name>.csv`; DatabaseError for every expected fault.

    Memory holds some thousand rows at a time. The transaction is read-only where the database
    knows such, and rolled back everywhere.
    """
    shown = database_of(source.url)
    with Deadline(source.timeout) as deadline:
        engine = _open_engine(_fill(source.url, environment), source.timeout, shown)
        try:
            with connecting_in_words(shown):
                connection = engine.connect()
            with (
                connection,
                reading_in_words(shown, deadline, size_limit),
                _dropped_if_unread(connection),
            ):
                chunks = _read(connection, source, deadline)
                kept = keep_chunks(chunks, archive, size_limit)
        finally:
            engine.dispose()
    return Fetched(f"{name}.csv", kept, now())


@contextmanager
def _dropped_if_unread(connection: Connection) -> Iterator[None]:
    """A connection left amid its answer is closed as it is, not tidied up first."""
    driver: Any = connection.connection.dbapi_connection
    try:
        yield
    except BaseException:
        if connection.dialect.driver == PYMYSQL:
            forget_answer(driver)
        connection.invalidate()
        raise


def _read(connection: Connection, source: DatabaseSource, deadline: Deadline) -> Iterator[bytes]:
    driver: Any = connection.connection.dbapi_connection
    _watch(driver, deadline)
    for statement in _restrictions(connection.dialect, source.timeout):
        connection.exec_driver_sql(statement)
    if connection.dialect.driver == PYMYSQL:
        say_as_told(driver)
    options = {"stream_results": True, "max_row_buffer": ROWS_AT_ONCE, "no_parameters": True}
    result = connection.exec_driver_sql(source.query.rstrip("; \n"), execution_options=options)
    names = tuple(result.keys())
    yield render_header(names)
    for rows in result.partitions(ROWS_AT_ONCE):
        yield render_rows(names, rows)
        deadline.check()


def _watch(driver: Any, deadline: Deadline) -> None:
    """Let the deadline end a statement that never does, be the server itself frozen.

    SQLite is interrupted. The line is cut from PostgreSQL, whose driver names its socket, and from
    MySQL, whose driver has it in a private place.
    """
    if callable(interrupt := getattr(driver, "interrupt", None)):
        deadline.watch(interrupt)
        return
    named = getattr(driver, "_sock", driver)
    if callable(fileno := getattr(named, "fileno", None)):
        with socket.socket(fileno=os.dup(fileno())) as line:
            deadline.watch_socket(line)


def _restrictions(dialect: Dialect, seconds: int) -> tuple[str, ...]:
    """What is said first in the transaction; PostgreSQL is told read-only by its driver."""
    match dialect.name:
        case "postgresql":
            return (f"SET LOCAL statement_timeout = {seconds * 1000}",)
        case "mysql" | "mariadb":
            return mysql_restrictions(seconds, mariadb=bool(getattr(dialect, "is_mariadb", False)))
        case "sqlite":
            return ("PRAGMA query_only = ON",)
        case _:
            return ()


def _fill(template: str, environment: Mapping[str, str]) -> URL:
    """The address with its secrets, each filled in after parsing: a password may hold any sign."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        if template.startswith("${"):
            return make_url(fill_names(template, environment))
        url = make_url(template)

        def filled(part: str | None) -> str | None:
            return None if part is None else fill_names(part, environment)

        return url.set(
            username=filled(url.username),
            password=filled(None if url.password is None else str(url.password)),
            host=filled(url.host),
            database=filled(url.database),
            query={name: _filled_setting(value, environment) for name, value in url.query.items()},
        )
    except SecretMissing as error:
        raise DatabaseError(str(error)) from error
    except ArgumentError as error:
        raise DatabaseError(f"адресу бази {template} не вдалося прочитати як URL") from error


def _filled_setting(
    value: str | tuple[str, ...], environment: Mapping[str, str]
) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return fill_names(value, environment)
    return tuple(fill_names(one, environment) for one in value)


def _open_engine(url: URL, seconds: int, shown: str) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError
    from sqlalchemy.pool import NullPool

    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() == "sqlite":
        url = _read_only_file(url, shown)
    try:
        return create_engine(url, poolclass=NullPool, **_options(url, seconds))
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        extra = EXTRAS.get(url.get_backend_name())
        how = f': .venv/bin/pip install -e ".[{extra}]"' if extra else " в .venv"
        raise DatabaseError(
            f"для бази {shown} бракує бібліотеки «{url.drivername}»; встановіть її{how}"
        ) from error


def _read_only_file(url: URL, shown: str) -> URL:
    if not url.database or url.database == ":memory:":
        raise DatabaseError(f"для бази {shown} потрібен файл: sqlite:////тека/файл.db")
    query = {"mode": "ro", "uri": "true"}
    return url.set(database=f"file:{quote(url.database)}", query=query)


def _options(url: URL, seconds: int) -> dict[str, Any]:
    """What the driver is told: how long to wait, and where it can, that nothing is written."""
    driver, waits = url.get_driver_name(), {"connect_timeout": CONNECT_SECONDS}
    match driver:
        case "psycopg" | "psycopg2":
            alive = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
            return {
                "connect_args": {**waits, **alive},
                "execution_options": {"postgresql_readonly": True},
            }
        case "pymysql":
            # The driver itself would write a password in Latin-1, which has no Cyrillic.
            password = {"password": url.password.encode()} if url.password else {}
            return {"connect_args": {**waits, **password, "read_timeout": seconds}}
        case "pysqlite":
            return {"connect_args": {"timeout": CONNECT_SECONDS}}
        case _:
            return {}
