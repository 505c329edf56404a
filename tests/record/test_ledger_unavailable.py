"""A ledger in PostgreSQL that cannot be reached is one Ukrainian line."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from ledgers import Clock
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from pipeline.record.engine import LedgerError, open_engine, unavailable
from pipeline.record.ledger import open_ledger

URL = "postgresql+psycopg://me:secret@db.city.example:5433/ledger"
LEDGER = "Журнал «postgresql+psycopg://me:***@db.city.example:5433/ledger» недоступний"
SERVER = "(сервер db.city.example, порт 5433)"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (
            "connection failed: Connection refused\n\tIs the server running on that host?",
            "сервер не відповідає; перевірте, чи він працює і чи доступний звідси",
        ),
        (
            'FATAL:  password authentication failed for user "me"',
            "сервер не прийняв ім’я або пароль із PIPELINE_LEDGER_URL",
        ),
        ('FATAL:  database "ledger" does not exist', "на сервері немає такої бази"),
        (
            "permission denied for table events",
            "користувач не має прав на таблиці журналу",
        ),
        (
            "terminating connection due to administrator command\nserver closed the connection",
            "сервер не відповідає; перевірте, чи він працює і чи доступний звідси",
        ),
        ("could not resize\nshared memory", "could not resize shared memory"),
    ],
)
def test_one_line_says_where_and_what_to_check(told: str, reason: str) -> None:
    pytest.importorskip("psycopg")
    error = OperationalError("SELECT 1", {}, Exception(told))
    assert str(unavailable(create_engine(URL), error)) == f"{LEDGER} {SERVER}: {reason}."


def test_a_server_that_is_not_there() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match=r"сервер 127\.0\.0\.1, порт 1\): сервер не відповідає"):
        open_ledger("postgresql://me:secret@127.0.0.1:1/ledger", Clock())


def test_without_the_driver_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("psycopg"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(LedgerError) as told:
        open_engine(URL)
    assert str(told.value) == (
        "Для журналу в PostgreSQL бракує бібліотеки; встановіть її: "
        '.venv/bin/pip install -e ".[postgres]"'
    )
