"""Ledgers of earlier formats, real ones, open after an upgrade."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from ledgers import Clock, an_event
from sqlalchemy import Connection, inspect, text

from pipeline.record.engine import LedgerError, open_engine
from pipeline.record.event import Kind
from pipeline.record.ledger import open_ledger
from pipeline.record.schema import events
from pipeline.record.standing import Standing, documents_standing
from pipeline.record.upgrade import FORMAT, MIGRATIONS
from pipeline.record.verify import verify_chain

HERE = Path(__file__).parent
HEAD = "6afc060614bb971b84a572b99dc9c677f1f21d892608d5e57f5b9f74c0d183c4"
LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def old_url(ledger_url: str) -> Iterator[str]:
    """A ledger of 24 events as the first format left it, before formats were numbered."""
    if ledger_url.startswith("sqlite"):
        shutil.copy(HERE / "first-format.sqlite3", ledger_url.removeprefix("sqlite:///"))
    else:
        engine = open_engine(ledger_url)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                (HERE / "first-format.sql").read_text("utf-8").replace("%", "%%")
            )
        engine.dispose()
    return ledger_url


def shape_of(connection: Connection) -> dict[str, object]:
    """Columns and indexes as the database tells them, in no particular order."""
    seen = inspect(connection)
    columns = {
        each["name"]: (str(each["type"]), each["nullable"]) for each in seen.get_columns("events")
    }
    indexes = {
        each["name"]: (
            each["column_names"],
            sorted(str(option) for option in each.get("dialect_options", {}).values()),
        )
        for each in seen.get_indexes("events")
    }
    return {"columns": columns, "indexes": indexes, "tables": sorted(seen.get_table_names())}


def test_an_old_ledger_opens_whole(old_url: str) -> None:
    with open_ledger(old_url, Clock()) as ledger:
        chain = verify_chain(ledger)
        with ledger.reading() as connection:
            standing = documents_standing(connection, "city", LATER, 24)

    assert (chain.length, chain.head, chain.faults) == (24, HEAD, ())
    assert standing == tuple(
        Standing(dataset, f"{dataset}/list", "ab" * 32, 12, seq)
        for dataset, seq in (("economy-buildings", 5), ("transport-stops", 15))
    )


def test_an_old_ledger_grows_on(old_url: str) -> None:
    with open_ledger(old_url, Clock()) as ledger:
        recorded = ledger.record(an_event(Kind.ADOPTED, data={"role": "data"}))

        assert (recorded.seq, recorded.previous) == (25, HEAD)
        assert verify_chain(ledger).faults == ()


def test_an_old_ledger_becomes_what_a_new_one_is(ledger_url: str, old_url: str) -> None:
    with open_ledger(old_url, Clock()) as ledger, ledger.reading() as connection:
        upgraded = shape_of(connection)
    with ledger.writing() as connection:
        for table in ("events", "heartbeats", "alembic_version"):
            connection.execute(text(f"DROP TABLE {table}"))
    with open_ledger(ledger_url, Clock()) as ledger, ledger.reading() as connection:
        assert shape_of(connection) == upgraded


def test_the_table_has_the_columns_that_are_asked_of_it(ledger_url: str) -> None:
    with open_ledger(ledger_url, Clock()) as ledger, ledger.reading() as connection:
        found = [each["name"] for each in inspect(connection).get_columns("events")]

    assert found == [column.name for column in events.columns]


def test_an_upgraded_ledger_still_refuses_to_rewrite(old_url: str) -> None:
    with (
        open_ledger(old_url, Clock()) as ledger,
        pytest.raises(LedgerError, match="append-only"),
        ledger.writing() as connection,
    ):
        connection.execute(text("UPDATE events SET sentence = 'інше'"))


def test_many_processes_upgrade_a_ledger_once(old_url: str) -> None:
    with ProcessPoolExecutor(4) as pool:
        lengths = list(pool.map(_length_of, [old_url] * 8))

    assert lengths == [24] * 8


def _length_of(url: str) -> int:
    with open_ledger(url, Clock()) as ledger:
        return verify_chain(ledger).length


def test_an_upgrade_cut_off_leaves_the_ledger_as_it_was(
    old_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", stop)
        with pytest.raises(KeyboardInterrupt):
            open_ledger(old_url, Clock())
    with open_ledger(old_url, Clock()) as ledger:
        assert verify_chain(ledger).head == HEAD


def test_a_ledger_of_a_later_version_is_left_alone(ledger_url: str) -> None:
    with open_ledger(ledger_url, Clock()) as ledger, ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LedgerError, match="Журнал має формат 9999, новіший за відомий"):
        open_ledger(ledger_url, Clock())


def test_opening_an_upgraded_ledger_needs_no_turn_of_a_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite3"
    with (
        open_ledger(url, Clock()) as writer,
        writer.writing(),
        open_ledger(url, Clock()) as reader,
    ):
        assert reader.last() is None


def test_the_newest_format_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_current_head() == FORMAT
