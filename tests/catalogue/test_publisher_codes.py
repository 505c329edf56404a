"""The publisher's own codes, which stand in every release and report."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue import CatalogueError, read_catalogue


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"04052502"',
            '"04052507"',
            "рядок 4: publisher.edrpou: контрольна цифра коду ЄДРПОУ «04052507» не сходиться; "
            "звірте код.",
        ),
        (
            '"04052502"',
            '"4052508"',
            "рядок 4: publisher.edrpou: код ЄДРПОУ має 8 цифр; пишіть його в лапках.",
        ),
        (
            "UA44120010010012345",
            "UА44120010010012345",
            "рядок 5: publisher.katottg: код КАТОТТГ — це UA латинкою і 17 цифр; "
            "пишіть його в лапках.",
        ),
    ],
)
def test_a_wrong_code_is_a_problem_on_its_line(city: Path, old: str, new: str, told: str) -> None:
    path = city / "publisher.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(city)
    assert str(raised.value).endswith(f"помилки: {told}")
