from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledgers import Clock, an_event
from sqlalchemy import text

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger, LedgerError, open_ledger
from pipeline.record.transfer import export_ledger, import_ledger
from pipeline.record.verify import Chain, verify_chain

GENESIS = "0" * 64


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    """A second ledger, always in SQLite: with `ledger` on PostgreSQL the way leads both ways."""
    with open_ledger(f"sqlite:///{tmp_path}/other.sqlite3", Clock()) as opened:
        yield opened


def fill(ledger: Ledger, clock: Clock) -> None:
    facts = {"role": "data", "share": 0.1, "size": 10**12, "name": "«Об’єкти»\u2028\n\\"}
    wrong = ledger.record(
        an_event(Kind.PUBLISHED, document="d/1", portal="city", rows=7, data=facts)
    )
    clock.forward(days=1)
    ledger.record(an_event(Kind.CORRECTION, data={"corrects": wrong.seq, "counts_as": None}))
    ledger.record(an_event(Kind.DAEMON_STARTED, dataset=None))


def test_a_ledger_comes_out_of_a_file_as_it_went_in(
    ledger: Ledger, other: Ledger, clock: Clock, tmp_path: Path
) -> None:
    fill(ledger, clock)
    written = export_ledger(ledger, tmp_path / "ledger.jsonl")
    taken = import_ledger(other, tmp_path / "ledger.jsonl")

    assert list(other.read()) == list(ledger.read())
    assert written == taken == verify_chain(other) == verify_chain(ledger)


def test_a_ledger_returns_to_either_database(
    ledger: Ledger, other: Ledger, clock: Clock, tmp_path: Path
) -> None:
    fill(other, clock)
    export_ledger(other, tmp_path / "ledger.jsonl")
    import_ledger(ledger, tmp_path / "ledger.jsonl")

    assert list(ledger.read()) == list(other.read())
    assert ledger.record(an_event()).seq == 4
    assert verify_chain(ledger).faults == ()


def test_an_empty_ledger_travels_too(ledger: Ledger, other: Ledger, tmp_path: Path) -> None:
    assert export_ledger(ledger, tmp_path / "ledger.jsonl") == Chain(0, GENESIS)
    assert import_ledger(other, tmp_path / "ledger.jsonl") == Chain(0, GENESIS)


def test_a_line_is_the_row_as_it_is_hashed(ledger: Ledger, tmp_path: Path) -> None:
    recorded = ledger.record(an_event(data={"blocking": 0}))
    export_ledger(ledger, tmp_path / "ledger.jsonl")
    first, line = (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()

    assert json.loads(first) == {
        "ledger": "open-data-pipeline ledger 1",
        "events": 1,
        "head": recorded.hash,
    }
    assert json.loads(line) == {
        "seq": 1,
        "kind": "unchanged",
        "at": "2021-06-01T12:00:00.000000Z",
        "known_at": "2021-06-01T12:00:00.000000Z",
        "actor": "test",
        "dataset": "economy-buildings",
        "data": '{"blocking":0}',
        "sentence": "Без змін.",
        "previous": GENESIS,
        "hash": recorded.hash,
    }


def test_the_file_is_nobody_elses(ledger: Ledger, tmp_path: Path) -> None:
    export_ledger(ledger, tmp_path / "ledger.jsonl")

    assert stat.S_IMODE((tmp_path / "ledger.jsonl").stat().st_mode) == 0o600


def test_a_broken_ledger_is_not_written_out(tmp_path: Path, clock: Clock, other: Ledger) -> None:
    fill(other, clock)
    with other.writing() as connection:
        connection.execute(text("DROP TRIGGER events_never_change"))
        connection.execute(text("UPDATE events SET actor = 'інший' WHERE seq = 2"))

    with pytest.raises(LedgerError, match=r"Журнал пошкоджено, його не записано\. Подію 2 змінено"):
        export_ledger(other, tmp_path / "ledger.jsonl")
    assert not list(tmp_path.glob("*.jsonl*"))
    assert not list(tmp_path.glob(".ledger*"))


def test_only_an_empty_ledger_takes_events_in(
    ledger: Ledger, other: Ledger, clock: Clock, tmp_path: Path
) -> None:
    fill(other, clock)
    export_ledger(other, tmp_path / "ledger.jsonl")
    recorded = ledger.record(an_event())

    with pytest.raises(LedgerError, match="У журналі вже є події"):
        import_ledger(ledger, tmp_path / "ledger.jsonl")
    assert list(ledger.read()) == [recorded]


def swap(lines: list[str]) -> list[str]:
    return [lines[0], lines[2], lines[1], lines[3]]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda lines: lines[:-1], "Файл неповний: обіцяно подій: 3, прочитано: 2"),
        (lambda lines: [lines[0], *lines[2:]], "Рядок 2 файлу: Після події 0 іде подія 2"),
        (swap, "Рядок 2 файлу: Після події 0 іде подія 2"),
        (lambda lines: [*lines, lines[-1]], "Рядок 5 файлу: Подію 3 вставлено"),
        (
            lambda lines: [line.replace('"rows":7', '"rows":8') for line in lines],
            "Рядок 2 файлу: Подію 1 змінено після запису",
        ),
        (lambda lines: lines[1:], "Файл не є журналом"),
        (lambda lines: [], "Файл не є журналом"),
        (lambda lines: [lines[0], "[]"], "Рядок 2 файлу не є подією журналу"),
        (lambda lines: [lines[0], "{}"], "Рядок 2 файлу не є подією журналу"),
        (lambda lines: [lines[0], lines[1][:40]], "Рядок 2 файлу не є подією журналу"),
        (
            lambda lines: [lines[0], lines[1].replace('"role"', '"roles"')],
            "Рядок 2 файлу має невідомі поля",
        ),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_taken_in(
    ledger: Ledger,
    other: Ledger,
    clock: Clock,
    tmp_path: Path,
    damage: Callable[[list[str]], list[str]],
    sentence: str,
) -> None:
    file = tmp_path / "ledger.jsonl"
    fill(other, clock)
    export_ledger(other, file)
    lines = file.read_text("utf-8").rstrip("\n").split("\n")
    file.write_text("".join(f"{line}\n" for line in damage(lines)), "utf-8")

    with pytest.raises(LedgerError, match=sentence):
        import_ledger(ledger, file)
    assert ledger.last() is None


def test_a_failed_export_leaves_the_file_that_was_there(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    file = folder / "ledger.jsonl"
    file.mkdir()

    with pytest.raises(OSError, match=os.strerror(21)):
        export_ledger(ledger, file)
    assert [each.name for each in folder.iterdir()] == ["ledger.jsonl"]
