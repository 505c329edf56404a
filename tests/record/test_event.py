from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import an_event

from pipeline.record.event import EventError, read_moment, write_data, write_moment


def test_an_event_without_time_zone_is_refused() -> None:
    with pytest.raises(EventError, match="без часового поясу"):
        an_event(at=datetime(2021, 7, 1))  # noqa: DTZ001


def test_the_time_of_an_event_is_taken_to_utc() -> None:
    kyiv_summer = timezone(timedelta(hours=3))

    event = an_event(at=datetime(2021, 7, 1, 0, 1, tzinfo=kyiv_summer))

    assert event.at.isoformat() == "2021-06-30T21:01:00+00:00"


def test_a_moment_is_written_with_microseconds_even_when_it_has_none() -> None:
    assert write_moment(datetime(2021, 7, 1, tzinfo=UTC)) == "2021-07-01T00:00:00.000000Z"


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_written_moments_sort_as_time_does(one: datetime, other: datetime) -> None:
    assert (write_moment(one) < write_moment(other)) == (one < other)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_moment_is_read_back(moment: datetime) -> None:
    assert read_moment(write_moment(moment)) == moment


def test_one_value_has_one_text() -> None:
    assert write_data({"b": 1, "a": "їжак"}) == write_data({"a": "їжак", "b": 1})
    assert write_data({"b": 1, "a": "їжак"}) == '{"a":"їжак","b":1}'


def test_data_that_is_no_json_is_refused() -> None:
    with pytest.raises(EventError, match="не записуються як JSON"):
        write_data({"rows": float("nan")})
