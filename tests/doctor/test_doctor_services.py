"""Ledger, archive, clock, mail, versions, limits: each by its own small question."""

from __future__ import annotations

import smtplib
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from ledgers import NOON, an_event
from post import smtp_server

from pipeline.doctor.archive import check_archive
from pipeline.doctor.clock import check_clock
from pipeline.doctor.diagnosis import Check, Diagnosis, Light, examine, green, red
from pipeline.doctor.ledger import check_ledger
from pipeline.doctor.limits import check_limits
from pipeline.doctor.mail import check_mail
from pipeline.doctor.mounts import Mount
from pipeline.doctor.versions import check_versions, read_pinned
from pipeline.model import Document, DocumentFile, Release
from pipeline.post import log_in
from pipeline.record.archive import Archive
from pipeline.record.ledger import open_ledger


def noon() -> datetime:
    return NOON


# All of them


def test_a_check_that_breaks_down_is_a_red_line_and_stops_no_other() -> None:
    def broken() -> Diagnosis:
        raise ZeroDivisionError("ділення на нуль")

    well = green("Друга", "усе добре")
    assert list(examine([Check("Перша", broken), Check("Друга", lambda: well)])) == [
        red(
            "Перша",
            "перевірка не вдалася (ZeroDivisionError): ділення на нуль",
            "усуньте причину, названу в реченні, і повторіть pipeline doctor",
        ),
        well,
    ]


# The ledger


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    file = tmp_path / "ledger.sqlite3"
    with open_ledger(f"sqlite:///{file}", noon) as ledger:
        for _ in range(3):
            ledger.record(an_event())
    return file


def look(file: Path, *mounts: Mount) -> Diagnosis:
    return check_ledger(f"sqlite:///{file}", file, mounts, noon)


def test_a_whole_chain_is_well(journal: Path) -> None:
    found = look(journal)
    assert found.light is Light.GREEN
    assert found.sentence.startswith("ланцюг цілий: 3\u00a0події, хеш останньої ")


def test_a_ledger_yet_to_be_made_is_not_made_by_the_doctor(tmp_path: Path) -> None:
    assert look(tmp_path / "ledger.sqlite3").light is Light.GREEN
    assert list(tmp_path.iterdir()) == []


def test_an_event_changed_by_hand_is_red(journal: Path) -> None:
    with sqlite3.connect(journal) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE events SET sentence = 'x' WHERE seq = 2")
    assert look(journal) == red(
        "Журнал",
        "Подію 2 змінено після запису: її вміст не відповідає її хешу",
        "pipeline ledger verify покаже все",
    )


