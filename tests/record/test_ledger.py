from __future__ import annotations

import hashlib
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ledgers import NOON, Clock, an_event
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipeline.record.event import Event, EventError, Kind, Recorded
from pipeline.record.ledger import Ledger, LedgerError, open_ledger

FULL = Event(
    kind=Kind.PUBLISHED,
    at=datetime(2021, 6, 30, 20, 59, 0, 123, tzinfo=UTC),
    actor="pipeline",
    sentence="Опубліковано «Перелік об’єктів».",
    dataset="economy-buildings",
    document="economy-buildings/buildings#XLSX",
    portal="city",
    release="0123456789abcdef",
    sha256="ab" * 32,
    rows=1062,
    data={"role": "alternative", "size": 10, "share": 0.5, "codes": {"b": 1, "a": [None, True]}},
)


def test_an_event_is_read_back_as_it_was_recorded(ledger: Ledger) -> None:
    recorded = ledger.record(FULL)

    assert recorded.event == FULL
    assert list(ledger.read()) == [recorded]


def test_every_event_is_bound_to_the_one_before(ledger: Ledger) -> None:
    first, second = ledger.record(an_event()), ledger.record(an_event())

    assert (first.seq, first.previous) == (1, "0" * 64)
    assert (second.seq, second.previous) == (2, first.hash)


def test_the_hash_can_be_recomputed_by_anybody(ledger: Ledger) -> None:
    recorded = ledger.record(an_event(data={"blocking": 0}))

    written = (
        '{"actor":"test","at":"2021-06-01T12:00:00.000000Z","data":"{\\"blocking\\":0}",'
        '"dataset":"economy-buildings","kind":"unchanged",'
        '"known_at":"2021-06-01T12:00:00.000000Z",'
        f'"previous":"{"0" * 64}","sentence":"Без змін.","seq":1}}'
    )
    assert recorded.hash == hashlib.sha256(written.encode()).hexdigest()


def test_events_survive_closing(ledger_url: str) -> None:
    with open_ledger(ledger_url, Clock()) as ledger:
        recorded = ledger.record(FULL)

    with open_ledger(ledger_url, Clock()) as ledger:
        assert list(ledger.read()) == [recorded]


def test_known_at_is_the_ledgers_own_clock(ledger: Ledger, clock: Clock) -> None:
    clock.forward(days=3)

    assert ledger.record(an_event(at=NOON)).known_at == NOON + timedelta(days=3)


def test_known_at_never_goes_backwards(ledger: Ledger, clock: Clock) -> None:
    known = [ledger.record(an_event()).known_at]
    clock.forward(hours=-2)
    known += [ledger.record(an_event()).known_at for _ in range(2)]
    clock.forward(hours=3)
    known += [ledger.record(an_event()).known_at]

    tick = timedelta(microseconds=1)
    assert known == [NOON, NOON + tick, NOON + 2 * tick, NOON + timedelta(hours=1)]


def test_now_is_never_before_what_is_known(ledger: Ledger, clock: Clock) -> None:
    assert ledger.now() == NOON
    ledger.record(an_event())
    clock.forward(hours=-2)

    assert ledger.now() == NOON


@pytest.mark.parametrize("bad", ["назва\0", "\udcff.csv"])
def test_text_that_a_database_cannot_keep_is_refused(ledger: Ledger, bad: str) -> None:
    with pytest.raises(EventError, match="«document»"):
        ledger.record(an_event(document=bad))

    assert ledger.last() is None


def test_events_are_found_by_what_they_speak_of(ledger: Ledger, clock: Clock) -> None:
    ledger.record(an_event(Kind.GATHERED, dataset="a", document="a/1"))
    clock.forward(days=1)
    ledger.record(an_event(Kind.PUBLISHED, clock(), dataset="a", document="a/1", portal="city"))
    ledger.record(an_event(Kind.PUBLISHED, NOON, dataset="b", document="b/1", portal="city"))

    def found(**filters: object) -> list[int]:
        return [recorded.seq for recorded in ledger.read(**filters)]  # type: ignore[arg-type]

    assert found() == [1, 2, 3]
    assert found(newest_first=True) == [3, 2, 1]
    assert found(dataset="a") == [1, 2]
    assert found(document="a/1", portal="city") == [2]
    assert found(kinds=[Kind.GATHERED, Kind.FAILED]) == [1]
    assert found(up_to_at=NOON) == [1, 3]
    assert found(known_at=NOON) == [1]
    assert found(dataset="c") == []


def test_a_writer_does_not_disturb_a_reader(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.record(an_event())
    seen: list[Recorded] = []
    for recorded in ledger.read():
        seen.append(recorded)
        ledger.record(an_event())

    assert [recorded.seq for recorded in seen] == [1, 2, 3]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET sentence = 'інше'",
        "DELETE FROM events",
        "INSERT INTO events SELECT 3, kind, at, known_at, actor, dataset, document, portal, "
        "release, sha256, rows, role, data, sentence, previous, hash, NULL, NULL FROM events",
    ],
)
def test_the_database_itself_refuses_to_rewrite(ledger: Ledger, statement: str) -> None:
    ledger.record(an_event())

    with pytest.raises(DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(text(statement))


def test_sqlite_refuses_to_replace_a_row(tmp_path: Path) -> None:
    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", Clock()) as ledger:
        ledger.record(an_event())
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
            connection.execute(text("INSERT OR REPLACE INTO events SELECT * FROM events"))


@pytest.mark.postgres
@pytest.mark.parametrize("ledger_url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_truncate(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
        connection.execute(text("TRUNCATE events"))


def test_the_file_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "var" / "ledger.sqlite3"
    with open_ledger(f"sqlite:///{path}", Clock()) as ledger:
        ledger.record(an_event())
        files = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert files == {
        "ledger.sqlite3": 0o600,
        "ledger.sqlite3-shm": 0o600,
        "ledger.sqlite3-wal": 0o600,
    }
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    with (
        open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", Clock()) as ledger,
        ledger.reading() as connection,
    ):
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        synchronous = connection.execute(text("PRAGMA synchronous")).scalar()

    assert (mode, synchronous) == ("wal", 2)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("not a url", "Адресу журналу не вдалося прочитати"),
        ("mysql://localhost/ledger", "а не в «mysql://localhost/ledger»"),
        ("sqlite://", "Журнал тримають у файлі"),
        ("sqlite:////dev/null/ledger", "Файл журналу «/dev/null/ledger» не відкривається"),
    ],
)
def test_a_ledger_that_cannot_be_opened_says_why(url: str, sentence: str) -> None:
    with pytest.raises(LedgerError, match=sentence):
        open_ledger(url, Clock())


def test_a_file_that_is_no_ledger_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_text("Це не база даних, а записка.", encoding="utf-8")

    with pytest.raises(LedgerError, match=r"ledger\.sqlite3» недоступний: file is not a database"):
        open_ledger(f"sqlite:///{path}", Clock())

    assert path.read_text(encoding="utf-8") == "Це не база даних, а записка."


@pytest.mark.postgres
def test_a_password_is_not_told_when_the_server_does_not_answer() -> None:
    with pytest.raises(LedgerError, match=r"postgres:\*\*\*@127\.0\.0\.1:1/ledger") as told:
        open_ledger("postgresql://postgres:secret@127.0.0.1:1/ledger", Clock())

    assert "secret" not in str(told.value)
