"""`pipeline template`, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cities import write_city
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.cli import app

CATALOGUE = Path(__file__).parents[2] / "datapackages"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["--catalogue", str(CATALOGUE), "template", *words])


def sheets(path: Path) -> list[str]:
    return list(load_workbook(path).sheetnames)


def test_a_table_of_the_resolution_gives_one_file(tmp_path: Path):
    result = run("2025/18/buildings", "-o", str(tmp_path / "form.xlsx"))
    assert (result.exit_code, sheets(tmp_path / "form.xlsx")) == (0, ["buildings"])


def test_a_dataset_says_under_what_name_the_filled_form_is_handed_in(tmp_path: Path):
    result = run("trade-fairs", "-o", str(tmp_path / "form.xlsx"))
    assert result.output.strip().endswith(
        "форма «Ярмарки». Заповнену здають під назвою «yarmarky-*.xlsx» у теку trade."
    )


def test_a_dataset_that_takes_no_xlsx_says_how_to_save_the_filled_form(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    assert run("housing-toilets", "-o", str(path)).output == (
        f"{path}: форма «Громадські вбиральні». Заповнену збережіть («Зберегти як») у форматі "
        "CSV UTF-8 і здайте під назвою «vbyralni*.csv» у теку housing: файла XLSX цей набір "
        "не бере.\n"
    )


def test_a_new_dataset_has_its_form_before_its_sample(tmp_path: Path):
    write_city(tmp_path / "city")
    (tmp_path / "city" / "economy-stalls" / "sample" / "stalls.csv").unlink()
    path = tmp_path / "form.xlsx"
    words = ["--catalogue", str(tmp_path / "city"), "template", "economy-stalls", "-o", str(path)]
    assert (CliRunner().invoke(app, words).exit_code, path.is_file()) == (0, True)


def test_a_dataset_of_several_tables_fills_a_folder(tmp_path: Path):
    run("secretariat-directory", "-o", str(tmp_path / "forms"))
    assert {path.name: sheets(path) for path in (tmp_path / "forms").iterdir()} == {
        "organizations.xlsx": ["Юридичні особи"],
        "organization-units.xlsx": ["Підрозділи"],
        "posts.xlsx": ["Посади"],
    }


def test_one_table_of_several_is_chosen_by_its_document(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    run("secretariat-directory", "--document", "posts", "-o", str(path))
    assert sheets(path) == ["Посади"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("secretariat-directory",), "форма має один аркуш"),
        (("secretariat-directory", "--document", "post"), "немає таблиці «post»"),
        (("documents-orders",), "немає таблиць"),
        (("2025/18/building",), "найближча — «2025/18/buildings»"),
        (("2025/18/buildings", "--document", "x"), "--document"),
        (("trade-fair",), "«trade-fairs»"),
    ],
)
def test_what_cannot_be_made_is_a_sentence_and_no_file(
    words: tuple[str, ...], sentence: str, tmp_path: Path
):
    result = run(*words, "-o", str(tmp_path / "form.xlsx"))
    assert sentence in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_same_form_is_written_twice_and_a_filled_one_never_lost(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    assert [run("2019/Posts", "-o", str(path)).exit_code for _ in range(2)] == [0, 0]
    path.write_bytes(b"filled in")
    assert "уже є" in str(run("2019/Posts", "-o", str(path)).exception)
    assert path.read_bytes() == b"filled in"
