from pathlib import Path

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
