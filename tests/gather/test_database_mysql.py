"""MySQL and MariaDB as sources: their types, their errors, and what of theirs would write."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Base, fetch, mysql_base, told

pytestmark = pytest.mark.mysql

TYPES = (
    "CREATE TABLE kept (n int, price decimal(8, 2), opened date, noted datetime, seen timestamp(3)"
    " NULL, works bool, title text, opens time, built year, code int(8) zerofill, share double)",
    "SET time_zone = '+03:00'",
    "INSERT INTO kept VALUES (1, 7.5, '2021-06-30', '2021-06-30 09:05:00', '2021-06-30 09:05:00.5',"
    " true, 'Їжак, «ґава» 🦔', '08:30:00', 2021, 1234567, 0.1),"
    " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
    "SET sql_mode = ''",
    "INSERT INTO kept (n, opened, noted) VALUES (3, '0000-00-00', '0000-00-00 00:00:00')",
)

ENVIRONMENT = {"DB_PASSWORD": "пароль @/:"}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    with mysql_base(tmp_path) as base:
        yield base


def execute(base: Base, *statements: str) -> None:
    """Do that as the owner of the database."""
    from sqlalchemy import create_engine

    engine = create_engine(base.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def cut_off(base: Base) -> None:
    """Cut off whoever asks that base for a sequence, once somebody does, as its keeper would."""
    from sqlalchemy import create_engine

    engine = create_engine(base.url)
    query = (
        "SELECT id FROM information_schema.processlist "
        "WHERE db = database() AND info LIKE 'SELECT seq%%'"
    )
    with engine.begin() as connection:
        while not (asking := connection.exec_driver_sql(query).scalars().all()):
            time.sleep(0.1)
        for number in asking:
            connection.exec_driver_sql(f"KILL {number}")
    engine.dispose()


def rows(tmp_path: Path, base: Base, query: str) -> list[str]:
    return fetch(tmp_path, base.url, query).kept.path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def reader(base: Base) -> Iterator[str]:
    """The address of a user who may read one table alone; its password is ENVIRONMENT's."""
    execute(
        base,
        "CREATE OR REPLACE USER reader IDENTIFIED BY 'пароль @/:'",
        "GRANT SELECT ON stalls TO reader",
        "CREATE TABLE wages (paid int)",
    )
    yield base.url.replace("root@", "reader:${DB_PASSWORD}@")
    execute(base, "DROP USER reader")


def test_every_type_has_one_plain_text(tmp_path: Path, base: Base) -> None:
    execute(base, *TYPES)
    assert rows(tmp_path, base, "SELECT * FROM kept ORDER BY n") == [
        "n,price,opened,noted,seen,works,title,opens,built,code,share",
        '1,7.50,2021-06-30,2021-06-30T09:05:00,2021-06-30T09:05:00.500000,1,"Їжак, «ґава» 🦔"'
        ",08:30:00,2021,01234567,0.1",
        "2,,,,,,,,,,",
        "3,,0000-00-00,0000-00-00 00:00:00,,,,,,,",
    ]


def test_a_moment_is_told_by_the_clock_of_kyiv(tmp_path: Path, base: Base) -> None:
    execute(
        base,
        "CREATE TABLE seen (at timestamp)",
        "SET time_zone = '+00:00'",
        "INSERT INTO seen VALUES ('2021-06-30 21:30:00'), ('2021-12-31 22:30:00')",
    )
    query = "SELECT at, date(at) AS day FROM seen ORDER BY at"
    assert rows(tmp_path, base, query) == [
        "at,day",
        "2021-07-01T00:30:00,2021-07-01",
        "2022-01-01T00:30:00,2022-01-01",
    ]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path, base: Base) -> None:
    def peak(count: int) -> int:
        query = f"SELECT seq, repeat('ґ', 100) AS text FROM seq_1_to_{count}"
        tracemalloc.start()
        fetch(tmp_path, base.url, query, size_limit=10**9)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(5_000), peak(50_000)
    assert many < 1.2 * few


