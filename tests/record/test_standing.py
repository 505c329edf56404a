"""That figures are answered by indexes; what they answer is tested in tests/report."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ledgers import NOON, Clock
from sqlalchemy import Connection, event

from pipeline.record.event import Kind
from pipeline.record.happened import (
    Window,
    corrections_between,
    happened_between,
    published_between,
)
from pipeline.record.ledger import open_ledger
from pipeline.record.newest import standing_refusals
from pipeline.record.standing import (
    datasets_described,
    documents_published,
    withdrawn,
)

WINDOW = Window(NOON, NOON + timedelta(days=1), 9)
QUESTIONS = {
    "documents": (
        lambda connection: documents_published(connection, "city", NOON, 9),
        {"events_standing"},
    ),
    "descriptions": (
        lambda connection: datasets_described(connection, NOON, 9),
        {"events_described"},
    ),
    "withdrawals": (
        lambda connection: withdrawn(connection, "city", NOON, 9),
        {"events_switches"},
    ),
    "publications": (
        lambda connection: published_between(connection, "city", WINDOW),
        {"events_updates", "events_corrections"},
    ),
    "what happened": (
        lambda connection: happened_between(connection, (Kind.REFUSED, Kind.CONFIRMED), WINDOW),
        {"events_of_kind", "events_counting_as"},
    ),
    "corrections": (
        lambda connection: corrections_between(connection, WINDOW),
        {"events_of_kind"},
    ),
    "standing refusals": (standing_refusals, {"events_of_document", "events_of_kind"}),
}


@pytest.mark.parametrize(("ask", "indexes"), QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_reads_the_whole_ledger(
    tmp_path: Path, ask: Callable[[Connection], object], indexes: set[str]
) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Connection, _cursor: object, sql: str, given: Any, *_: object) -> None:
        asked.append((sql, given))

    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", Clock()) as ledger:
        event.listen(ledger.engine, "before_cursor_execute", listen)
        with ledger.reading() as connection:
            ask(connection)
            sql, given = asked[-1]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all()

    steps = " ".join(row[3] for row in plan)
    assert indexes <= set(re.findall(r"INDEX (events_\w+)", steps))
