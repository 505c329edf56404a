"""The commonest mistakes of YAML, each told by what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue.marked_yaml import YamlError, read_yaml

COLON = (
    "зайва двокрапка, знак {}: текст із двокрапкою беруть у лапки, а новий ключ починають з того "
    "самого відступу, що й сусідні"
)
OPEN = "дужку або лапки не закрито (шукайте вище)"
OTHER = "це не YAML, знак {}: перевірте відступ цього рядка, лапки й дужки"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a:\n\tb: 1\n", 2, "відступ зроблено табуляцією: у YAML відступають лише пробілами"),
        ("title: Дороги: ремонт\n", 1, COLON.format(14)),
        ("title: Дороги\tй вулиці: ремонт\n", 1, COLON.format(23)),
        ("title: Дороги\n  office: roads\n", 2, COLON.format(9)),
        ("a: [1, 2\nb: 3\n", 2, OPEN),
        ("a: {b: 1\n", 2, OPEN),
        ('a: "x\nb: 2\n', 3, OPEN),
        ("a: @x\n", 1, "значення не може починатися з «@»: візьміть його в лапки"),
        ("a: 'it's'\n", 1, OTHER.format(8)),
        ("- a\nb: 1\n", 2, OTHER.format(1)),
        ("a: *x\n", 1, OTHER.format(4)),
        ("a: \x00\n", 1, "це не YAML: у файлі є знак, якого в тексті бути не може"),
        ("a: 1\nb: 2\na: 3\n", 3, "ключ «a» повторено (вперше в рядку 1)"),
    ],
)
def test_a_mistake_is_told_on_its_line_by_what_to_do(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    place = tmp_path / "x.yaml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(YamlError) as refused:
        read_yaml(place)
    assert (refused.value.line, str(refused.value)) == (line, told)
