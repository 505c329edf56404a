import importlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

WEEKLY = 'title: Щотижня\ncron: "30 6 * * mon"\ndatasets: [economy-stalls]\n'


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    command = importlib.import_module("pipeline.cli.schedule")
    monkeypatch.setattr(command, "now", lambda: datetime(2026, 3, 20, 12, tzinfo=UTC))


def run(city: Path, folder: Path, *words: str) -> Result:
    folders = ("--catalogue", str(city), "--schedules", str(folder))
    return CliRunner().invoke(app, [*folders, "schedule", *words])


def test_what_runs_when_is_told_in_kyiv_time(city: Path, folder: Path) -> None:
    (folder / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    result = run(city, folder, "--next", "2")
    assert (result.exit_code, result.stdout) == (
        0,
        """\
Найближчі запуски за київським часом:
понеділок  23.03.2026 06:30  Щотижня  1\u00a0набір даних
понеділок  30.03.2026 06:30  Щотижня  1\u00a0набір даних

Щотижня (schedules/weekly.yaml):
  economy-stalls
""",
    )


def test_runs_of_all_schedules_come_in_order_of_time(city: Path, folder: Path) -> None:
    (folder / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    other = 'title: Щодня\ncron: "0 12 * * *"\nfrequencies: [once a week]\n'
    (folder / "daily.yaml").write_text(other, encoding="utf-8")
    result = run(city, folder, "--next", "4", "--json")
    assert [(found["at"], found["title"]) for found in json.loads(result.stdout)["runs"]] == [
        ("2026-03-21T12:00:00+02:00", "Щодня"),
        ("2026-03-22T12:00:00+02:00", "Щодня"),
        ("2026-03-23T06:30:00+02:00", "Щотижня"),
        ("2026-03-23T12:00:00+02:00", "Щодня"),
    ]


def test_a_schedule_with_a_fault_is_told_and_fails_the_command(city: Path, folder: Path) -> None:
    (folder / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    (folder / "daily.yaml").write_text("title: Щодня\n", encoding="utf-8")
    result = run(city, folder, "--next", "1")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        1,
        "schedules/daily.yaml:1: файл: вкажіть ритм: або cron, або every_minutes",
    )
