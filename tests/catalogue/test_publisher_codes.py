"""The publisher's own codes, which stand in every release and report, and keys of portals."""

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
        (
            "profile: embedded}",
            "profile: embedded, fields: {title: Місто}}",
            "рядок 12: portals.city.fields.title: це поле заповнює сама програма або портал.",
        ),
        (
            "profile: embedded}",
            "profile: embedded, fields: {Код ЄДРПОУ: '04052502'}}",
            "рядок 12: portals.city.fields.Код ЄДРПОУ: ключ поля — латинські малі літери, цифри, "
            "«-» і «_».",
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


def test_a_portal_may_ask_for_keys_of_its_own(city: Path) -> None:
    path = city / "publisher.yaml"
    fields = "profile: embedded, fields: {kod_yedrpou: '04052502'}}"
    text = path.read_text(encoding="utf-8").replace("profile: embedded}", fields)
    path.write_text(text, encoding="utf-8")
    assert read_catalogue(city).portals["city"].fields == {"kod_yedrpou": "04052502"}
