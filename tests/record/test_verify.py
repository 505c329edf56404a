from __future__ import annotations

from pathlib import Path

import pytest
from ledgers import Clock, an_event
from sqlalchemy import text

from pipeline.record.chain import hash_of
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.record.schema import events
from pipeline.record.verify import Chain, verify_chain

GENESIS = "0" * 64


@pytest.fixture
def heads(ledger: Ledger) -> list[str]:
    """Hashes of a ledger of five events."""
    return [ledger.record(an_event(sentence=f"Подія {n}.")).hash for n in range(1, 6)]


def tamper(ledger: Ledger, *statements: str) -> None:
    """Do what only the owner of the database can: lift the guard, then rewrite."""
    on_postgresql = ledger.engine.dialect.name == "postgresql"
    with ledger.writing() as connection:
        for trigger in ("events_never_change", "events_never_go", "events_only_join"):
            connection.execute(text(f"DROP TRIGGER {trigger}" + " ON events" * on_postgresql))
        for statement in statements:
            connection.execute(text(statement))


def test_an_empty_ledger_is_whole(ledger: Ledger) -> None:
    assert verify_chain(ledger) == Chain(0, GENESIS)


def test_an_untouched_ledger_is_whole(ledger: Ledger, heads: list[str]) -> None:
    assert verify_chain(ledger) == Chain(5, heads[-1])


@pytest.mark.parametrize(
    "change",
    [
        "sentence = 'Подія 9.'",
        "actor = 'інший'",
        "at = '2020-06-01T12:00:00.000000Z'",
        "known_at = '2020-06-01T12:00:00.000000Z'",
        "dataset = NULL",
        "role = 'data'",
        "rows = 7",
    ],
)
def test_an_altered_row_is_named(ledger: Ledger, heads: list[str], change: str) -> None:
    tamper(ledger, f"UPDATE events SET {change} WHERE seq = 3")

    altered = "Подію 3 змінено після запису: її вміст не відповідає її хешу."
    assert verify_chain(ledger) == Chain(5, heads[4], (altered,))


def test_a_removed_row_is_noticed(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "DELETE FROM events WHERE seq = 3")

    missing = "Після події 2 іде подія 4: подію 3 вилучено."
    assert verify_chain(ledger) == Chain(5, heads[4], (missing,))


def test_removed_first_rows_are_noticed(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "DELETE FROM events WHERE seq < 3")

    missing = "Після події 0 іде подія 3: події 1–2 вилучено."
    assert verify_chain(ledger) == Chain(5, heads[4], (missing,))


def test_a_row_altered_behind_a_gap_is_named_too(ledger: Ledger, heads: list[str]) -> None:
    tamper(
        ledger,
        "DELETE FROM events WHERE seq = 3",
        "UPDATE events SET actor = 'інший' WHERE seq = 4",
    )

    assert verify_chain(ledger).faults == (
        "Після події 2 іде подія 4: подію 3 вилучено. "
        "Подію 4 змінено після запису: її вміст не відповідає її хешу.",
    )


def test_a_row_inserted_before_the_first_is_named(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "UPDATE events SET seq = -7 WHERE seq = 5")

    inserted = "Подію -7 вставлено: події нумерують від 1 по одній."
    altered = "Подію -7 змінено після запису: її вміст не відповідає її хешу."
    assert verify_chain(ledger) == Chain(4, heads[3], (f"{inserted} {altered}",))


def test_renumbering_does_not_hide_a_removal(ledger: Ledger, heads: list[str]) -> None:
    tamper(
        ledger,
        "DELETE FROM events WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 4",
        "UPDATE events SET seq = 4 WHERE seq = 5",
    )

    altered = "змінено після запису: її вміст не відповідає її хешу."
    assert verify_chain(ledger) == Chain(4, heads[4], (f"Подію 3 {altered}", f"Подію 4 {altered}"))


def test_a_row_inserted_with_a_fitting_hash_is_named(ledger: Ledger, heads: list[str]) -> None:
    with ledger.reading() as connection:
        found = connection.execute(events.select().where(events.c.seq == 3)).mappings().one()
    forged = dict(found) | {"sentence": "Підробка."}
    forged["hash"] = hash_of(forged)
    tamper(ledger, f"UPDATE events SET sentence = 'Підробка.', hash = '{forged['hash']}' "
           "WHERE seq = 3")  # fmt: skip

    broken = "Подія 4 не продовжує подію 3: одну з них вставлено або підмінено."
    assert verify_chain(ledger) == Chain(5, heads[4], (broken,))


def test_every_altered_row_is_named(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "UPDATE events SET actor = 'інший' WHERE seq IN (2, 4)")

    assert [fault.split(" змінено")[0] for fault in verify_chain(ledger).faults] == [
        "Подію 2",
        "Подію 4",
    ]


@pytest.mark.parametrize("value", ["x'ff00'", "cast(x'ff' as text)", "9e999", "NULL"])
def test_a_value_that_is_no_text_is_an_altered_row(tmp_path: Path, value: str) -> None:
    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", Clock()) as ledger:
        ledger.record(an_event())
        tamper(ledger, f"UPDATE events SET dataset = {value}, rows = {value}")

        altered = "Подію 1 змінено після запису: її вміст не відповідає її хешу."
        assert verify_chain(ledger).faults == (altered,)


def test_a_cut_tail_is_found_by_a_head_noted_outside(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "DELETE FROM events WHERE seq > 3")

    assert verify_chain(ledger) == Chain(3, heads[2])
    assert verify_chain(ledger, heads[1]) == Chain(3, heads[2], noted=2)
    assert verify_chain(ledger, heads[4]) == Chain(
        3,
        heads[2],
        (
            f"У журналі немає події з хешем {heads[4]}: кінець журналу відрізано, його переписано "
            "або цей хеш записано з іншого журналу.",
        ),
    )


def test_a_ledger_written_anew_is_found_by_a_head_noted_outside(
    ledger: Ledger, heads: list[str], tmp_path: Path
) -> None:
    with open_ledger(f"sqlite:///{tmp_path}/other.sqlite3", Clock()) as forged:
        for number in range(1, 6):
            forged.record(an_event(sentence=f"Подія {number}{'!' * (number == 3)}."))

        assert verify_chain(forged).faults == ()
        assert verify_chain(forged, heads[1]).noted == 2
        assert verify_chain(forged, heads[4]).noted is None
