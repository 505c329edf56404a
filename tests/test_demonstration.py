"""The demonstration city as a whole: what is wrong on purpose is refused, all else is published."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml
from cities import free_port

from pipeline.record.archive import Archive

ROOT = Path(__file__).parent.parent
REFUSED = {"architecture-advertising", "housing-playgrounds"}
ROWS = {
    "public-party-branches": 96,
    "public-organizations": 160,
    "public-religious-organizations": 34,
    "secretariat-commissions": 47,
    "housing-street-committees": 27,
}
"""Registers that the city's own report names, with their sizes."""


def build_city(folder: Path, portal: dict[str, str]) -> Path:
    """The demonstration's catalogue, unchanged but for the portal in `publisher.yaml`."""
    for name in ("datapackages", "schedules"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "datapackages" / "publisher.yaml"
    publisher = yaml.safe_load(path.read_text(encoding="utf-8"))
    publisher["portals"] = {"city": portal}
    path.write_text(yaml.safe_dump(publisher, allow_unicode=True), encoding="utf-8")
    return folder


def publish(city: Path) -> dict[str, dict[str, object]]:
    """Every dataset's outcome by name."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "publish", "--json"],
        cwd=city,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return {found["dataset"]: found for found in json.loads(done.stdout)["datasets"]}


def check_both_runs(city: Path) -> None:
    first = publish(city)
    assert len(first) >= 28
    assert {name for name, found in first.items() if found["outcome"] == "refused"} == REFUSED
    others = {name: found["outcome"] for name, found in first.items() if name not in REFUSED}
    assert set(others.values()) == {"published"}
    blocked = {name for name, found in first.items() if found["blocking"]}
    assert blocked == {*REFUSED, "documents-orders"}
    assert {found["outcome"] for found in publish(city).values()} == {"unchanged"}


def test_the_city_is_published_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    port = free_port()
    portal = {
        "url": f"http://127.0.0.1:{port}",
        "organization": "lysychansk",
        "profile": "embedded",
    }
    city = build_city(tmp_path, portal)
    check_both_runs(city)
    archive = Archive(city / ".var" / "archive")
    releases = {name: archive.read_release(name) for name in ROWS}
    assert {name: release.rows for name, release in releases.items() if release} == ROWS


@pytest.mark.ckan
def test_the_same_city_is_published_to_a_real_ckan_by_its_publisher_file_alone(
    tmp_path: Path,
) -> None:
    url = os.environ["CKAN_URL"]
    portal = {
        "url": url,
        "organization": os.environ["CKAN_ORG"],
        "profile": os.environ.get("CKAN_TEST_PROFILE", "ckan"),
        "key_env": "CKAN_PUBLISHER_TOKEN",
    }
    city = build_city(tmp_path, portal)
    try:
        check_both_runs(city)
    finally:
        for folder in (city / "datapackages").iterdir():
            requests.post(
                f"{url}/api/3/action/dataset_purge",
                json={"id": folder.name},
                headers={"Authorization": os.environ["CKAN_TOKEN"]},
                timeout=60,
            )
