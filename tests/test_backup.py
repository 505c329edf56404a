"""A backup made while a run goes on, and what is restored from it elsewhere."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cities import free_port, write_city
from ledgers import ledger_url

from pipeline.backup import BackupError, write_backup
from pipeline.clock import now
from pipeline.portal.files import Shelf
from pipeline.portal.serve import running_portal
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import open_ledger
from pipeline.record.transfer import import_ledger
from pipeline.record.verify import verify_chain
from pipeline.settings import Settings, read_settings

__all__ = ["ledger_url"]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder that a run would leave, but for the ledger and the portal."""
    var = tmp_path / "var"
    for name in (
        "archive/ab/abc",
        "archive/unfinished/tmp1",
        "inbox/economy/a.csv",
        "locks/d.lock",
    ):
        path = var / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(name)
    var.chmod(0o700)
    return var


def back_up(settings: Settings, place: Path) -> Path:
    with open_ledger(settings.ledger_url, now) as ledger:
        write_backup(settings, ledger, place)
    return place


def names_in(place: Path) -> set[str]:
    with tarfile.open(place) as tar:
        return {member.name for member in tar if member.isfile()}


def unpack(place: Path, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    subprocess.run(["tar", "-xpf", place, "-C", folder], check=True)
    return folder


def test_everything_but_locks_and_what_is_unfinished_goes_in(var: Path, tmp_path: Path) -> None:
    place = back_up(read_settings({}, var=var), tmp_path / "backup.tar")

    assert names_in(place) == {"archive/ab/abc", "inbox/economy/a.csv", "ledger.sqlite3"}
    assert place.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in var.glob(".backup-*")] == []


def test_a_backup_does_not_lie_in_what_it_keeps(var: Path) -> None:
    with pytest.raises(BackupError, match="Копію кладуть поза текою"):
        back_up(read_settings({}, var=var), var / "backup.tar")


def test_a_ledger_written_to_at_that_moment_is_copied_whole(var: Path, tmp_path: Path) -> None:
    settings = read_settings({}, var=var)
    with events_recorded(settings):
        places = [back_up(settings, tmp_path / f"{n}.tar") for n in range(3)]

    lengths = []
    for number, place in enumerate(places):
        folder = unpack(place, tmp_path / f"restored-{number}")
        with open_ledger(f"sqlite:///{folder}/ledger.sqlite3", now) as ledger:
            chain = verify_chain(ledger)
        assert chain.faults == ()
        lengths.append(chain.length)
    assert lengths == sorted(lengths)
    assert lengths[-1] > 0


@contextmanager
def events_recorded(settings: Settings) -> Iterator[None]:
    """A thread that records events without pause while the block runs."""
    begun, done = threading.Event(), threading.Event()

    def write() -> None:
        with open_ledger(settings.ledger_url, now) as ledger:
            while not done.is_set():
                ledger.record(Event(Kind.UNCHANGED, now(), "test", "Без змін.", dataset="d"))
                begun.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(60)
    yield
    done.set()
    thread.join()


def test_a_ledger_on_a_server_goes_in_as_events_that_an_empty_one_takes_in(
    var: Path, tmp_path: Path, ledger_url: str
) -> None:
    settings = read_settings({"PIPELINE_LEDGER_URL": ledger_url}, var=var)
    with open_ledger(ledger_url, now) as ledger:
        recorded = ledger.record(Event(Kind.UNCHANGED, now(), "test", "Без змін.", dataset="d"))
    folder = unpack(back_up(settings, tmp_path / "backup.tar"), tmp_path / "restored")

    exported = folder / "ledger.jsonl"
    assert exported.exists() is ledger_url.startswith("postgresql")
    with open_ledger(f"sqlite:///{folder}/ledger.sqlite3", now) as restored:
        if exported.exists():
            import_ledger(restored, exported)
        assert restored.last() == recorded


@pytest.fixture
def busy_portal(var: Path) -> Iterator[Path]:
    """A portal that serves, whose one file is replaced without pause."""
    from ckanapi import RemoteCKAN

    folder = var / "portal"
    with running_portal(folder) as url:
        key = (folder / "key").read_text().strip()
        act = RemoteCKAN(url, apikey=key).action
        act.organization_create(name="city")
        act.package_create(name="tariffs", owner_org="city")
        made = act.resource_create(package_id="tariffs", upload=("t.csv", io.BytesIO(b"0")))
        done = threading.Event()

        def replace() -> None:
            number = 0
            while not done.is_set():
                number += 1
                act.resource_patch(id=made["id"], upload=("t.csv", io.BytesIO(b"%d" % number)))

        thread = threading.Thread(target=replace)
        thread.start()
        yield folder
        done.set()
        thread.join()


def test_a_portal_is_copied_with_just_the_files_its_database_names(
    var: Path, busy_portal: Path, tmp_path: Path
) -> None:
    for number in range(3):
        place = back_up(read_settings({}, var=var), tmp_path / f"{number}.tar")
        folder = unpack(place, tmp_path / f"restored-{number}") / "portal"
        with closing(sqlite3.connect(folder / "portal.sqlite3")) as db:
            named = {row[0] for row in db.execute("SELECT stored FROM resource")}
            (digest,) = db.execute("SELECT sha256 FROM resource").fetchone()
        assert {path.name for path in (folder / "files").iterdir()} == named
        (stored,) = named
        content = Shelf(folder).path(stored).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert (folder / "key").read_text() == (busy_portal / "key").read_text()


def test_a_restored_city_reports_the_same_and_has_nothing_to_send(tmp_path: Path) -> None:
    write_city(tmp_path / "datapackages", free_port())
    run(tmp_path, "var", "publish")
    told = json.loads(run(tmp_path, "var", "report", "--format", "json"))
    run(tmp_path, "var", "backup", "-o", str(tmp_path / "backup.tar"))
    unpack(tmp_path / "backup.tar", tmp_path / "elsewhere")

    restored = json.loads(run(tmp_path, "elsewhere", "report", "--format", "json"))
    assert restored["figures"] == told["figures"]
    again = json.loads(run(tmp_path, "elsewhere", "publish", "--json"))
    assert [each["outcome"] for each in again["datasets"]] == ["unchanged"]


def run(folder: Path, var: str, *words: str) -> str:
    command = [sys.executable, "-m", "pipeline", "--var", str(folder / var), *words]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
