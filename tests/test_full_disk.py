"""A disk that is nearly full, or fills up in the middle of a run: told, and made good later."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cities import free_port, write_city

pytestmark = pytest.mark.system


@dataclass(frozen=True)
class City:
    """A city whose `.var/` is a small disk of its own."""

    folder: Path

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    @property
    def var(self) -> Path:
        return self.disk / "var"

    def run(self, *words: str, reserve: str = "1M") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", "--var", str(self.var), *words]
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PIPELINE_MIN_FREE": reserve},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def outcome(self) -> str:
        done = self.run("publish", "--json")
        (dataset,) = json.loads(done.stdout)["datasets"]
        return str(dataset["outcome"])

    def deliver(self) -> None:
        """A new file of some 60 KB in the office's folder."""
        path = self.var / "inbox" / "economy" / "stalls.csv"
        path.write_text("uid,area\n" + "".join(f"місце-{n},{n}\n" for n in range(3000)))
        os.utime(path, (path.stat().st_mtime - 3600,) * 2)

    def leave(self, size: int) -> None:
        """Fill the disk up but for so many bytes."""
        found = os.statvfs(self.disk)
        (self.disk / "ballast").write_bytes(bytes(found.f_bavail * found.f_frsize - size))

    def free(self) -> None:
        (self.disk / "ballast").unlink()

    def half_written(self) -> list[Path]:
        """Files that are not what they should be, wherever the product writes."""
        archive = self.var / "archive"
        spoilt = [
            path
            for path in archive.glob("??/*")
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.name
        ]
        unfinished = [
            *(archive / "unfinished").iterdir(),
            *(self.var / "portal" / "incoming").iterdir(),
            *(self.var / "reports").rglob(".*.part"),
            *(self.var / "inbox").rglob(".*.part"),
        ]
        return spoilt + unfinished


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Once published, with a new delivery that waits."""
    write_city(tmp_path / "datapackages", free_port())
    city = City(tmp_path)
    city.disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", city.disk], check=True)
    try:
        assert city.outcome() == "published"
        city.deliver()
        yield city
    finally:
        subprocess.run(["umount", city.disk], check=True)


def test_a_nearly_full_disk_stops_a_run_before_it_begins(city: City) -> None:
    city.leave(2 << 20)
    stopped = city.run("publish", reserve="4M")

    assert stopped.returncode == 1
    assert "а треба щонайменше 4,0\u00a0МБ. Нічого не збирається" in stopped.stdout
    assert city.run("doctor", reserve="4M").stdout.count("ПОГАНО  Диск") == 1
    city.free()
    assert [city.outcome(), city.outcome()] == ["published", "unchanged"]


@pytest.mark.parametrize("left", [0, 80, 320])
def test_a_disk_that_fills_up_on_the_way_loses_nothing(city: City, left: int) -> None:
    city.leave(left << 10)
    stopped = city.run("publish", reserve="0%")

    assert stopped.returncode in (1, 2)
    assert "місц" in stopped.stdout + stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert city.half_written() == []
    city.free()
    assert [city.outcome(), city.outcome()] == ["published", "unchanged"]
    assert city.run("ledger", "verify").returncode == 0
    assert city.half_written() == []


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk with a page on it and no place for another."""
    disk = tmp_path / "full"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=True)
    try:
        (disk / "page.html").write_text("former")
        found = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(found.f_bavail * found.f_frsize))
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("words", [("coverage",), ("report", "--format", "html")])
def test_what_a_command_writes_is_whole_or_stays_as_it_was(
    tmp_path: Path, full: Path, words: tuple[str, ...]
) -> None:
    write_city(tmp_path / "datapackages", free_port())
    place = full / "page.html"
    stopped = City(tmp_path).run(*words, "-o", str(place))

    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (
        2,
        "",
        f"На диску немає місця ({place}): звільніть його й повторіть команду.\n",
    )
    assert place.read_text() == "former"
    assert sorted(path.name for path in full.iterdir()) == ["ballast", "page.html"]