def test_a_file_that_is_no_ledger_is_red(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    file.write_bytes(b"not a database" * 100)
    assert look(file).light is Light.RED


def test_sqlite_on_a_share_is_red(journal: Path) -> None:
    found = look(journal, Mount(Path("/"), "ext4"), Mount(journal.parent, "nfs4"))
    assert (found.light, "мережевій теці (nfs4)" in found.sentence) == (Light.RED, True)


# The archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A release of two files."""
    archive = Archive(tmp_path / "archive")
    files = tuple(
        DocumentFile("CSV", f"{name}.csv", "text/csv", archive.keep_bytes(name).sha256, len(name))
        for name in (b"one", b"three")
    )
    documents = (Document("d/1", "1", "Перелік", files, "ab" * 32, NOON),)
    archive.keep_release(Release("d", documents, NOON, NOON))
    return archive


def look_into(archive: Archive) -> Diagnosis:
    return check_archive(archive, lambda files, count: files[:count])


def test_an_archive_with_every_byte_is_well(archive: Archive) -> None:
    assert look_into(archive) == green(
        "Архів", "у чинних випусках 2\u00a0файли, усі на місці; звірено хеші 2"
    )


def test_a_lost_file_and_a_spoilt_one_are_red(archive: Archive) -> None:
    release = next(archive.current_releases())
    one, three = (archive.path_of(file.sha256) for file in release.documents[0].files)
    three.write_bytes(b"thre!")
    assert look_into(archive).sentence == ("вміст не відповідає хешу, диск псується: b'three'.csv")
    one.unlink()
    assert look_into(archive).sentence == "у чинних випусках бракує 1\u00a0файл: b'one'.csv"


# The clock


def at(skew: timedelta = timedelta(), last: datetime | None = None) -> Diagnosis:
    def dates() -> Mapping[str, str]:
        return {"data.gov.ua": (NOON + skew).strftime("%a, %d %b %Y %H:%M:%S GMT")}

    return check_clock(NOON, last, dates)


def test_the_clock_is_compared_with_a_portal_s() -> None:
    assert at().sentence == "01.06.2021 15:00 за Києвом, із порталом «data.gov.ua» збігається"
    assert at(timedelta(hours=2)) == Diagnosis(
        "Годинник",
        Light.YELLOW,
        "01.06.2021 15:00 за Києвом, а на порталі «data.gov.ua» 01.06.2021 17:00",
        "увімкніть синхронізацію часу: timedatectl set-ntp true",
    )


def test_a_clock_behind_the_ledger_is_red() -> None:
    assert at(last=NOON + timedelta(days=1)).light is Light.RED
    assert at(last=NOON + timedelta(minutes=1)).light is Light.GREEN


def test_without_a_portal_elsewhere_there_is_nothing_to_compare_with() -> None:
    found = check_clock(datetime(2021, 6, 1, tzinfo=UTC), None, dict)
    assert (found.light, found.sentence.endswith("портали на цій машині")) == (Light.GREEN, True)


# The mail


def test_a_mail_server_is_logged_into_and_sent_nothing() -> None:
    with smtp_server() as (mailbox, url):
        assert check_mail(url, log_in) == green("Пошта", "сервер 127.0.0.1 приймає")
        assert mailbox.letters == []


def test_a_mail_server_that_is_gone_is_red_and_the_url_is_not_shown() -> None:
    with smtp_server() as (_, url):
        pass
    found = check_mail(url, log_in)
    assert found.light is Light.RED
    assert found.sentence == "сервер недоступний (Connection refused)"


def test_a_refused_password_is_red() -> None:
    def refuse(url: str) -> str:
        raise smtplib.SMTPAuthenticationError(535, b"no")

    found = check_mail("mailtos://me:secret@mail.example", refuse)
    assert found.sentence == "сервер не прийняв ім’я або пароль"


@pytest.mark.parametrize("url", ["https://mail.example", "mailto://"])
def test_a_url_that_is_no_mail_server_is_red(url: str) -> None:
    found = check_mail(url, log_in)
    assert (found.light, found.advice) == (Light.RED, "виправте PIPELINE_MAIL_URL")


def test_no_mail_at_all_is_told_with_what_to_set() -> None:
    assert check_mail(None, log_in).light is Light.YELLOW


# Versions and limits


def test_other_libraries_than_the_tested_ones_are_told() -> None:
    def installed(name: str) -> str:
        if name == "pytest":
            raise PackageNotFoundError(name)
        return {"flask": "3.1.3", "pandas": "2.0"}[name]

    pinned = {"flask": "3.1.3", "pandas": "3.1.1", "pytest": "9"}
    found = check_versions(pinned, installed)
    assert (found.light, "pandas 2.0 замість 3.1.1" in found.sentence) == (Light.YELLOW, True)
    assert check_versions({"flask": "3.1.3"}, installed).light is Light.GREEN


def test_the_tested_versions_are_those_of_the_checkout() -> None:
    assert {"Flask", "pandas", "ckanapi"} <= read_pinned().keys()
    assert read_pinned(Path("/nowhere")) == {}


def test_too_few_open_files_are_told() -> None:
    assert check_limits(256).light is Light.YELLOW
    assert [check_limits(limit).light for limit in (1024, -1)] == [Light.GREEN, Light.GREEN]
