"""Databases as sources: SQLite always, a real PostgreSQL where it is named."""

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
from cities import free_port

from pipeline.gather.database import fetch_rows
from pipeline.gather.database_faults import DatabaseError
from pipeline.gather.spool import Fetched
from pipeline.model import DatabaseSource
from pipeline.record.archive import Archive

NOW = datetime(2021, 7, 1, tzinfo=UTC)
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
CREATE = (
    "CREATE TABLE stalls (uid text, area numeric(8, 2), opened date)",
    "INSERT INTO stalls VALUES ('б', 7.5, '2021-06-30'), ('а', NULL, '2021-07-02')",
)
WIPE = "CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'DELETE FROM stalls RETURNING uid'"


@dataclass(frozen=True)
class Base:
    """A database with two stalls: how a descriptor names it, and how errors do.

    `writing` is a statement that empties the table where writing is allowed.
    """

    url: str
    shown: str
    decimal: str
    writing: str


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    if request.param == "sqlite":
        path = tmp_path / "каса №1.db"
        connection = sqlite3.connect(path)
        for statement in CREATE:
            connection.execute(statement)
        connection.commit()
        connection.close()
        yield Base(f"sqlite:///{path}", f"«{path}»", "7.5", "DELETE FROM stalls")
    else:
        yield from _postgres_base()


def _postgres_base() -> Iterator[Base]:
    from sqlalchemy import create_engine, make_url

    address = os.environ.get("TEST_POSTGRES_URL")
    if not address:
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    url, schema = make_url(address), f"source_{uuid.uuid4().hex}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {schema}")
        for statement in (*CREATE, WIPE):
            connection.exec_driver_sql(statement)
    shown = f"«{url.host}:{url.port}/{url.database}»"
    yield Base(f"{address}?options=-csearch_path%3D{schema}", shown, "7.50", "SELECT wipe()")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
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
                if listens and b"pg_sleep" in block:
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


def test_rows_become_a_csv_in_the_archive(tmp_path: Path, base: Base) -> None:
    fetched = fetch(tmp_path, base.url, "SELECT uid, area, opened FROM stalls ORDER BY uid")
    assert (fetched.name, fetched.modified) == ("stalls.csv", NOW)
    assert fetched.kept.path.read_text(encoding="utf-8") == (
        f"uid,area,opened\nа,,2021-07-02\nб,{base.decimal},2021-06-30\n"
    )


def test_the_same_rows_are_the_same_delivery(tmp_path: Path, base: Base) -> None:
    query = "SELECT uid, area FROM stalls ORDER BY uid"
    first, second = (fetch(tmp_path, base.url, query) for _ in range(2))
    assert first.kept == second.kept


def test_signs_that_drivers_read_as_parameters_are_left_alone(tmp_path: Path, base: Base) -> None:
    query = "SELECT uid AS \"%s\", ':a %' AS b FROM stalls WHERE uid LIKE '%а%';"
    fetched = fetch(tmp_path, base.url, query)
    assert fetched.kept.path.read_text(encoding="utf-8") == "%s,b\nа,:a %\n"


def test_no_rows_are_a_table_of_columns_alone(tmp_path: Path, base: Base) -> None:
    fetched = fetch(tmp_path, base.url, "SELECT uid, area FROM stalls WHERE 1 = 0")
    assert fetched.kept.path.read_text(encoding="utf-8") == "uid,area\n"


def test_an_endless_answer_is_streamed_and_ends_at_the_limit(tmp_path: Path, base: Base) -> None:
    assert told(tmp_path, base.url, ENDLESS, size_limit=100_000) == (
        f"запит до бази {base.shown} дає понад 97,7\u00a0КБ"
    )
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []


def test_a_query_that_never_answers_is_ended(tmp_path: Path, base: Base) -> None:
    query = f"SELECT count(*) FROM ({ENDLESS}) AS endless"
    assert told(tmp_path, base.url, query, timeout=1) == (
        f"база {base.shown} не віддала рядків за 1\u00a0секунду (timeout)"
    )


