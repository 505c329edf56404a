"""A broken dataset is an outcome of that one, in words; the others go on."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import Any

import pytest
from test_outcome import DATASET, NOW

from pipeline import run
from pipeline.model import Result
from pipeline.record.archive import ArchiveError
from pipeline.record.event import Event
from pipeline.record.ledger import LedgerError


class Journal:
    """A ledger that keeps what it is told, or fails."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        if self.fault:
            raise self.fault
        self.events.append(event)


def update(
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    journal: Journal,
    shortage: str | None = None,
) -> tuple[Result, str]:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(run, "gather", broken)
    desk: Any = SimpleNamespace(
        locks=tmp_path / "locks",
        ledger=journal,
        now=lambda: NOW,
        actor="admin",
        find_shortage=lambda: shortage,
    )
    outcome = run.update_dataset(DATASET, desk)
    return outcome.result, outcome.sentence


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (ArchiveError("Архів пошкоджено."), "Архів пошкоджено."),
        (
            OSError(errno.ENOSPC, "No space left", "/var/archive"),
            "На диску немає місця (/var/archive): звільніть його й повторіть команду.",
        ),
        (ValueError("x"), "Непередбачена помилка (ValueError): x"),
    ],
)
def test_whatever_breaks_is_a_failed_outcome_that_is_written_down(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    journal = Journal()
    assert update(tmp_path, monkeypatch, fault, journal) == (Result.FAILED, sentence)
    assert [event.sentence for event in journal.events] == [sentence]


def test_a_ledger_that_is_gone_is_an_outcome_too(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = LedgerError("Журнал недоступний.")
    assert update(tmp_path, monkeypatch, gone, Journal(gone)) == (
        Result.FAILED,
        "Журнал недоступний.",
    )


def test_on_a_nearly_full_disk_nothing_is_gathered_and_the_ledger_says_why(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, told = Journal(), "На диску лишилося 10 МБ."
    gathered = AssertionError("gathered all the same")
    assert update(tmp_path, monkeypatch, gathered, journal, told) == (Result.FAILED, told)
    assert [event.sentence for event in journal.events] == [told]
