"""Databases as sources: SQLite always, a real PostgreSQL and MariaDB where they are named."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cities import free_port
from databases import NOW, Base, fetch, frozen_line, mysql_base, postgres_base, sqlite_base, told

BASES = {"sqlite": sqlite_base, "postgresql": postgres_base, "mysql": mysql_base}


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("mysql", marks=pytest.mark.mysql),
    ]
)
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    with BASES[request.param](tmp_path) as base:
        yield base


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
    assert told(tmp_path, base.url, base.endless, size_limit=100_000) == (
        f"запит до бази {base.shown} дає понад 97,7\u00a0КБ"
    )
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []


def test_a_query_that_never_answers_is_ended(tmp_path: Path, base: Base) -> None:
    query = f"SELECT count(*) FROM ({base.endless}) AS endless"
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
    assert told(tmp_path, base.url, f"SELECT CAST('а' AS {base.bytes}) AS photo") == (
        f"запит до бази {base.shown}: стовпець «photo» має тип bytes; "
        "перетворіть його на текст у запиті (CAST)"
    )


def test_a_fault_of_the_data_does_not_quote_them(tmp_path: Path, base: Base) -> None:
    query, code = base.faulty
    assert told(tmp_path, base.url, query) == f"запит до бази {base.shown}: помилка {code}"


@pytest.mark.parametrize(
    ("named", "query"),
    [
        pytest.param("TEST_POSTGRES_URL", "SELECT pg_sleep(3600)", marks=pytest.mark.postgres),
        pytest.param("TEST_MYSQL_URL", "SELECT sleep(3600)", marks=pytest.mark.mysql),
    ],
)
def test_a_server_that_freezes_amid_a_query_is_left(tmp_path: Path, named: str, query: str) -> None:
    with frozen_line(os.environ[named]) as url:
        sentence = told(tmp_path, url, query, timeout=2)
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


@pytest.mark.parametrize(
    ("url", "driver", "library", "how"),
    [
        (
            "postgresql://u@db.example/city",
            "psycopg",
            "postgresql+psycopg",
            ': .venv/bin/pip install -e ".[postgres]"',
        ),
        (
            "mysql://u@db.example/city",
            "pymysql",
            "mysql+pymysql",
            ': .venv/bin/pip install -e ".[mysql]"',
        ),
        (
            "mariadb+pymysql://u@db.example/city",
            "pymysql",
            "mariadb+pymysql",
            ': .venv/bin/pip install -e ".[mysql]"',
        ),
        ("oracle+oracledb://u@db.example/city", "oracledb", "oracle+oracledb", " в .venv"),
    ],
)
def test_a_driver_that_is_not_installed_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    driver: str,
    library: str,
    how: str,
) -> None:
    monkeypatch.setitem(sys.modules, driver, None)  # how Python knows that there is none
    assert told(tmp_path, url) == (
        f"для бази «db.example/city» бракує бібліотеки «{library}»; встановіть її{how}"
    )


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_setting_that_the_driver_does_not_know_is_told(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://reader@127.0.0.1:{free_port()}/city?sslmod=off"
    assert told(tmp_path, url) == (
        f"в адресі бази «{url.split('@')[1].split('?', maxsplit=1)[0]}» після «?» є налаштування, "
        "якого її бібліотека не знає"
    )
