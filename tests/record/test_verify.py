from __future__ import annotations

from pathlib import Path

import pytest
from ledgers import Clock, an_event
from sqlalchemy import text

from pipeline.record.ledger import Ledger, open_ledger
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

    assert verify_chain(ledger) == Chain(
        2,
        heads[1],
        "Подію 3 змінено після запису: її вміст не відповідає її хешу.",
    )


def test_a_removed_row_is_noticed(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "DELETE FROM events WHERE seq = 3")

    assert verify_chain(ledger) == Chain(
        2, heads[1], "Після події 2 іде подія 4: між ними бракує рядків."
    )


def test_a_removed_first_row_is_noticed(ledger: Ledger, heads: list[str]) -> None:
    tamper(ledger, "DELETE FROM events WHERE seq = 1")

    broken = "Після події 0 іде подія 2: між ними бракує рядків."
    assert verify_chain(ledger) == Chain(0, GENESIS, broken)


def test_renumbering_does_not_hide_a_removal(ledger: Ledger, heads: list[str]) -> None:
    tamper(
        ledger,
        "DELETE FROM events WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 4",
        "UPDATE events SET seq = 4 WHERE seq = 5",
    )

    assert verify_chain(ledger) == Chain(
        2, heads[1], "Подія 3 не продовжує подію 2: її вставлено або підмінено."
    )


def test_a_row_swapped_for_one_of_another_ledger_is_named(
    ledger: Ledger, heads: list[str], tmp_path: Path
) -> None:
    with open_ledger(f"sqlite:///{tmp_path}/other.sqlite3", Clock()) as other:
        forged = other.record(an_event(sentence="Підробка.")).hash
    tamper(ledger, f"UPDATE events SET hash = '{forged}' WHERE seq = 5")

    broken = verify_chain(ledger).broken
    assert broken == "Подію 5 змінено після запису: її вміст не відповідає її хешу."
