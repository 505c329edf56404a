from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.report.period import (
    PeriodError,
    Quarter,
    instant_of,
    quarter_of,
    read_day,
    read_known_at,
)


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2021, 7, 1), datetime(2021, 6, 30, 21, tzinfo=UTC)),
        (date(2021, 1, 1), datetime(2020, 12, 31, 22, tzinfo=UTC)),
        (date(2021, 3, 28), datetime(2021, 3, 27, 22, tzinfo=UTC)),
        (date(2021, 3, 29), datetime(2021, 3, 28, 21, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_in_kyiv(day: date, instant: datetime) -> None:
    assert instant_of(day) == instant


@pytest.mark.parametrize("written", ["2021-07-01", "01.07.2021", " 2021-07-01 "])
def test_a_day_is_read_as_people_and_programs_write_it(written: str) -> None:
    assert read_day(written) == date(2021, 7, 1)


@pytest.mark.parametrize(
    "written", ["", "завтра", "2021-06-31", "2021-7", "31.06.2021", "0021-07-01"]
)
def test_what_is_no_day_is_told_with_an_example(written: str) -> None:
    with pytest.raises(PeriodError) as told:
        read_day(written)

    assert str(told.value) == (f"«{written}» не є датою: напишіть її як 2021-07-01 або 01.07.2021.")


@pytest.mark.parametrize(
    ("written", "name", "first", "after", "title"),
    [
        ("2021-Q1", "2021-Q1", date(2021, 1, 1), date(2021, 4, 1), "I квартал 2021 року"),
        ("2021-q2", "2021-Q2", date(2021, 4, 1), date(2021, 7, 1), "II квартал 2021 року"),
        ("2021Q3", "2021-Q3", date(2021, 7, 1), date(2021, 10, 1), "III квартал 2021 року"),
        ("2021-Q4", "2021-Q4", date(2021, 10, 1), date(2022, 1, 1), "IV квартал 2021 року"),
    ],
)
def test_a_quarter_is_three_months(
    written: str, name: str, first: date, after: date, title: str
) -> None:
    assert quarter_of(written) == Quarter(name, first, after)
    assert quarter_of(written).title == title


def test_a_quarter_lies_between_two_kyiv_midnights() -> None:
    quarter = quarter_of("2021-Q1")

    assert quarter.start == datetime(2020, 12, 31, 22, tzinfo=UTC)
    assert quarter.end == datetime(2021, 3, 31, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "2021", "2021-Q5", "2021-Q0", "Q2-2021", "1921-Q2", "2021-Q22"]
)
def test_what_is_no_quarter_is_told_with_an_example(written: str) -> None:
    with pytest.raises(PeriodError) as told:
        quarter_of(written)

    assert str(told.value) == f"«{written}» не є кварталом: напишіть його як 2021-Q2."


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-07-05T10:00", datetime(2021, 7, 5, 7, tzinfo=UTC)),
        ("2021-07-05T10:00+00:00", datetime(2021, 7, 5, 10, tzinfo=UTC)),
        ("2021-07-05", datetime(2021, 7, 5, 20, 59, 59, 999999, tzinfo=UTC)),
        ("05.07.2021", datetime(2021, 7, 5, 20, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_moment_of_knowing_is_kyiv_time_unless_told_otherwise(
    written: str, moment: datetime
) -> None:
    assert read_known_at(written) == moment
