from datetime import UTC, datetime
from pathlib import Path

from pipeline.reply.files import tell_of_files

NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)


def test_an_office_reads_what_became_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "economy").mkdir()
    tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
    text = (tmp_path / "economy" / "Зауваження" / "Файли.txt").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["Перевірено 01.07.2021 12:00", "", "Файл «а.csv» порожній."]


def test_the_text_is_gone_when_there_is_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "economy").mkdir()
    tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
    tell_of_files(tmp_path, "economy", [], NOW)
    assert list((tmp_path / "economy" / "Зауваження").iterdir()) == []


def test_an_inbox_that_is_not_there_fails_nothing(tmp_path: Path) -> None:
    tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
    assert list(tmp_path.iterdir()) == []
