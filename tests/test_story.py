"""One story from end to end, told by the commands alone: a file is dropped, the city reports."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cities import free_port, write_city


@dataclass(frozen=True)
class City:
    """A city in a folder, driven by the command line."""

    folder: Path
    url: str

    def run(
        self, *words: str, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", "--var", str(self.folder / "var"), *words]
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def publish(self) -> dict[str, object]:
        done = self.run("publish", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def outcome(self) -> tuple[object, ...]:
        (dataset,) = self.publish()["datasets"]
        return dataset["outcome"], dataset["documents"], dataset["blocking"]

    def drop(self, text: str, name: str = "stalls.csv", encoding: str = "cp1251") -> None:
        path = self.folder / "var" / "inbox" / "economy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        hour_ago = path.stat().st_mtime - 3600
        os.utime(path, (hour_ago, hour_ago))

    def resources(self) -> list[dict[str, str]]:
        show = f"{self.url}/api/3/action/package_show?id=economy-stalls"
        return requests.get(show, timeout=60).json()["result"]["resources"]

    def files(self) -> list[Path]:
        return sorted(path for path in (self.folder / "var").rglob("*") if path.is_file())

    def events(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "var" / "ledger.sqlite3")) as db:
            return [kind for (kind,) in db.execute("SELECT kind FROM events ORDER BY seq")]

    @contextmanager
    def portal(self) -> Iterator[str]:
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-m", "pipeline", "--var", str(self.folder / "var")]
        with subprocess.Popen(
            [*command, "portal", "--port", port], cwd=self.folder, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                wait_for(self.url)
                yield self.url
            finally:
                process.terminate()


def wait_for(url: str) -> None:
    session = requests.Session()
    retry = requests.adapters.Retry(total=200, backoff_factor=0.05, backoff_max=0.3)
    session.mount("http://", requests.adapters.HTTPAdapter(max_retries=retry))
    session.get(url, timeout=60).raise_for_status()


@pytest.fixture
def city(tmp_path: Path) -> City:
    port = free_port()
    write_city(tmp_path / "datapackages", port)
    (tmp_path / "schedules").mkdir()
    return City(tmp_path, f"http://127.0.0.1:{port}")


def test_a_dropped_file_reaches_the_portal_the_ledger_and_the_sentence(city: City) -> None:
    city.drop("Ідентифікатор;Площа\nа-1;7,5\nа-2;1 200,25\n")
    assert city.outcome() == ("published", 1, 0)

    with city.portal() as url:
        package = requests.get(
            f"{url}/api/3/action/package_show?id=economy-stalls", timeout=60
        ).json()["result"]
        (data,) = [r for r in package["resources"] if r["resource_type"] == "data"]
        assert requests.get(data["url"], timeout=60).text == "uid,area\nа-1,7.5\nа-2,1200.25\n"
        assert "Торгові місця" in requests.get(f"{url}/dataset/economy-stalls", timeout=60).text

    told = city.run("report").stdout
    assert re.match(
        r"Станом на \d\d\.\d\d\.\d{4} у розділі «Відкриті дані» опубліковано "
        r"1 набір даних, який містить 1 документ\.",
        told,
    )
    assert "economy-stalls" in city.run("status").stdout


def test_a_resource_renamed_in_the_descriptor_is_still_the_same_one(city: City) -> None:
    city.drop("uid,area\nа-1,7.5\n")
    city.outcome()
    with city.portal():
        before = city.resources()
        described = city.folder / "datapackages" / "economy-stalls" / "datapackage.yaml"
        text = described.read_text("utf-8").replace(
            "  - name: stalls\n    title: Торгові місця\n",
            "  - name: kiosks\n    title: Кіоски\n    pipeline: {formerly: stalls}\n",
        )
        described.write_text(text, "utf-8")
        assert city.outcome() == ("published", 1, 0)
        after = city.resources()
    assert [(it["id"], it["url"]) for it in after] == [(it["id"], it["url"]) for it in before]
    assert [it["name"] for it in after if it["resource_type"] == "data"] == ["Кіоски"]


def test_a_second_run_sends_nothing_and_says_so(city: City) -> None:
    city.drop("uid,area\nа-1,7.5\n")
    city.outcome()
    assert city.outcome() == ("unchanged", 1, 0)


def test_a_run_without_news_adds_one_event_and_not_one_file(city: City) -> None:
    """What a year of such days leaves is a row a day."""
    city.drop("uid,area\nа-1,7.5\n")
    city.outcome()
    files, events = city.files(), city.events()
    assert city.outcome() == ("unchanged", 1, 0)

    assert city.files() == files
    assert city.events() == [*events, "unchanged"]


def test_a_refused_delivery_leaves_the_published_document_as_it_was(city: City) -> None:
    city.drop("uid,area\nа-1,7.5\n")
    city.outcome()
    city.drop("uid,area\nа-1,багато\n")
    assert city.outcome() == ("refused", 1, 1)
    assert city.run("publish", "--strict").returncode == 1
    with city.portal() as url:
        package = requests.get(
            f"{url}/api/3/action/package_show?id=economy-stalls", timeout=60
        ).json()["result"]
        (data,) = [r for r in package["resources"] if r["resource_type"] == "data"]
        assert requests.get(data["url"], timeout=60).text == "uid,area\nа-1,7.5\n"
    (report,) = (city.folder / "var" / "reports").rglob("report.html")
    assert "B2" in report.read_text(encoding="utf-8")


def test_a_mended_delivery_is_published_in_place(city: City) -> None:
    city.drop("uid,area\nа-1,багато\n")
    assert city.outcome() == ("refused", 0, 1)
    city.drop("uid,area\nа-1,8\n")
    assert city.outcome() == ("published", 1, 0)


def test_the_samples_stand_in_until_the_first_real_delivery(city: City) -> None:
    assert city.outcome() == ("published", 1, 0)
    city.drop("uid,area\nа-1,7.5\n")
    assert city.outcome() == ("published", 1, 0)
    (city.folder / "var" / "inbox" / "economy" / "stalls.csv").unlink()
    assert city.outcome() == ("unchanged", 1, 0)


def test_a_stranger_at_the_portals_address_stops_the_run_with_a_sentence(city: City) -> None:
    port = int(city.url.rpartition(":")[2])
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)],
        cwd=city.folder / "schedules",
        stderr=subprocess.DEVNULL,
    ) as stranger:
        try:
            wait_for(city.url)
            done = city.run("publish")
        finally:
            stranger.terminate()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"За адресою {city.url} відповідає інша програма")
    assert "Traceback" not in done.stderr


def test_a_dry_run_tells_what_would_change_and_changes_nothing(city: City) -> None:
    done = city.run("publish", "--dry-run")
    assert done.returncode == 0, done.stderr
    head, first, *_ = done.stdout.splitlines()
    assert head.startswith("economy-stalls → city: документи: додати 1; надіслати 3,")
    assert first == "  + створити набір на порталі"
    assert not (city.folder / "var").exists()
    assert city.outcome() == ("published", 1, 0)
    city.drop("uid,area\nа-1,7.5\nа-2,8\n")
    before = left_in(city.folder / "var")
    done = city.run("publish", "--dry-run", "--json")
    (plan,) = json.loads(done.stdout)["datasets"]
    acts = {file["file"]: file["act"] for file in plan["portals"]["city"]["files"]}
    assert (acts["stalls.csv"], acts["structure-stalls.csv"]) == ("replace", "keep")
    assert left_in(city.folder / "var") == before


def left_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_names_a_descriptor_it_cannot_read(city: City) -> None:
    broken = city.folder / "datapackages" / "economy-broken" / "datapackage.yaml"
    broken.parent.mkdir()
    broken.write_text("name: economy-broken\ncolour: red\n", encoding="utf-8")
    done = city.run("publish", "--dry-run")
    assert "economy-broken: Опис набору даних має вади." in done.stdout


def test_a_broken_descriptor_fails_alone(city: City) -> None:
    broken = city.folder / "datapackages" / "economy-broken" / "datapackage.yaml"
    broken.parent.mkdir()
    broken.write_text("name: economy-broken\ncolour: red\n", encoding="utf-8")
    done = city.run("publish", "--json")
    assert done.returncode == 1
    assert {d["dataset"]: d["outcome"] for d in json.loads(done.stdout)["datasets"]} == {
        "economy-stalls": "published",
        "economy-broken": "failed",
    }


def test_an_empty_file_and_a_misspelt_one_are_told_to_the_office(city: City) -> None:
    city.drop("uid,area\nа-1,7.5\n")
    city.drop("", name="stalls-new.csv")
    city.drop("uid,area\n", name="stoly.csv")
    assert city.outcome() == ("published", 1, 0)
    told = city.folder / "var" / "inbox" / "economy" / "Зауваження" / "Файли.txt"
    text = told.read_text(encoding="utf-8-sig")
    assert "Файл «stalls-new.csv» порожній (0 байтів)" in text
    assert "Файл «stoly.csv» не належить до жодного набору даних" in text


def test_an_office_folder_that_vanishes_is_a_failure_and_loses_nothing(city: City) -> None:
    city.drop("uid,area\nа-1,7.5\n")
    city.outcome()
    office = city.folder / "var" / "inbox" / "economy"
    inbox = {"PIPELINE_INBOX": str(city.folder / "share")}
    done = city.run("publish", "--json", environment=inbox)
    assert done.returncode == 1
    (dataset,) = json.loads(done.stdout)["datasets"]
    assert (dataset["outcome"], dataset["documents"]) == ("failed", 1)
    assert office.is_dir()


def test_the_portal_listens_where_the_catalogue_says(city: City) -> None:
    command = [sys.executable, "-m", "pipeline", "--var", str(city.folder / "var"), "portal"]
    with subprocess.Popen(command, cwd=city.folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
    assert line.startswith(f"Розділ «Відкриті дані»: {city.url}/")
