"""Update periods and formats, with the portal's codes."""

import pytest

from pipeline.resolution835.tables import read_schema
from pipeline.resolution835.vocabulary import FREQUENCIES, Frequency, UnknownFrequency, frequency


def test_periods_have_the_portals_codes_and_days() -> None:
    assert [(known.value, known.label, known.days) for known in FREQUENCIES] == [
        ("more than once a day", "Більш як один раз на день", 1),
        ("once a day", "Щодня", 1),
        ("once a week", "Щотижня", 7),
        ("once a month", "Щомісяця", 31),
        ("once a quarter", "Щокварталу", 92),
        ("once a half year", "Кожного півріччя", 183),
        ("once a year", "Щороку", 365),
        ("immediately after making changes", "Відразу після внесення змін", 365),
        ("no longer updated", "Більше не оновлюється", None),
    ]


def test_a_period_is_found_by_its_portal_value() -> None:
    assert frequency("once a week") == Frequency("once a week", "Щотижня", 7)


def test_an_unknown_period_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownFrequency, match=r"«weekly»; можливі: .*once a week"):
        frequency("weekly")


def test_the_register_of_sets_knows_the_same_labels() -> None:
    labels = read_schema("2025/7/register").field("accrualPeriodicity").enum
    assert labels == tuple(known.label for known in FREQUENCIES[:7])
