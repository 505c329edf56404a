import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.reply.files import tell_of_files
from pipeline.reply.sharing import share_with_office
from pipeline.reply.writing import write_files

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


def rights(place: Path) -> str:
    return oct(place.stat().st_mode & 0o7777)


def test_whoever_reads_the_folder_of_an_office_reads_the_replies_whatever_the_umask(
    tmp_path: Path,
) -> None:
    office = tmp_path / "economy"
    office.mkdir()
    office.chmod(0o2775)
    former = os.umask(0o077)
    try:
        tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
        reply = office / "Зауваження" / "stalls" / "2021-Q1"
        write_files(reply, {"report.html": b"<p>"})
        share_with_office(office, reply)
    finally:
        os.umask(former)
    assert [rights(place) for place in (office / "Зауваження", reply.parent, reply)] == [
        "0o2775"
    ] * 3
    assert rights(office / "Зауваження" / "Файли.txt") == rights(reply / "report.html") == "0o664"
    assert reply.stat().st_gid == office.stat().st_gid


def test_a_folder_of_one_person_stays_theirs(tmp_path: Path) -> None:
    office = tmp_path / "economy"
    office.mkdir(mode=0o700)
    tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
    assert rights(office / "Зауваження") == "0o700"
    assert rights(office / "Зауваження" / "Файли.txt") == "0o600"


def test_a_link_in_the_folder_of_an_office_leads_to_nothing_of_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office, ours = tmp_path / "economy", tmp_path / "ours"
    office.mkdir()
    office.chmod(0o770)
    ours.mkdir(mode=0o700)
    (office / "Зауваження").symlink_to(ours)
    tell_of_files(tmp_path, "economy", ["Файл «а.csv» порожній."], NOW)
    assert (list(ours.iterdir()), rights(ours)) == ([], "0o700")
    assert "на шляху лежить посилання, вилучіть його" in caplog.text


def test_a_link_among_the_replies_gives_nobody_rights_on_what_it_leads_to(tmp_path: Path) -> None:
    office, ledger = tmp_path / "economy", tmp_path / "ledger"
    reply = office / "Зауваження" / "stalls"
    reply.mkdir(parents=True)
    office.chmod(0o770)
    ledger.touch(mode=0o600)
    (reply / "report.html").symlink_to(ledger)
    share_with_office(office, reply)
    assert rights(ledger) == "0o600"
