"""An installation of the first version, opened by this one.

`first-version.tar.gz` is what version 60b7376 left behind on 26.11.2026, in an environment of its
own: three datasets, published by its `pipeline publish`, then a delivery that it refused. Only the
reports for offices are left out.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cities import free_port

HEAD = "8f3a69d22488d40e9cef9981a00afa8c46f15e284cd497923a485ec41c0456c0"
"""What the old version told under its report: the last of its 46 events."""
TOLD = (
    "Станом на 26.11.2026 у розділі «Відкриті дані» опубліковано 3 набори даних, "
    "які містять 5 документів."
)
"""The report of the old version."""


@dataclass(frozen=True)
class Installation:
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", "--var", str(self.folder / "var"), *words]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=240, check=False
        )

    def publish(self) -> list[tuple[str, str]]:
        done = self.run("publish", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return [(each["dataset"], each["outcome"]) for each in json.loads(done.stdout)["datasets"]]

    def sent_since(self, seq: int) -> set[tuple[str, str]]:
        """Which files went to the portal after that event, and what they are there."""
        with closing(sqlite3.connect(self.folder / "var" / "ledger.sqlite3")) as db:
            query = "SELECT dataset, role FROM events WHERE kind = 'published' AND seq > ?"
            return set(db.execute(query, (seq,)))

    def on_portal(self, *columns: str) -> dict[str, tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "var" / "portal" / "portal.sqlite3")) as db:
            rows = db.execute(f"SELECT id, {', '.join(columns)} FROM resource")
            return {identity: rest for identity, *rest in rows}


@pytest.fixture
def old(tmp_path: Path) -> Installation:
    """Its portal listens at a port that is free now, as whoever upgrades may choose one."""
    packed = Path(__file__).with_name("first-version.tar.gz")
    subprocess.run(["tar", "-xpzf", packed, "-C", tmp_path], check=True)
    publisher = tmp_path / "datapackages" / "publisher.yaml"
    publisher.write_text(publisher.read_text("utf-8").replace("5097", str(free_port())), "utf-8")
    return Installation(tmp_path)


def test_doctor_only_says_that_the_ledger_is_older_and_leaves_it_so(old: Installation) -> None:
    ledger = old.folder / "var" / "ledger.sqlite3"
    before = ledger.read_bytes()
    told = json.loads(old.run("doctor", "--json").stdout)

    assert [(each["subject"], each["sentence"]) for each in told if each["light"] == "red"] == []
    assert [each for each in told if each["subject"] == "Журнал"] == [
        {
            "subject": "Журнал",
            "light": "yellow",
            "sentence": "журнал має формат давнішої версії",
            "advice": "pipeline status оновить його",
        }
    ]
    assert ledger.read_bytes() == before


def test_its_chain_is_whole_and_ends_where_the_old_version_said(old: Installation) -> None:
    done = old.run("ledger", "verify", "--head", HEAD)

    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        f"Ланцюг цілий: 46\u00a0подій. Хеш останньої: {HEAD}",
    )


def test_its_figures_are_the_same(old: Installation) -> None:
    told = old.run("report", "--known-at", "2026-11-26T08:02").stdout

    assert told.startswith(TOLD)


def test_not_one_document_is_sent_again(old: Installation) -> None:
    """Only what names the portal's address goes to the new one; nothing where it is the old one."""
    identities = old.on_portal("package_id", "position", "created")

    assert {outcome for _, outcome in old.publish()} == {"published"}
    assert old.sent_since(46) == {
        (dataset, role)
        for dataset in ("economy-income", "economy-stalls", "secretariat-orders")
        for role in ("documentation", "metadata")
    }
    assert old.on_portal("package_id", "position", "created") == identities
    assert {outcome for _, outcome in old.publish()} == {"unchanged"}


def test_what_it_refused_is_refused_still(old: Installation) -> None:
    shown = old.run("publish", "--dry-run").stdout

    assert shown.count("Не буде опубліковано") == 1
    assert "Не буде опубліковано economy-stalls/stalls: 1\u00a0зауваження." in shown
