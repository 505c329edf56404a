"""`pipeline doctor` as a person calls it, over real folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cities import free_port, write_city
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import app


@pytest.fixture
def city(tmp_path: Path) -> Path:
    write_city(tmp_path / "datapackages", free_port())
    (tmp_path / "schedules").mkdir()
    schedule = "title: Щокварталу\ncron: 0 5 1 * *\nfrequencies: [once a quarter]\n"
    (tmp_path / "schedules" / "monthly.yaml").write_text(schedule, "utf-8")
    return tmp_path


def run(city: Path, *words: str) -> Result:
    folders = [
        word
        for name in ("catalogue", "schedules", "var")
        for word in (f"--{name}", str(city / {"catalogue": "datapackages"}.get(name, name)))
    ]
    environment = {"PIPELINE_MIN_FREE": "1M", "PIPELINE_MAIL_URL": ""}
    return CliRunner(env=environment).invoke(app, [*folders, "doctor", *words])


def test_a_fresh_checkout_is_well_and_stays_untouched(city: Path) -> None:
    done = run(city, "--json")

    assert done.exit_code == 0, done.output
    lights = {each["subject"]: each["light"] for each in json.loads(done.output)}
    assert lights == {
        "Версії": lights["Версії"],
        "Межі": lights["Межі"],
        "Тека": "green",
        "Тека архіву": "green",
        "Надходження": "green",
        "Диск": lights["Диск"],
        "Журнал": "green",
        "Архів": "green",
        "Пошта": "yellow",
        "Годинник": "green",
        "Каталог": "green",
        "Розклади": "green",
        "Програма": "yellow",
        "Портал «city»": "green",
    }
    assert sorted(path.name for path in city.iterdir()) == ["datapackages", "schedules"]


def test_what_is_wrong_ends_in_code_1_and_says_what_to_do(city: Path) -> None:
    descriptor = city / "datapackages" / "economy-stalls" / "datapackage.yaml"
    descriptor.write_text(
        descriptor.read_text("utf-8").replace("economy\n", "nobody\n", 1), "utf-8"
    )
    done = run(city)

    assert done.exit_code == 1, done.output
    lines = done.output.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("ПОГАНО  Каталог: "))
    assert "datapackage.yaml:" in lines[place]
    assert lines[place + 1] == "        → pipeline catalogue покаже всі"


def test_without_a_publisher_the_rest_is_looked_at_all_the_same(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.exit_code == 1
    assert "добре   Журнал: " in done.output
    assert "ПОГАНО  Каталог: Немає файла" in done.output
