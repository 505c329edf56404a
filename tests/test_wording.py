from datetime import UTC, datetime

import pytest

from pipeline.wording import DATASET, DOCUMENT, alphabetically, count_of, day, minute, size_of


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 наборів даних"),
        (1, "1 набір даних"),
        (2, "2 набори даних"),
        (5, "5 наборів даних"),
        (11, "11 наборів даних"),
        (21, "21 набір даних"),
        (135, "135 наборів даних"),
        (1062, "1 062 набори даних"),
    ],
)
def test_a_noun_agrees_with_its_count(count: int, told: str) -> None:
    assert count_of(count, DATASET).replace("\u00a0", " ") == told


def test_documents_agree_too() -> None:
    assert count_of(1062, DOCUMENT) == "1\u00a0062\u00a0документи"


def test_moments_are_shown_in_kyiv_time() -> None:
    moment = datetime(2021, 6, 30, 21, 30, tzinfo=UTC)
    assert (day(moment), minute(moment)) == ("01.07.2021", "01.07.2021 00:30")


def test_names_stand_in_the_ukrainian_alphabet() -> None:
    names = ["Їдальні", "Зупинки", "Івани", "Ґанки", "Яри", "абетка", "Гаї", "Дім", "Ї", "З ярів"]

    assert sorted(names, key=alphabetically) == [
        "абетка", "Гаї", "Ґанки", "Дім", "З ярів", "Зупинки", "Івани", "Ї", "Їдальні", "Яри",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 Б"), (1023, "1023 Б"), (1434, "1,4 КБ"), (3 << 20, "3,0 МБ"), (5 << 40, "5120,0 ГБ")],
)
def test_sizes_are_written_as_people_read_them(size: int, told: str) -> None:
    assert size_of(size).replace("\u00a0", " ") == told
