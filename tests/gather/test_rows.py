from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from pipeline.gather.rows import RowsFault, render_header, render_rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("Ринок «Центральний», ряд 1", '"Ринок «Центральний», ряд 1"'),
        ("два\nрядки", '"два\nрядки"'),
        (True, "true"),
        (7, "7"),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e16, "10000000000000000"),
        (3.0, "3"),
        (date(2021, 7, 2), "2021-07-02"),
        (time(14, 5), "14:05:00"),
        (datetime(2021, 7, 2, 14, 5), "2021-07-02T14:05:00"),  # noqa: DTZ001
        (datetime(2021, 7, 2, 11, 5, tzinfo=UTC), "2021-07-02T14:05:00"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    ],
)
def test_a_value_has_one_text(value: object, text: str) -> None:
    assert render_rows(("a", "b"), [(value, "x")]).decode() == f"{text},x\n"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (b"\x00", "стовпець «a» має тип bytes; перетворіть його на текст у запиті (CAST)"),
        ({"x": 1}, "стовпець «a» має тип dict; перетворіть його на текст у запиті (CAST)"),
        ([1], "стовпець «a» має тип list; перетворіть його на текст у запиті (CAST)"),
        (
            timedelta(days=1),
            "стовпець «a» має тип timedelta; перетворіть його на текст у запиті (CAST)",
        ),
        (float("nan"), "у стовпці «a» є нескінченність або не число (NaN)"),
        (Decimal("Infinity"), "у стовпці «a» є нескінченність або не число (NaN)"),
    ],
)
def test_what_has_no_one_text_is_refused_by_its_column(value: object, told: str) -> None:
    with pytest.raises(RowsFault) as caught:
        render_rows(("a",), [(value,)])
    assert str(caught.value) == told


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(RowsFault) as caught:
        render_header(("id", "name", "id"))
    assert str(caught.value) == "два стовпці з назвою «id»; дайте їм різні назви через AS"
