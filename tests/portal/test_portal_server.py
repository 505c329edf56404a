"""Starting, stopping, and what a portal says of its own address."""

from __future__ import annotations

import resource
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from ckanapi import RemoteCKAN

from pipeline.portal.serve import CannotServe, Visit, running_portal
from pipeline.portal.site import read_site_id
from pipeline.portal.store import Store, StoreTooNew


def test_a_folder_is_served_once(tmp_path: Path) -> None:
    second = running_portal(tmp_path)
    with running_portal(tmp_path), pytest.raises(CannotServe, match="уже запущено"), second:
        pass


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = pytest.raises(CannotServe, match=f"Порт {port} на 127.0.0.1 зайнято")
        with refused, running_portal(tmp_path, port=port):
            pass


def test_what_was_published_is_there_after_a_restart(tmp_path: Path) -> None:
    with running_portal(tmp_path) as url:
        key = (tmp_path / "key").read_text().strip()
        RemoteCKAN(url, apikey=key).action.organization_create(name="lysychansk")
    with running_portal(tmp_path) as url:
        assert RemoteCKAN(url).action.organization_list() == ["lysychansk"]


def test_nobody_answers_after_the_block(tmp_path: Path) -> None:
    with running_portal(tmp_path) as url:
        session = requests.Session()
        session.get(url, timeout=10)
    with pytest.raises(requests.ConnectionError):
        session.get(url, timeout=10)


def test_a_process_with_thousands_of_open_files_still_answers(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    try:
        with ExitStack() as stack:
            for _ in range(1100):
                stack.enter_context(Path("/dev/null").open("rb"))
            url = stack.enter_context(running_portal(tmp_path))
            assert requests.get(f"{url}/api/3/action/status_show", timeout=10).ok
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_absolute_links_use_the_public_address(tmp_path: Path) -> None:
    with running_portal(tmp_path, visit=Visit("https://data.city.example/")) as url:
        key = (tmp_path / "key").read_text().strip()
        act = RemoteCKAN(url, apikey=key).action
        act.organization_create(name="lysychansk")
        act.package_create(name="tariffs", owner_org="lysychansk")
        made = act.resource_create(package_id="tariffs", upload=("t.csv", _bytes(tmp_path)))
        assert act.status_show()["site_url"] == "https://data.city.example"
    assert made["url"].startswith("https://data.city.example/dataset/")


@pytest.mark.parametrize(
    ("proxy", "seen"),
    [("127.0.0.1", "https://data.city.example"), ("192.0.2.1", None), (None, None)],
)
def test_forwarded_headers_are_believed_from_the_named_proxy_alone(
    tmp_path: Path, proxy: str | None, seen: str | None
) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.city.example"}
    with running_portal(tmp_path, visit=Visit(proxy=proxy)) as url:
        moved = requests.get(f"{url}/dataset", headers=told, allow_redirects=False, timeout=10)
    assert moved.headers["Location"] == f"{seen or url}/dataset/"


def test_the_site_id_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(read_site_id, [tmp_path] * 8))
    assert len(ids) == 1


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "portal.sqlite3") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreTooNew, match="новіша версія"):
        Store(tmp_path)


def test_a_failed_write_is_undone_whole(tmp_path: Path) -> None:
    def fail() -> None:
        with Store(tmp_path) as store, store.writing() as db:
            db.execute("INSERT INTO setting VALUES ('a', 'b')")
            raise RuntimeError("the rest could not be written")

    with pytest.raises(RuntimeError):
        fail()
    with Store(tmp_path) as store, store.reading() as db:
        assert db.execute("SELECT * FROM setting").fetchall() == []


def test_the_portal_pulls_nothing_heavy_in_until_it_serves() -> None:
    code = (
        "import sys, pipeline.portal.serve, pipeline.portal.keys, pipeline.portal.site;"
        "heavy = ('flask', 'waitress', 'werkzeug', 'babel');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _bytes(folder: Path) -> object:
    path = folder / "t.csv"
    path.write_bytes(b"1\n")
    return path.open("rb")
