from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.report.timeliness import Refresh, Term, build_term, due_after, is_overdue

START = datetime(2021, 3, 31, 21, tzinfo=UTC)
END = datetime(2021, 6, 30, 21, tzinfo=UTC)


def noon(month: int, day: int) -> datetime:
    return datetime(2021, month, day, 9, tzinfo=UTC)


def updated(month: int, day: int, seq: int = 1, document: str | None = "roads/signs") -> Refresh:
    return Refresh("roads", document, noon(month, day), seq)


def term(*refreshes: Refresh, frequency: str = "once a month", pause: date | None = None) -> Term:
    return build_term(refreshes, START, END, lambda _: frequency, pause)


@pytest.mark.parametrize(
    ("frequency", "due_on"),
    [
        ("once a day", date(2021, 6, 2)),
        ("once a week", date(2021, 6, 8)),
        ("once a month", date(2021, 7, 2)),
        ("once a quarter", date(2021, 9, 1)),
        ("no longer updated", None),
        ("", None),
    ],
)
def test_the_term_is_the_portals(frequency: str, due_on: date | None) -> None:
    assert due_after(noon(6, 1), frequency) == due_on


def test_the_last_day_of_a_term_is_whole() -> None:
    last_minute = datetime(2021, 6, 30, 20, 59, tzinfo=UTC)

    assert not is_overdue(date(2021, 6, 30), last_minute)
    assert is_overdue(date(2021, 6, 30), END)


def test_days_are_counted_in_kyiv() -> None:
    just_after_midnight = datetime(2021, 6, 1, 21, 30, tzinfo=UTC)

    assert due_after(just_after_midnight, "once a day") == date(2021, 6, 3)


def test_a_dataset_updated_on_its_last_day_is_in_time() -> None:
    first, second = updated(5, 1), updated(6, 1, 2)

    assert term(first, second) == Term("once a month", second, date(2021, 7, 2), overdue=False)


def test_an_update_after_the_term_is_late() -> None:
    late = updated(6, 2, 2)

    assert term(updated(5, 1), late).late == (late,)
    assert not term(updated(5, 1), late).in_time


def test_all_documents_of_a_late_day_are_late() -> None:
    first, second = updated(6, 2, 2), updated(6, 2, 3, "roads/lights")

    assert term(updated(5, 1), first, second).late == (first, second)


def test_what_was_late_before_the_window_is_not_told_again() -> None:
    assert term(updated(1, 10), updated(3, 20, 2), updated(4, 20, 3), updated(5, 21, 4)).late == ()
    assert term(updated(5, 21, 4)).late == ()


def test_a_confirmation_keeps_the_term_and_is_never_a_late_update() -> None:
    confirmed = updated(6, 1, 2, document=None)
    overdue = updated(6, 15, 3, document=None)

    assert term(updated(5, 1), confirmed).in_time
    assert term(updated(4, 1), overdue).in_time


def test_a_dataset_without_news_is_overdue() -> None:
    found = term(updated(5, 20))

    assert (found.overdue, found.in_time, found.due_on) == (True, False, date(2021, 6, 20))


def test_a_paused_dataset_is_not_overdue_until_its_day() -> None:
    assert term(updated(5, 20), pause=date(2021, 7, 1)).in_time
    assert term(updated(5, 20), pause=date(2021, 6, 30)).overdue


def test_the_period_in_force_at_the_update_judges_it() -> None:
    def frequency(moment: datetime) -> str:
        return "once a month" if moment < noon(5, 1) else "once a quarter"

    found = build_term((updated(4, 2), updated(6, 20, 2)), START, END, frequency)
    assert (found.frequency, found.late) == ("once a quarter", ())
