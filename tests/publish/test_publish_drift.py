"""Somebody's edit on a portal is told from our own change, as pure values."""

from __future__ import annotations

from pipeline.publish.diff import lines_of
from pipeline.publish.drift import RECORD, digest_fields, mark_drift
from pipeline.publish.steps import Act, Change, Plan, RecordStep
from pipeline.record.history import Sent

TITLE = Change("title", "Хтось", "Майно")
NOTES = Change("notes", "Опис.", "Новий опис.")
SENT: Sent = {
    RECORD: {
        name: frozenset({digest})
        for name, digest in digest_fields({"title": "Майно", "notes": "Опис."}).items()
    }
}


def plan(*changes: Change) -> Plan:
    return Plan("economy-buildings", "p", RecordStep(Act.DESCRIBE, changes), ())


def marks(found: Plan) -> list[tuple[str, bool]]:
    return [(change.field, change.drift) for change in found.record.changes]


def test_what_we_never_sent_is_drift_and_what_we_sent_is_not() -> None:
    assert marks(mark_drift(plan(TITLE, NOTES), SENT, keep=False)) == [
        ("title", True),
        ("notes", False),
    ]


def test_without_any_memory_nothing_is_called_drift() -> None:
    assert marks(mark_drift(plan(TITLE), {}, keep=False)) == [("title", False)]


def test_kept_drift_leaves_our_own_change_in_the_plan() -> None:
    found = mark_drift(plan(TITLE, NOTES), SENT, keep=True)
    assert (marks(found), [change.field for change in found.record.kept]) == (
        [("notes", False)],
        ["title"],
    )


def test_nothing_but_kept_drift_is_nothing_to_do() -> None:
    assert mark_drift(plan(TITLE), SENT, keep=True).is_empty


def test_a_dry_run_shows_what_is_taken_back_and_what_is_left() -> None:
    back = lines_of(mark_drift(plan(TITLE), SENT, keep=False))
    left = lines_of(mark_drift(plan(TITLE), SENT, keep=True))
    assert back[-1] == "      title: «Хтось» → «Майно» (змінено на порталі не нами)"
    assert left == (
        "без змін",
        "  ! запис набору, title: «Хтось», змінено не нами; лишиться",
    )