def test_nothing_is_written_even_by_a_query_that_would(tmp_path: Path, base: Base) -> None:
    assert told(tmp_path, base.url, base.writing) == (
        f"запит до бази {base.shown}: він намагається змінити дані, "
        "а читати дозволено лише запитом SELECT"
    )
    fetched = fetch(tmp_path, base.url, "SELECT count(*) AS n FROM stalls")
    assert fetched.kept.path.read_text(encoding="utf-8") == "n\n2\n"


def test_a_slip_in_the_query_is_told_in_the_words_of_the_database(
    tmp_path: Path, base: Base
) -> None:
    sentence = told(tmp_path, base.url, "SELECT * FROM stals")
    assert sentence.startswith(f"запит до бази {base.shown}: його не виконати: ")
    assert "stals" in sentence


def test_bytes_are_refused(tmp_path: Path, base: Base) -> None:
    cast = "bytea" if base.url.startswith("postgresql") else "blob"
    assert told(tmp_path, base.url, f"SELECT CAST('а' AS {cast}) AS photo") == (
        f"запит до бази {base.shown}: стовпець «photo» має тип bytes; "
        "перетворіть його на текст у запиті (CAST)"
    )


def test_a_fault_of_the_data_does_not_quote_them(tmp_path: Path, base: Base) -> None:
    faulty = {
        "postgresql": ("SELECT CAST('Коваль' AS integer)", "22P02"),
        "sqlite": ("SELECT CAST(x'd09aff' AS text)", "OperationalError"),
    }
    query, code = faulty[base.url.partition("+")[0].partition(":")[0]]
    assert told(tmp_path, base.url, query) == f"запит до бази {base.shown}: помилка {code}"


@pytest.mark.postgres
def test_a_server_that_freezes_amid_a_query_is_left(tmp_path: Path) -> None:
    address = os.environ["TEST_POSTGRES_URL"]
    with frozen_line(address) as url:
        sentence = told(tmp_path, url, "SELECT pg_sleep(3600)", timeout=2)
    assert sentence.endswith("не віддала рядків за 2\u00a0секунди (timeout)")


def test_a_missing_file_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert told(tmp_path, f"sqlite:///{path}") == (
        f"файла бази «{path}» немає або його не можна читати"
    )
    assert not path.exists()


def test_a_file_that_another_program_writes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.gather.database.CONNECT_SECONDS", 0)
    path = tmp_path / "busy.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("CREATE TABLE stalls (uid text)")
    writer.execute("BEGIN EXCLUSIVE")
    assert told(tmp_path, f"sqlite:///{path}", "SELECT uid FROM stalls") == (
        f"запит до бази «{path}»: базу зайнято іншою програмою"
    )
    writer.close()


def test_a_secret_that_is_not_set_is_named(tmp_path: Path) -> None:
    url = "postgresql+psycopg://reader:${DB_PASSWORD}@127.0.0.1/city"
    assert told(tmp_path, url) == (
        "не задано секрет DB_PASSWORD: додайте змінну оточення DB_PASSWORD"
    )


def test_a_whole_address_may_be_a_secret_and_stays_one(tmp_path: Path) -> None:
    environment = {"CITY_DB": f"sqlite:///{tmp_path}/none.db"}
    assert told(tmp_path, "${CITY_DB}", environment=environment) == (
        "файла бази «${CITY_DB}» немає або його не можна читати"
    )


def test_a_database_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    port = free_port()
    url = f"postgresql+psycopg://reader:${{DB_PASSWORD}}@127.0.0.1:{port}/city"
    assert told(tmp_path, url, environment={"DB_PASSWORD": "s3cr@t/:"}) == (
        f"немає з’єднання з базою «127.0.0.1:{port}/city»; "
        "перевірте, чи вона працює і чи доступна звідси"
    )


def test_a_driver_that_is_not_installed_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, "oracle+oracledb://u@db.example/city") == (
        "для бази «db.example/city» бракує бібліотеки «oracle+oracledb»; встановіть її в .venv "
        '(для PostgreSQL — .venv/bin/pip install -e ".[postgres]")'
    )
