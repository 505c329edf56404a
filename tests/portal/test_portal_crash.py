"""Real server processes, killed at the worst instants, and what stands after the next start."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from ckanapi import RemoteCKAN

from pipeline.portal.keys import first_key
from pipeline.portal.serve import running_portal

SERVER = """
import os, signal, sys, threading
from pathlib import Path
from pipeline.portal import files
from pipeline.portal.serve import running_portal

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after(method):
    def call(*arguments):
        method(*arguments)
        die()
    return call

{worst}
with running_portal(Path(sys.argv[1])) as url:
    print(url, flush=True)
    threading.Event().wait()
"""

WORST = {
    "while the bytes come in": "files.Upload.write = die_after(files.Upload.write)",
    "before the bytes are on the disk": "files.Upload.settle = die",
    "between the move and the commit": "files.Shelf.keep = die_after(files.Shelf.keep)",
}


@contextmanager
def _server(folder: Path, worst: str = "") -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(worst=worst), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def _publish(url: str, folder: Path, **fields: Any) -> requests.Response:
    action = "resource_update" if "id" in fields else "resource_create"
    content = fields.pop("content")
    return requests.post(
        f"{url}/api/3/action/{action}",
        data={"package_id": "tariffs", **fields},
        files={"upload": ("tariffs.csv", content)},
        headers={"Authorization": first_key(folder)},
        timeout=10,
    )


def _found_portal(folder: Path) -> str:
    """A portal with one dataset of one resource; returns the resource's id."""
    with running_portal(folder) as url:
        act = RemoteCKAN(url, apikey=first_key(folder)).action
        act.organization_create(name="lysychansk")
        act.package_create(name="tariffs", owner_org="lysychansk")
        return str(_publish(url, folder, content=b"old").json()["result"]["id"])


def _stands(folder: Path) -> dict[str, bytes]:
    """Start the portal anew: every resource with its bytes, having checked nothing is half-made."""
    with running_portal(folder) as url:
        resources = RemoteCKAN(url).action.package_show(id="tariffs")["resources"]
        found = {each["id"]: requests.get(each["url"], timeout=10).content for each in resources}
        for each in resources:
            sha256 = hashlib.sha256(found[each["id"]]).hexdigest()
            assert each["hash"] == f"sha256:{sha256}"
    with sqlite3.connect(folder / "portal.sqlite3") as db:
        named = {row[0] for row in db.execute("SELECT stored FROM resource")}
    assert {path.name for path in (folder / "files").iterdir()} == named
    assert list((folder / "incoming").iterdir()) == []
    return found


@pytest.mark.parametrize("worst", WORST.values(), ids=WORST)
def test_a_new_resource_is_not_there_at_all(tmp_path: Path, worst: str) -> None:
    old = _found_portal(tmp_path)
    with _server(tmp_path, worst) as (process, url):
        with pytest.raises(requests.ConnectionError):
            _publish(url, tmp_path, content=b"new" * 100_000)
        assert process.wait(10) == -signal.SIGKILL
    assert _stands(tmp_path) == {old: b"old"}


@pytest.mark.parametrize("worst", WORST.values(), ids=WORST)
def test_a_replaced_resource_is_the_old_one(tmp_path: Path, worst: str) -> None:
    old = _found_portal(tmp_path)
    with _server(tmp_path, worst) as (process, url):
        with pytest.raises(requests.ConnectionError):
            _publish(url, tmp_path, content=b"new" * 100_000, id=old)
        assert process.wait(10) == -signal.SIGKILL
    assert _stands(tmp_path) == {old: b"old"}


def test_after_the_commit_the_new_bytes_stand_and_the_old_ones_go(tmp_path: Path) -> None:
    old = _found_portal(tmp_path)
    with _server(tmp_path, "files.Shelf.drop = die") as (process, url):
        with pytest.raises(requests.ConnectionError):
            _publish(url, tmp_path, content=b"new", id=old)
        assert process.wait(10) == -signal.SIGKILL
    assert len(list((tmp_path / "files").iterdir())) == 2
    assert _stands(tmp_path) == {old: b"new"}


def test_killed_under_load_it_keeps_all_it_confirmed(tmp_path: Path) -> None:
    _found_portal(tmp_path)
    confirmed: dict[str, bytes] = {}

    def publish(process: subprocess.Popen[str], url: str) -> None:
        for number in range(200):
            content = bytes([number]) * 50_000
            try:
                made = _publish(url, tmp_path, content=content).json()["result"]
            except requests.ConnectionError:
                return
            confirmed[made["id"]] = content
            if number == 25:
                os.kill(process.pid, signal.SIGKILL)

    with _server(tmp_path) as (process, url):
        threads = [Thread(target=publish, args=(process, url)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(confirmed) > 25
    stands = _stands(tmp_path)
    assert {key: stands.get(key) for key in confirmed} == confirmed
