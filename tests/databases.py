"""Databases with two stalls, as sources of a dataset, and what fetching from them says."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.gather.database import fetch_rows
from pipeline.gather.database_faults import DatabaseError
from pipeline.gather.spool import Fetched
from pipeline.model import DatabaseSource
from pipeline.record.archive import Archive

NOW = datetime(2021, 7, 1, tzinfo=UTC)
RECURSIVE = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
CREATE = (
    "CREATE TABLE stalls (uid text, area numeric(8, 2), opened date)",
    "INSERT INTO stalls VALUES ('б', 7.5, '2021-06-30'), ('а', NULL, '2021-07-02')",
)
POSTGRES_WIPE = (
    "CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'DELETE FROM stalls RETURNING uid'"
)
MYSQL_WIPE = (
    "CREATE FUNCTION wipe() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM stalls; RETURN 1; END"
)


@dataclass(frozen=True)
class Base:
    """A database with two stalls: how a descriptor names it, and how errors do.

    `writing` is a statement that empties the table where writing is allowed; `endless` gives rows
    for ever; `bytes` is the type of such; `faulty` is a query that its data fail, and the code.
    """

    url: str
    shown: str
    decimal: str
    writing: str
    endless: str
    bytes: str
    faulty: tuple[str, str]


@contextmanager
def sqlite_base(tmp_path: Path) -> Iterator[Base]:
    path = tmp_path / "каса №1.db"
    connection = sqlite3.connect(path)
    for statement in CREATE:
        connection.execute(statement)
    connection.commit()
    connection.close()
    yield Base(
        url=f"sqlite:///{path}",
        shown=f"«{path}»",
        decimal="7.5",
        writing="DELETE FROM stalls",
        endless=RECURSIVE,
        bytes="blob",
        faulty=("SELECT CAST(x'd09aff' AS text)", "OperationalError"),
    )


@contextmanager
def postgres_base(_: Path) -> Iterator[Base]:
    from sqlalchemy import create_engine, make_url

    address = os.environ.get("TEST_POSTGRES_URL")
    if not address:
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    url, schema = make_url(address), f"source_{uuid.uuid4().hex}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {schema}")
        for statement in (*CREATE, POSTGRES_WIPE):
            connection.exec_driver_sql(statement)
    yield Base(
        url=f"{address}?options=-csearch_path%3D{schema}",
        shown=f"«{url.host}:{url.port}/{url.database}»",
        decimal="7.50",
        writing="SELECT wipe()",
        endless=RECURSIVE,
        bytes="bytea",
        faulty=("SELECT CAST('Коваль' AS integer)", "22P02"),
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()


@contextmanager
def mysql_base(_: Path) -> Iterator[Base]:
    from sqlalchemy import create_engine, make_url

    address = os.environ.get("TEST_MYSQL_URL")
    if not address:
        pytest.skip("TEST_MYSQL_URL names no MariaDB")
    name = f"source_{uuid.uuid4().hex}"
    url = make_url(address).set(database=name)
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        connection.exec_driver_sql(f"USE {name}")
        for statement in (*CREATE, MYSQL_WIPE):
            connection.exec_driver_sql(statement)
    yield Base(
        url=url.render_as_string(hide_password=False),
        shown=f"«{url.host}:{url.port}/{name}»",
        decimal="7.50",
        writing="SELECT wipe()",
        endless="SELECT seq FROM seq_1_to_1000000000000",
        bytes="binary",
        faulty=("SELECT pow(area, 9999) AS n FROM stalls", "22003"),
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    engine.dispose()


@contextmanager
def frozen_line(address: str) -> Iterator[str]:
    """The way to that server, over which nothing comes any more once a query for sleep went by."""
    from sqlalchemy import make_url

    url = make_url(address)

    def carry(source: socket.socket, target: socket.socket, listens: bool) -> None:
        with suppress(OSError):
            while block := source.recv(4096):
                target.sendall(block)
                if listens and b"sleep(" in block:
                    frozen.set()
                if frozen.is_set():
                    return

    frozen, clients = threading.Event(), []
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection((url.host, url.port)) as server,
    ):

        def accept() -> None:
            client, _ = listener.accept()
            clients.append(client)
            for pair in ((client, server, True), (server, client, False)):
                threading.Thread(target=carry, args=pair, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        line = url.set(host="127.0.0.1", port=listener.getsockname()[1])
        yield line.render_as_string(hide_password=False)
        clients[0].close()


def fetch(
    tmp_path: Path,
    url: str,
    query: str,
    timeout: int = 60,
    environment: Mapping[str, str] = {},
    size_limit: int = 10**6,
) -> Fetched:
    source = DatabaseSource(url, query, timeout)
    archive = Archive(tmp_path / "archive")
    return fetch_rows(source, "stalls", environment, archive, lambda: NOW, size_limit)


def told(tmp_path: Path, url: str, query: str = "SELECT 1", **options: object) -> str:
    with pytest.raises(DatabaseError) as caught:
        fetch(tmp_path, url, query, **options)
    return str(caught.value)
