"""The commands as an administrator gives them: sentences, exit codes, what is left behind."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from cities import write_city
from ckanapi import RemoteCKAN
from typed import type_in

from pipeline.portal.serve import running_portal

FIRST, SECOND, THIRD = (f"uid,area\nа-1,{area}\n" for area in (1, 2, 3))
SCHEDULE = 'title: Щотижня\ncron: "30 6 * * mon"\nfrequencies: [once a quarter]\n'
BY = ("--by", "Олена Коваль")


@dataclass(frozen=True)
class Town:
    folder: Path
    url: str

    @property
    def person(self) -> Any:
        key = (self.folder / "var" / "portal" / "key").read_text().strip()
        return RemoteCKAN(self.url, apikey=key).action

    def run(self, *words: str) -> tuple[int, str]:
        done = type_in(self.folder, *words)
        return done.returncode, (done.stdout + done.stderr).replace("\u00a0", " ")

    def drop(self, text: str) -> None:
        path = self.folder / "var" / "inbox" / "economy" / "stalls.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        hour_ago = path.stat().st_mtime - 3600
        os.utime(path, (hour_ago, hour_ago))

    def data(self) -> requests.Response:
        shown = self.person.package_show(id="economy-stalls")["resources"]
        (url,) = (item["url"] for item in shown if item["resource_type"] == "data")
        return requests.get(url, timeout=10)


@contextmanager
def published_town(folder: Path) -> Iterator[Town]:
    with running_portal(folder / "var" / "portal") as url:
        write_city(folder / "datapackages", int(url.rpartition(":")[2]))
        (folder / "schedules").mkdir()
        (folder / "schedules" / "weekly.yaml").write_text(SCHEDULE, encoding="utf-8")
        town = Town(folder, url)
        town.drop(FIRST)
        assert town.run("publish")[0] == 0
        yield town


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Town]:
    with published_town(tmp_path) as town:
        yield town


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all commands that are refused: each finds the town as the others found it."""
    with published_town(tmp_path_factory.mktemp("untouched")) as town:
        yield town


def test_withdrawn_and_restored_by_command(published: Town) -> None:
    assert published.run("withdraw", "economy-stalls", "--ground", "Лист № 5", *BY) == (
        0,
        "city: відкликано.\n",
    )
    code, text = published.run("status")
    assert (code, "Лист № 5" in text, "перервано" in text) == (0, True, False)
    code, text = published.run("publish")
    assert (code, "опубліковано 0 наборів" in text) == (0, True)
    page = requests.get(f"{published.url}/dataset/economy-stalls", timeout=10)
    assert (page.status_code, "Лист № 5" in page.text) == (410, True)
    assert published.run("restore", "economy-stalls", *BY)[0] == 0
    assert published.data().text == FIRST


def test_a_rollback_holds_against_the_folder_until_another_file_comes(published: Town) -> None:
    published.drop(SECOND)
    published.run("publish")
    code, text = published.run("rollback", "economy-stalls", "--reason", "помилка", *BY)
    assert (code, text.startswith("Стоїть випуск ")) == (0, True)
    assert published.data().text == FIRST
    assert published.run("publish")[0] == 0
    assert published.data().text == FIRST
    published.drop(THIRD)
    published.run("publish")
    assert published.data().text == THIRD


def test_confirmed_by_command(published: Town) -> None:
    code, text = published.run("confirm", "economy-stalls", *BY)
    assert (code, text.startswith("Підтверджено: дані актуальні на ")) == (0, True)
    code, text = published.run("confirm", "economy-stalls", *BY)
    assert (code, text.startswith("За цей період")) == (0, True)


def test_differences_end_with_code_one_and_repair_with_zero(published: Town) -> None:
    assert published.run("reconcile", "--downloads") == (0, "Розбіжностей немає.\n")
    published.person.package_patch(id="economy-stalls", title="Хтось")
    code, text = published.run("reconcile")
    assert (code, text) == (1, "economy-stalls, city: запис набору: змінено не нами title.\n")
    code, text = published.run("reconcile", "--json")
    (difference,) = json.loads(text)[0]["differences"]
    assert (code, difference["difference"], difference["fields"]) == (1, "altered", ["title"])
    assert published.run("reconcile", "--repair")[0] == 0
    assert published.run("reconcile")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("withdraw", "economy-stols", "--ground", "x", *BY), "Можливо, «economy-stalls»?"),
        (("withdraw", "economy-stalls", "--ground", "  ", *BY), "має бути сказано словами"),
        (("withdraw", "economy-stalls/none", "--ground", "x", *BY), "не публікувався"),
        (("withdraw", "economy-stalls", "--ground", "x", *BY, "--portal", "z"), "«z»"),
        (("restore", "economy-stalls", *BY), "не відкликано"),
        (("rollback", "economy-stalls", "--reason", "x", *BY), "перший"),
        (("adopt", "--portal", "z"), "Немає порталу «z»"),
        (("adopt", "--portal", "city", "--office", "z"), "Немає підрозділу «z»"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_code_two(
    untouched: Town, words: tuple[str, ...], said: str
) -> None:
    code, text = untouched.run(*words)
    assert (code, said in text, text.count("\n")) == (2, True, 1)


def test_an_adopted_city_goes_on_with_every_command(published: Town) -> None:
    made = published.person.package_create(name="old-list", title="Старий", owner_org="city")
    published.person.resource_create(
        package_id=made["id"], name="Перелік", upload=("old.csv", io.BytesIO(b"id\n1\n"))
    )
    code, text = published.run("adopt", "--portal", "city", "--office", "economy")
    assert (code, text) == (
        0,
        "economy-stalls: уже описано\nold-list: 1 документ\n  + Перелік\n"
        "Прийнято 1 набір даних, 1 документ.\nЧого портал не сказав, покаже pipeline catalogue.\n",
    )
    code, text = published.run("catalogue")
    assert (code, "pipeline.ground: замість «?»" in text) == (0, True)
    code, text = published.run("publish")
    assert (code, "опубліковано 2 набори даних, які містять 2 документи" in text) == (0, True)
    assert published.run("reconcile") == (0, "Розбіжностей немає.\n")
    for words in (("status",), ("report",), ("freshness",), ("publish", "--dry-run")):
        assert published.run(*words)[0] == 0, words
    assert published.person.package_show(id="old-list")["num_resources"] == 1


def test_a_damaged_and_a_lost_file_are_repaired_by_command(published: Town) -> None:
    folder = published.folder / "var" / "portal" / "files"
    damaged, lost, *_ = sorted(folder.iterdir())
    whole = {damaged.read_bytes(), lost.read_bytes()}
    damaged.write_bytes(b"????" + damaged.read_bytes()[4:])
    lost.unlink()
    code, text = published.run("reconcile", "--downloads")
    assert (code, text.count("завантажується не таким"), text.count("відповідь 404")) == (1, 1, 1)
    mended = type_in(published.folder, "reconcile", "--downloads", "--repair")
    assert (mended.returncode, mended.stdout.splitlines()[-1]) == (0, "Розбіжностей немає.")
    assert (
        "зник із диска порталу" in mended.stderr
    )  # the portal's own log: it lives beside the test
    assert whole <= {path.read_bytes() for path in folder.iterdir()}
    assert published.run("reconcile", "--downloads") == (0, "Розбіжностей немає.\n")
