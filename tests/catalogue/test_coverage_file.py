from datetime import date
from pathlib import Path

import pytest

from pipeline.catalogue import read_catalogue
from pipeline.catalogue.coverage import read_coverage
from pipeline.model.coverage import NotHeld, OlderSet, Planned, Statements

GOOD = """\
planned:
  - {annex: 18, by: 2026-12-31, remark: інвентаризація}
not_held:
  - {annex: 5, ground: не орган стандартизації}
older:
  - {title: Сезонна торгівля, datasets: [economy-stalls]}
"""


def read(city: Path, text: str) -> tuple[Statements, list[tuple[int, str]]]:
    (city / "coverage.yaml").write_text(text, encoding="utf-8")
    statements, problems = read_coverage(read_catalogue(city), city)
    return statements, [(problem.line, problem.message) for problem in problems]


def test_the_file_states_what_is_planned_not_held_and_older(city: Path) -> None:
    assert read(city, GOOD) == (
        Statements(
            planned=(Planned(18, date(2026, 12, 31), "інвентаризація"),),
            not_held=(NotHeld(5, "не орган стандартизації"),),
            older=(OlderSet("Сезонна торгівля", ("economy-stalls",)),),
        ),
        [],
    )


def test_a_city_without_the_file_states_nothing(city: Path) -> None:
    assert read_coverage(read_catalogue(city), city) == (Statements(), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("annex: 18", "annex: 8", 2, "постанова не має додатка 8 з рекомендованою таблицею"),
        ("annex: 5", "annex: 18", 2, "про додаток 18 сказано двічі"),
        ("[economy-stalls]", "[economy-stall]", 6,
         "немає набору даних «economy-stall»; можливо, «economy-stalls»"),
        ("not_held:", "not_hold:", 3, "невідомий ключ «not_hold»; можливо, «not_held»"),
        (", ground: не орган стандартизації", "", 4, "бракує ключа «not_held.0.ground»"),
        ("by: 2026-12-31", "by: скоро", 2, "planned.0.by: потрібна дата: 2022-03-12"),
    ],
)  # fmt: skip
def test_a_wrong_statement_names_its_line(
    city: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD

    assert (line, message) in read(city, GOOD.replace(old, new, 1))[1]


def test_a_statement_about_a_described_set_is_outdated(city: Path) -> None:
    path = city / "economy-stalls" / "datapackage.yaml"
    head = path.read_text(encoding="utf-8").split("    schema:")[0]
    path.write_text(head + "    schema: 2025/18/buildings\n", encoding="utf-8")

    assert read(city, GOOD)[1] == [(2, "набір додатка 18 уже описано в каталозі; приберіть рядок")]
