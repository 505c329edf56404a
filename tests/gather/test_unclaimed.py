from pathlib import Path

import pytest
from cities import write_city

from pipeline.catalogue import read_catalogue
from pipeline.gather.unclaimed import list_unclaimed


def test_a_file_that_no_dataset_takes_is_named_with_what_is_expected(tmp_path: Path) -> None:
    write_city(tmp_path / "datapackages")
    office = tmp_path / "inbox" / "economy"
    (office / "Зауваження").mkdir(parents=True)
    for name in ("Stalls.CSV", "кіоски.csv", "~$stalls.csv", "Зауваження/stalls.xlsx"):
        (office / name).write_text("x", encoding="utf-8")
    found = list_unclaimed(read_catalogue(tmp_path / "datapackages"), tmp_path / "inbox")
    assert [item.sentence for item in found] == [
        "Файл «кіоски.csv» не належить до жодного набору даних. Перейменуйте його; "
        "у цій теці очікуються: stalls*.csv."
    ]


def test_an_inbox_that_is_not_there_leaves_nothing_unclaimed(tmp_path: Path) -> None:
    write_city(tmp_path / "datapackages")
    assert list_unclaimed(read_catalogue(tmp_path / "datapackages"), tmp_path / "inbox") == ()


@pytest.mark.parametrize(
    ("pattern", "name", "below", "belongs"),
    [
        ("stalls*.csv", "стара/Stalls.csv", "стара", "economy"),
        ("stalls*.csv", "2020/стара/stalls.csv", "2020/стара", "economy"),
        ("rozp/**/*.*", "стара/rozp/1.pdf", "стара/rozp", "economy/rozp"),
    ],
)
def test_a_file_that_lies_too_deep_is_told_where_to_go(
    pattern: str, name: str, below: str, belongs: str, tmp_path: Path
) -> None:
    write_city(tmp_path / "datapackages")
    descriptor = tmp_path / "datapackages" / "economy-stalls" / "datapackage.yaml"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace("stalls*.csv", pattern), encoding="utf-8")
    file = tmp_path / "inbox" / "economy" / name
    file.parent.mkdir(parents=True)
    file.write_text("x", encoding="utf-8")
    found = list_unclaimed(read_catalogue(tmp_path / "datapackages"), tmp_path / "inbox")
    assert [item.sentence for item in found] == [
        f"Файл «{name}» не взято, бо він лежить у підтеці «{below}». Якщо його треба здати, "
        f"перенесіть його звідти в теку «{belongs}»."
    ]


def test_a_file_in_a_folder_below_whose_name_nobody_expects_is_to_be_renamed(
    tmp_path: Path,
) -> None:
    write_city(tmp_path / "datapackages")
    below = tmp_path / "inbox" / "economy" / "стара"
    below.mkdir(parents=True)
    (below / "кіоски.csv").write_text("x", encoding="utf-8")
    found = list_unclaimed(read_catalogue(tmp_path / "datapackages"), tmp_path / "inbox")
    assert [item.sentence for item in found] == [
        "Файл «стара/кіоски.csv» не належить до жодного набору даних. Перейменуйте його; "
        "у цій теці очікуються: stalls*.csv."
    ]
