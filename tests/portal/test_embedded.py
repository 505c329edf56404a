"""The embedded portal as a publishing run sees it."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from pipeline.embedded import answering_portal
from pipeline.model import Portal
from pipeline.portal.serve import CannotServe, running_portal


def a_portal() -> Portal:
    """At a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    return Portal(name="city", url=url, organization="city", profile="embedded")


def test_two_runs_that_start_at_one_instant_share_one_portal(tmp_path: Path) -> None:
    portal, both = a_portal(), Barrier(2, timeout=30)

    def run(_: int) -> str:
        both.wait()
        with answering_portal(portal, tmp_path):
            both.wait()
            return "published"

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, range(2))) == ["published", "published"]


def test_a_portal_whose_database_does_not_open_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "portal.sqlite3").mkdir()
    refused = pytest.raises(CannotServe, match=r"База порталу .*portal\.sqlite3 не відкривається")
    with refused, running_portal(tmp_path):
        pass


def test_behind_a_proxy_the_portal_is_woken_where_it_listens(tmp_path: Path) -> None:
    import requests

    inner = a_portal().url.removeprefix("http://")
    url = "https://data.city.example"
    portal = Portal("city", url, "city", "embedded", listen=inner)
    with answering_portal(portal, tmp_path):
        answer = requests.get(f"http://{inner}/api/3/action/status_show", timeout=10).json()
    assert answer["result"]["site_url"] == url
