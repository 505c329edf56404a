"""The daemon as a process of its own: fed, killed, started anew, asked, told to stop."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import requests
from cities import free_port
from daemon_town import write_dataset, write_town

HERE = Path(__file__).parent
PATIENCE = 120


def command_in(folder: Path, *words: str) -> list[str]:
    program = str(HERE / "fast_daemon.py")
    return [sys.executable, program, "--var", str(folder / "var"), "--log", "json", *words]


@dataclass
class Town:
    """A town with its portal running, and whatever daemon a test starts."""

    folder: Path
    url: str
    health_port: int
    portal: subprocess.Popen[bytes]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def command(self, *words: str) -> list[str]:
        return command_in(self.folder, *words)

    def start(self) -> subprocess.Popen[str]:
        """Start the daemon; its log goes to a file that all of them share."""
        with (self.folder / "log").open("a") as log:
            daemon = subprocess.Popen(
                self.command("daemon", "--health-port", str(self.health_port)),
                cwd=self.folder,
                stderr=log,
                text=True,
            )
        self.started.append(daemon)
        return daemon

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), cwd=self.folder, capture_output=True, text=True, check=False
        )

    def log(self) -> list[dict[str, object]]:
        """What the daemons said; Python itself may add a line when one is killed."""
        lines = (self.folder / "log").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def says(self, words: str) -> bool:
        return any(words in str(line["message"]) for line in self.log())

    def has_begun(self, times: int) -> bool:
        """Whether so many runs over dropped files began so far."""
        begun = [line for line in self.log() if "Запуск «нові файли" in str(line["message"])]
        return sum("закінчено" not in str(line["message"]) for line in begun) >= times

    def drop(self, name: str, rows: int) -> None:
        office = self.folder / "var" / "inbox" / "economy"
        office.mkdir(parents=True, exist_ok=True)
        (office / f"{name}.csv").write_text(table(name, rows), encoding="utf-8")

    def documents(self) -> dict[str, list[str]]:
        """The text of every data resource of every dataset on the portal."""
        names = self.ask("package_list")
        return {
            name: [
                requests.get(resource["url"], timeout=10).text
                for resource in self.ask(f"package_show?id={name}")["resources"]
                if resource["resource_type"] == "data"
            ]
            for name in names
        }

    def ask(self, action: str) -> object:
        return requests.get(f"{self.url}/api/3/action/{action}", timeout=10).json()["result"]


def wait_for(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(requests.ConnectionError, OSError, ValueError, KeyError):
            if what():
                return
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


NAMES = ("kiosks", "lamps", "parks", "stalls")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    port = free_port()
    write_town(tmp_path, port, **dict.fromkeys(NAMES, "once a day"))
    command = command_in(tmp_path, "portal", "--port", str(port))
    portal = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    town = Town(tmp_path, f"http://127.0.0.1:{port}", free_port(), portal)
    try:
        wait_for(lambda: requests.get(town.url, timeout=5).ok)
        yield town
    finally:
        for daemon in town.started:
            daemon.kill()
            daemon.wait()
        portal.kill()
        portal.wait()


def table(name: str, rows: int) -> str:
    return "uid,area\n" + "".join(f"{name}-{row},{row}.5\n" for row in range(1, rows + 1))


def test_a_daemon_killed_again_and_again_publishes_everything_exactly_once(town: Town) -> None:
    chance = random.Random(835)
    for generation in range(1, len(NAMES) + 1):
        daemon = town.start()
        for name in NAMES[:generation]:
            town.drop(name, rows=generation)
        wait_for(partial(town.has_begun, generation))
        time.sleep(chance.uniform(0, 3))
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
    daemon = town.start()
    whole = {f"economy-{name}": [table(name, len(NAMES))] for name in NAMES}
    wait_for(lambda: town.documents() == whole)
    wait_for(lambda: not json.loads(town.run("status", "--json").stdout)["daemon"]["running"])
    daemon.terminate()
    assert daemon.wait(30) == 0

    assert town.run("ledger", "verify").returncode == 0
    assert town.run("reconcile", "--downloads").returncode == 0
    resources = [
        resource["name"]
        for name in town.ask("package_list")
        for resource in town.ask(f"package_show?id={name}")["resources"]
    ]
    assert [name for name, count in Counter(resources).items() if count > len(NAMES)] == []
    assert town.documents() == whole


def test_a_second_daemon_refuses_to_start_and_names_the_first(town: Town) -> None:
    first = town.start()
    wait_for(lambda: town.says("Програма почала роботу"))
    second = town.run("daemon", "--health-port", str(free_port()))
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    assert f"уже працює інша програма pipeline daemon: процес {first.pid} на «" in second.stderr


def test_a_daemon_of_another_folder_refuses_the_same_ledger(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPELINE_LEDGER_URL", f"sqlite:///{tmp_path}/shared.sqlite3")
    first = town.start()
    wait_for(lambda: town.says("Програма почала роботу"))
    words = ("daemon", "--health-port", str(free_port()))
    command = [word.replace("/var", "/var2") for word in town.command(*words)]
    second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert "Із журналом" in second.stderr
    assert f"процес {first.pid} на «" in second.stderr


def test_health_and_metrics_answer_on_this_machine(town: Town) -> None:
    town.start()
    town.drop("stalls", rows=2)
    wait_for(lambda: town.documents().get("economy-stalls") == [table("stalls", 2)])
    health = f"http://127.0.0.1:{town.health_port}"
    wait_for(lambda: requests.get(f"{health}/healthz", timeout=5).status_code == 200)
    assert requests.get(f"{health}/healthz", timeout=5).json() == {"healthy": True, "alarms": []}
    wait_for(lambda: 'portal_up{portal="city"} 1.0' in requests.get(health + "/metrics").text)
    metrics = requests.get(f"{health}/metrics", timeout=5).text
    assert 'pipeline_outcomes_total{outcome="failed"} 0.0' in metrics
    assert "pipeline_lag_seconds 0.0" in metrics
    assert requests.get(f"{health}/other", timeout=5).status_code == 404


def test_every_line_of_a_run_carries_its_id_and_no_value_of_a_cell(town: Town) -> None:
    town.start()
    wait_for(lambda: town.says("«нові набори» закінчено"))
    town.drop("stalls", rows=2)
    wait_for(lambda: town.says("«нові файли, тека economy» закінчено"))
    begun = next(line for line in town.log() if "«нові файли" in str(line["message"]))
    lines = [line for line in town.log() if line.get("run") == begun["run"]]
    outcome = next(line for line in lines if line.get("dataset") == "economy-stalls")
    assert {key: outcome[key] for key in ("outcome", "documents", "blocking", "portals")} == {
        "outcome": "published",
        "documents": 1,
        "blocking": 0,
        "portals": {"city": "published"},
    }
    assert len(lines) == 2 + len(NAMES)
    assert "stalls-1" not in (town.folder / "log").read_text("utf-8")


def test_a_hangup_has_the_folders_read_anew_and_a_new_dataset_is_updated(town: Town) -> None:
    daemon = town.start()
    wait_for(lambda: town.says("Програма почала роботу"))
    write_dataset(town.folder, "wells", "once a week")
    daemon.send_signal(signal.SIGHUP)
    wait_for(lambda: town.documents().get("economy-wells") == ["uid,area\nзразок,1\n"])


def test_a_share_that_is_not_mounted_is_told_and_heals(town: Town) -> None:
    town.start()
    town.drop("stalls", rows=1)
    wait_for(lambda: town.documents().get("economy-stalls") == [table("stalls", 1)])
    inbox = town.folder / "var" / "inbox"
    inbox.rename(inbox.with_name("away"))
    wait_for(lambda: town.says("Тека надходжень"))
    assert town.documents()["economy-stalls"] == [table("stalls", 1)]
    inbox.with_name("away").rename(inbox)
    town.drop("stalls", rows=3)
    wait_for(lambda: town.documents()["economy-stalls"] == [table("stalls", 3)])


def test_a_ledger_locked_by_another_program_is_told_and_heals(town: Town) -> None:
    daemon = town.start()
    town.drop("stalls", rows=1)
    wait_for(lambda: town.documents().get("economy-stalls") == [table("stalls", 1)])
    wait_for(lambda: not json.loads(town.run("status", "--json").stdout)["daemon"]["running"])
    with contextlib.closing(sqlite3.connect(town.folder / "var" / "ledger.sqlite3")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        town.drop("stalls", rows=4)
        wait_for(lambda: town.says("тримає інший процес"))
        assert daemon.poll() is None
        other.execute("ROLLBACK")
    wait_for(lambda: town.documents()["economy-stalls"] == [table("stalls", 4)])
    assert town.run("ledger", "verify").returncode == 0


def test_a_portal_that_hangs_is_told_and_heals(town: Town) -> None:
    town.start()
    town.drop("stalls", rows=1)
    wait_for(lambda: town.documents().get("economy-stalls") == [table("stalls", 1)])
    wait_for(lambda: not json.loads(town.run("status", "--json").stdout)["daemon"]["running"])
    town.portal.send_signal(signal.SIGSTOP)
    town.drop("stalls", rows=6)
    wait_for(lambda: town.says("economy-stalls: помилка. city: Портал 127.0.0.1"))
    town.portal.send_signal(signal.SIGCONT)
    wait_for(lambda: town.documents().get("economy-stalls") == [table("stalls", 6)])
    assert town.run("ledger", "verify").returncode == 0


def test_a_stop_during_a_run_ends_in_time_and_the_next_daemon_finishes(town: Town) -> None:
    daemon = town.start()
    for name in NAMES:
        town.drop(name, rows=5)
    wait_for(lambda: town.says("Запуск «нові файли"))
    began = time.monotonic()
    daemon.terminate()
    assert daemon.wait(30) == 0
    assert time.monotonic() - began < 30
    os.sync()
    town.start()
    whole = {f"economy-{name}": [table(name, 5)] for name in NAMES}
    wait_for(lambda: town.documents() == whole)
