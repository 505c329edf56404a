"""What the machine refuses is one sentence at the terminal, and exit code 2."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
from cities import free_port, write_city
from sqlalchemy.exc import OperationalError

from pipeline.cli import main
from pipeline.errors import CannotRun, sentences_only
from pipeline.secret import read_secret


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of a small city, the folder where commands are typed."""
    write_city(tmp_path / "datapackages", free_port())
    (tmp_path / "stalls.csv").write_text("uid,area\nа-1,7.5\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """The exit code and stderr of a command as a person types it."""

    def type_in(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["pipeline", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capfd.readouterr().err

    return type_in


CHECK = ("check", "stalls.csv", "--dataset", "economy-stalls")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            (*CHECK, "--report", "/proc/x"),
            "Шлях /proc/x не читається або не записується: "
            "такого шляху немає або створити його не можна.\n",
        ),
        ((*CHECK, "--report", "stalls.csv"), "--report: stalls.csv — не тека; вкажіть теку.\n"),
        (("--var", "stalls.csv", "status"), "--var: stalls.csv — не тека; вкажіть теку.\n"),
        (
            ("--catalogue", "stalls.csv", "status"),
            "--catalogue: stalls.csv — не тека; вкажіть теку.\n",
        ),
        (
            ("check", "datapackages", "--dataset", "economy-stalls"),
            "datapackages — не файл; вкажіть файл, який перевірити.\n",
        ),
        (
            ("tables", "2025/18/building"),
            "Немає таблиці «2025/18/building», найближча — «2025/18/buildings»\n",
        ),
        (
            ("check", "stalls.csv", "--table", "2025/18/building"),
            "Немає таблиці «2025/18/building», найближча — «2025/18/buildings»\n",
        ),
    ],
)
def test_a_wrong_path_or_name_is_one_sentence(city: Path, typed, words, told: str) -> None:
    assert typed(*words) == (2, told)


def test_a_file_in_place_of_the_locks_is_one_sentence(city: Path, typed) -> None:
    (city / ".var").mkdir()
    (city / ".var" / "locks").write_text("")
    assert typed("digest") == (
        2,
        f"Шлях {city}/.var/locks не читається або не записується: на місці теки лежить файл.\n",
    )


def test_a_wrong_portal_database_stops_publishing_with_a_sentence(city: Path, typed) -> None:
    (city / ".var" / "portal" / "portal.sqlite3").mkdir(parents=True)
    code, told = typed("publish")
    assert (code, told.count("\n")) == (2, 1)
    assert told.startswith(f"База порталу {city}/.var/portal/portal.sqlite3 не відкривається")


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as told, sentences_only():
        raise OSError(errno.ENOSPC, "No space left on device", "/var/x")
    assert str(told.value) == "На диску немає місця (/var/x): звільніть його й повторіть команду."


def test_a_database_that_dies_tells_no_password() -> None:
    with pytest.raises(CannotRun) as told, sentences_only():
        raise OperationalError("SELECT 1", {}, OSError("postgresql://me:secret@db"))
    assert str(told.value).startswith("База даних не читається або не записується")
    assert "secret" not in str(told.value)


def test_an_error_of_no_system_call_is_a_bug_and_shows() -> None:
    with pytest.raises(OSError, match="a bug"), sentences_only():
        raise OSError("a bug")


def test_a_sentence_that_stands_alone_begins_with_a_capital() -> None:
    with pytest.raises(CannotRun, match=r"^Не задано секрет KEY"), sentences_only():
        read_secret("KEY", None, {})
