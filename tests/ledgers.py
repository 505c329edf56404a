"""Ledgers for tests: one suite runs over SQLite and, where it is named, a real PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger, open_ledger

NOON = datetime(2021, 6, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **step: float) -> datetime:
        self.moment += timedelta(**step)
        return self.moment


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.sqlite3"
    else:
        yield from _postgres_schema()


def _postgres_schema() -> Iterator[str]:
    from sqlalchemy import text

    from pipeline.record.engine import open_engine

    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    schema = f"test_{uuid.uuid4().hex}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{url}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(ledger_url: str, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(ledger_url, clock) as opened:
        yield opened


def an_event(kind: Kind = Kind.UNCHANGED, at: datetime = NOON, **parts: Any) -> Event:
    """An event whose parts do not matter but for those named."""
    parts.setdefault("dataset", "economy-buildings")
    return Event(kind, at, parts.pop("actor", "test"), parts.pop("sentence", "Без змін."), **parts)