def test_the_user_named_in_the_secret_reads_what_it_may(
    tmp_path: Path, base: Base, reader: str
) -> None:
    fetched = fetch(
        tmp_path, reader, "SELECT uid FROM stalls ORDER BY uid", environment=ENVIRONMENT
    )
    assert fetched.kept.path.read_text(encoding="utf-8") == "uid\nа\nб\n"


def test_a_wrong_password_is_told_without_it(tmp_path: Path, base: Base, reader: str) -> None:
    assert told(tmp_path, reader, environment={"DB_PASSWORD": "інший"}) == (
        f"база {base.shown} не прийняла ім’я або пароль"
    )


def test_a_database_that_is_not_there_is_told(tmp_path: Path, base: Base) -> None:
    assert told(tmp_path, f"{base.url}x") == f"бази {base.shown[:-1]}x» на цьому сервері немає"


def test_a_database_closed_to_the_user_is_told(tmp_path: Path, base: Base, reader: str) -> None:
    url = f"{reader.rpartition('/')[0]}/mysql"
    assert told(tmp_path, url, environment=ENVIRONMENT) == (
        f"у користувача немає прав на базу {base.shown.rpartition('/')[0]}/mysql»"
    )


def test_a_table_closed_to_the_user_is_told(tmp_path: Path, base: Base, reader: str) -> None:
    sentence = told(tmp_path, reader, "SELECT paid FROM wages", environment=ENVIRONMENT)
    assert sentence.startswith(
        f"запит до бази {base.shown}: у користувача бази немає прав: SELECT command denied"
    )
    assert "пароль" not in sentence


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO stalls (uid) VALUES ('в')",
        "DELETE FROM stalls",
        "DROP TABLE stalls",
        "SELECT wipe()",
    ],
)
def test_whatever_writes_is_refused_by_the_server(tmp_path: Path, base: Base, query: str) -> None:
    assert told(tmp_path, base.url, query) == (
        f"запит до бази {base.shown}: він намагається змінити дані, "
        "а читати дозволено лише запитом SELECT"
    )
    assert rows(tmp_path, base, "SELECT count(*) AS n FROM stalls") == ["n", "2"]


def test_a_second_statement_is_refused_by_the_server(tmp_path: Path, base: Base) -> None:
    sentence = told(tmp_path, base.url, "SELECT uid FROM stalls; DELETE FROM stalls")
    assert sentence.startswith(f"запит до бази {base.shown}: його не виконати: ")
    assert rows(tmp_path, base, "SELECT count(*) AS n FROM stalls") == ["n", "2"]


def test_a_query_that_gives_no_rows_is_told(tmp_path: Path, base: Base) -> None:
    assert told(tmp_path, base.url, "SELECT uid FROM stalls LIMIT 1 INTO @uid") == (
        f"запит до бази {base.shown} не дає рядків; потрібен SELECT"
    )


def test_a_connection_lost_amid_the_rows_is_told(tmp_path: Path, base: Base) -> None:
    query = "SELECT seq, sleep(0.01) AS slow FROM seq_1_to_1000000"
    killer = threading.Thread(target=cut_off, args=(base,))
    killer.start()
    sentence = told(tmp_path, base.url, query)
    killer.join()
    assert sentence == f"запит до бази {base.shown}: з’єднання обірвалося"


def test_a_lock_of_another_program_is_told(tmp_path: Path, base: Base) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(base.url)
    with engine.begin() as other:
        other.exec_driver_sql("LOCK TABLES stalls WRITE")
        sentence = told(tmp_path, base.url, "SELECT uid FROM stalls", timeout=1)
        other.exec_driver_sql("UNLOCK TABLES")
    engine.dispose()
    assert sentence == f"база {base.shown} не віддала рядків за 1\u00a0секунду (timeout)"
