"""An installation of a later version, met by this one: a sentence, and nothing is touched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cities import free_port, write_city

from pipeline.clock import now
from pipeline.record.ledger import open_ledger

LATER = "Журнал має формат 9999, новіший за відомий цій версії продукту (0003): оновіть продукт.\n"


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A city whose ledger was upgraded further than we know, with a delivery that waits."""
    write_city(tmp_path / "datapackages", free_port())
    open_ledger(f"sqlite:///{tmp_path}/var/ledger.sqlite3", now).close()
    with closing(sqlite3.connect(tmp_path / "var" / "ledger.sqlite3")) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    inbox = tmp_path / "var" / "inbox" / "economy"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "stalls.csv").write_text("uid,area\nа,1\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "--var", str(folder / "var"), *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )


def contents(folder: Path) -> dict[str, bytes]:
    var = folder / "var"
    return {str(path.relative_to(var)): path.read_bytes() for path in var.rglob("*.*")}


@pytest.mark.parametrize(
    "words",
    [
        ("publish",),
        ("daemon",),
        ("report",),
        ("archive", "prune"),
    ],
)
def test_every_command_says_so_and_leaves_all_as_it_was(
    later: Path, words: tuple[str, ...]
) -> None:
    before = contents(later)
    done = run(later, *words)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", LATER)
    assert contents(later) == before
