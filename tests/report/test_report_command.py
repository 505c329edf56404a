"""`pipeline report` and `pipeline consult` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

PUBLISHER = """\
demonstration: true
publisher: {name: Приклад міська рада, edrpou: "04052502", katottg: UA44120010010012345,
  site: "http://city.example", email: data@city.example}
offices:
  economy: {name: Управління економіки, email: economy@city.example}
report_portal: city
portals:
  city: {url: "http://127.0.0.1:9", organization: city, profile: ckan}
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "datapackages").mkdir()
    (tmp_path / "datapackages" / "publisher.yaml").write_text(PUBLISHER, encoding="utf-8")
    return tmp_path


def run(city: Path, *words: str) -> Result:
    folders = ["--catalogue", str(city / "datapackages"), "--var", str(city / "var")]
    return CliRunner().invoke(app, [*folders, *words])


def test_a_consultation_is_logged_and_reported(city: Path) -> None:
    done = run(city, "consult", "--office", "economy", "--topic", "CSV", "--date", "2021-06-15")
    assert done.exit_code == 0, done.output
    assert done.output == ("Консультація: Управління економіки — «CSV», 15.06.2021. Подія 1.\n")

    told = json.loads(run(city, "report", "--quarter", "2021-Q2", "--format", "json").output)
    assert told["quarter"]["consultations"] == [
        {"at": "2021-06-15T09:00:00+00:00", "office": "economy", "topic": "CSV", "event": 1}
    ]
    assert "Надано 1 консультацію (Управління економіки — 1)." in told["paragraph"]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "json", "csv"])
def test_the_file_says_the_format(city: Path, suffix: str) -> None:
    output = city / f"report.{suffix}"
    done = run(city, "report", "--quarter", "2021-Q2", "-o", str(output))

    assert (done.exit_code, done.output) == (0, "")
    begins = {"md": b"# ", "html": b"<!doctype html>", "docx": b"PK", "json": b"{", "csv": b"level"}
    assert output.read_bytes().startswith(begins.get(suffix, "Станом на 01.07.2021".encode()))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report", "--format", "docx"), "Документ DOCX записують у файл: додайте -o zvit.docx."),
        (("report", "--portal", "x"), "Немає порталу «x». Відомі: city."),
        (("report", "--quarter", "x"), "«x» не є кварталом: напишіть його як 2021-Q2."),
        (
            ("report", "--known-at", "учора"),
            "«учора» не є датою: напишіть її як 2021-07-01 або 01.07.2021.",
        ),
        (
            ("consult", "--office", "economy", "--topic", " "),
            "Тема консультації порожня: напишіть, про що питали.",
        ),
    ],
)
def test_what_cannot_be_reported_is_a_sentence(
    city: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert str(run(city, *words).exception) == sentence


def test_figures_that_cannot_be_confirmed_are_not_printed(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.publish.retries._wait", lambda _: 0.0)
    done = run(city, "report", "--check")

    assert done.exit_code == 1
    assert "Станом на" not in done.output
    assert "Показники не надруковано" in done.stderr
    assert "Портал 127.0.0.1:9 недоступний" in done.stderr
