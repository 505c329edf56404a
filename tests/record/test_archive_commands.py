"""The commands of the archive as a person types them, over a real folder and a real ledger."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from ledgers import an_event
from typer.testing import CliRunner

from pipeline.catalogue import CatalogueError, read_catalogue
from pipeline.cli import app
from pipeline.clock import now
from pipeline.errors import CannotRun
from pipeline.model import Retention
from pipeline.record.archive import Archive
from pipeline.record.event import Kind
from pipeline.record.ledger import open_ledger

PUBLISHER = """
publisher: {{name: Місто, edrpou: "99000005", katottg: UA44120050010012345,
  site: "https://city.example", email: office@city.example}}
offices: {{economy: {{name: Управління економіки, email: economy@city.example}}}}
report_portal: city
portals:
  city: {{url: "http://127.0.0.1:5080", organization: city, profile: embedded}}
{archive}
"""


def write_publisher(folder: Path, archive: str) -> Path:
    (folder / "datapackages").mkdir(exist_ok=True)
    text = PUBLISHER.format(archive=archive)
    (folder / "datapackages" / "publisher.yaml").write_text(text, "utf-8")
    return folder / "datapackages"


def run(folder: Path, *words: str) -> str:
    options = ("--catalogue", str(folder / "datapackages"), "--var", str(folder))
    environment = {"PIPELINE_LEDGER_URL": f"sqlite:///{folder}/ledger.sqlite3"}
    result = CliRunner().invoke(app, [*options, "archive", *words], env=environment)
    if isinstance(result.exception, CannotRun):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A delivery of four years ago that another one followed."""
    write_publisher(tmp_path, "archive: {keep_raw_days: 1095}")
    archive = Archive(tmp_path / "archive")
    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", now) as ledger:
        hashes = []
        for content, days in ((b"old", 1460), (b"new", 10)):
            kept, at = archive.keep_bytes(content), now() - timedelta(days=days)
            os.utime(kept.path, (at.timestamp(), at.timestamp()))
            ledger.record(an_event(Kind.GATHERED, at, document="d/1", sha256=kept.sha256))
            hashes.append(kept.sha256)
    return hashes[0]


def test_prune_first_shows_what_would_go(tmp_path: Path, old: str) -> None:
    told = "1\u00a0файл, 3\u00a0Б (давніші за 1\u00a0095\u00a0днів).\n"

    shown = run(tmp_path, "prune", "--dry-run")
    assert f"Надходження: буде вилучено {told}  {old}  3\u00a0Б\n" in shown
    assert Archive(tmp_path / "archive").path_of(old).is_file()
    assert f"Надходження: вилучено {told}" in run(tmp_path, "prune")
    with pytest.raises(FileNotFoundError):
        Archive(tmp_path / "archive").path_of(old)


def test_without_a_term_nothing_is_pruned(tmp_path: Path, old: str) -> None:
    write_publisher(tmp_path, "")

    assert run(tmp_path, "prune") == (
        "Випуски: лишаються всі (у publisher.yaml не задано archive.keep_releases).\n"
        "Надходження: лишаються всі (у publisher.yaml не задано archive.keep_raw_days).\n"
        "Звіти для підрозділів: лишаються всі "
        "(у publisher.yaml не задано archive.keep_report_days).\n"
    )
    assert Archive(tmp_path / "archive").path_of(old).is_file()


def test_erase_asks_for_a_ground_and_a_name(tmp_path: Path, old: str) -> None:
    words = ("--ground", "персональні дані", "--by", "Олена Коваль")
    told = run(tmp_path, "erase", old.upper(), *words)

    assert told.startswith("Вилучено з архіву; записано подію 3.\n")
    with pytest.raises(CannotRun, match="немає файлу з хешем"):
        run(tmp_path, "erase", old, *words)


def test_the_terms_are_read_from_the_publisher(tmp_path: Path) -> None:
    assert read_catalogue(write_publisher(tmp_path, "")).retention == Retention()
    told = "{keep_raw_days: 30, keep_releases: 5, keep_report_days: 60}"
    folder = write_publisher(tmp_path, f"archive: {told}")
    assert read_catalogue(folder).retention == Retention(30, 5, 60)


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        *(("keep_raw_days", wrong) for wrong in ("0", "-1", "багато", "1.5", '"30"')),
        ("keep_releases", "1"),
        ("keep_report_days", "0"),
    ],
)
def test_a_wrong_term_is_refused(tmp_path: Path, term: str, wrong: str) -> None:
    folder = write_publisher(tmp_path, f"archive: {{{term}: {wrong}}}")

    with pytest.raises(CatalogueError, match=term):
        read_catalogue(folder)
