import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.gather.folder import FolderGone, is_named, list_files, read_still

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def put(path: Path, content: str = "x", age: float = 3600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    moment = NOW.timestamp() - age
    os.utime(path, (moment, moment))
    return path


def names(root: Path, *patterns: str) -> list[str]:
    return [found.name for found in list_files(root, "economy", patterns or ("**/*",))]


def test_files_are_listed_by_pattern_with_size_and_utc_time(tmp_path: Path) -> None:
    put(tmp_path / "economy" / "a.csv", "12345")
    put(tmp_path / "economy" / "b.xlsx")
    (found,) = list_files(tmp_path, "economy", ("*.csv",))
    assert (found.name, found.size, found.modified) == ("a.csv", 5, NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    "leftover", ["~$a.xlsx", ".~lock.a.xlsx#", "a.xlsx.part", "Thumbs.db", ".hidden.csv", "a.tmp"]
)
def test_leftovers_of_other_programs_are_no_deliveries(tmp_path: Path, leftover: str) -> None:
    put(tmp_path / "economy" / "a.xlsx")
    put(tmp_path / "economy" / leftover)
    assert names(tmp_path) == ["a.xlsx"]


def test_our_own_replies_are_no_deliveries(tmp_path: Path) -> None:
    put(tmp_path / "economy" / "Зауваження" / "a.xlsx")
    assert names(tmp_path) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.csv")
    (tmp_path / "economy").mkdir()
    (tmp_path / "economy" / "a.csv").symlink_to(secret)
    assert names(tmp_path) == []


def test_a_folder_that_does_not_exist_holds_nothing(tmp_path: Path) -> None:
    assert list_files(tmp_path, "economy", ("*",)) == ()


def test_an_unreadable_folder_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "economy" / "a.csv")

    def gone(_: Path) -> None:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(os, "scandir", gone)
    with pytest.raises(FolderGone, match=r"Тека надходжень .*economy недоступна: Stale file"):
        list_files(tmp_path, "economy", ("*",))


def test_an_inbox_that_does_not_exist_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FolderGone, match="недоступна"):
        list_files(tmp_path / "share", "economy", ("*",))


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("Stalls.XLSX", "stalls*.xlsx", True),
        ("Звіт-2021.xlsx", "звіт-*.xlsx", True),
        ("Звіт.xlsx", "звіт.xlsx", True),
        ("05/1.pdf", "*.pdf", False),
        ("05/1.pdf", "**/*.pdf", True),
        ("1.pdf", "**/*.pdf", True),
        ("rozp/2021/05/1.pdf", "rozp/**/*.*", True),
        ("stalls.csv", "stalls*.xlsx", False),
    ],
)
def test_a_pattern_ignores_letter_case_and_knows_folders(
    name: str, pattern: str, fits: bool
) -> None:
    assert is_named(name, pattern) is fits


def test_a_file_untouched_for_a_while_is_taken_without_waiting(tmp_path: Path) -> None:
    put(tmp_path / "economy" / "a.csv")
    files = list_files(tmp_path, "economy", ("*",))
    pauses: list[float] = []
    assert read_still(files, lambda: NOW, pauses.append) == frozenset(files)
    assert pauses == []


def test_a_fresh_file_that_stands_still_is_taken_after_one_pause(tmp_path: Path) -> None:
    put(tmp_path / "economy" / "a.csv", age=0)
    files = list_files(tmp_path, "economy", ("*",))
    pauses: list[float] = []
    assert read_still(files, lambda: NOW, pauses.append) == frozenset(files)
    assert pauses == [2.0]


def test_a_file_that_grows_during_the_pause_is_left_for_the_next_time(tmp_path: Path) -> None:
    growing = put(tmp_path / "economy" / "a.csv", age=0)
    files = list_files(tmp_path, "economy", ("*",))
    assert read_still(files, lambda: NOW, lambda _: put(growing, "more", age=0) and None) == (
        frozenset()
    )
