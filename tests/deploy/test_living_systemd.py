"""The services as a living systemd keeps them, from the printed commands to a restored backup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from cities import write_city
from house import House, running_house

pytestmark = pytest.mark.system

GOV = """\
  gov: {url: "http://127.0.0.1:5080", organization: city, profile: ckan,
    key_file: "${CREDENTIALS_DIRECTORY}/gov"}
"""
SCHEDULE = """\
title: Щодня опівдні
cron: "0 12 * * *"
frequencies: [once a quarter]
timeout_minutes: 10
tolerated_failures: 1
"""
INBOX = "/var/lib/open-data/inbox/economy"
PACKAGE = "http://127.0.0.1:5080/api/3/action/package_show?id=economy-stalls"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A machine on which an administrator did what `pipeline deploy systemd` told him to."""
    folder = tmp_path_factory.mktemp("house")
    write_city(folder / "city" / "datapackages")
    with (folder / "city" / "datapackages" / "publisher.yaml").open("a", encoding="utf-8") as file:
        file.write(GOV)
    (folder / "city" / "schedules").mkdir()
    (folder / "city" / "schedules" / "noon.yaml").write_text(SCHEDULE, "utf-8")
    with running_house(folder, folder / "city") as house:
        house.say("install -D -m 600 <(echo no-key-yet) /etc/open-data/keys/gov")
        told = house.say(
            "cd /opt/open-data && .venv/bin/pipeline --catalogue /srv/datapackages"
            " --schedules /srv/schedules deploy systemd"
        )
        commands = [line.strip() for line in told.splitlines() if line.startswith("  ")]
        for command in commands[:-1]:
            house.say(command)
        house.say("open-data portal key add gov > /etc/open-data/keys/gov")
        house.say("systemctl restart open-data")
        yield house


def published(house: House) -> list[str]:
    """The hash of every document that the ledger says was sent, in order."""
    exported = house.say("open-data ledger export /tmp/ledger.jsonl && cat /tmp/ledger.jsonl")
    events = [json.loads(line) for line in exported.splitlines() if line.startswith("{")]
    sent = [one for one in events if one.get("kind") == "published"]
    return [one["sha256"] for one in sent if one["role"] == "data"]


def drop(house: House, rows: str) -> None:
    house.say(f"install -o open-data -m 644 <(printf 'uid,area\\n{rows}') {INBOX}/stalls.csv")


def stands(house: House, text: str) -> bool:
    """Whether a stranger gets that text from the portal."""
    package = json.loads(house.say(f"curl -sf '{PACKAGE}'"))["result"]
    urls = [one["url"] for one in package["resources"] if one["resource_type"] == "data"]
    return any(text in house.say(f"curl -sf '{url}'") for url in urls)


def is_working(house: House) -> bool:
    return "Програма працює" in house.say("open-data status")


def main_process(house: House) -> int:
    return int(house.show("open-data", "MainPID"))


def test_a_dropped_file_is_published(house: House) -> None:
    drop(house, "a-1,1.5\\n")
    house.wait_for(lambda: stands(house, "a-1,1.5"))


def test_the_command_of_the_administrator_works_as_the_service_does(house: House) -> None:
    found = json.loads(house.run("open-data", "doctor", "--json").stdout)
    lights = {one["subject"]: one["light"] for one in found}
    assert lights["Портал «gov»"] == "green"
    assert {name for name, light in lights.items() if light != "green"} == {"Пошта"}
    assert house.say("find /var/lib/open-data ! -user open-data") == ""


def test_keys_are_in_no_process_for_others_to_see(house: House) -> None:
    key = house.say("cat /etc/open-data/keys/gov").strip()
    told = house.say("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' '\\n'")
    assert "PIPELINE_VAR=/var/lib/open-data" in told
    assert key not in told


def test_the_daemon_writes_nowhere_but_in_its_own_folder(house: House) -> None:
    enter = f"nsenter --target {main_process(house)} --mount setpriv --reuid=open-data"
    enter = f"{enter} --regid=open-data --init-groups --no-new-privs"
    places = ("/var/lib/open-data", "/opt/open-data", "/etc", "/usr/local", "/srv", "/var/log")
    can = [place for place in places if house.run(*f"{enter} touch {place}/x".split()).returncode]
    assert can == list(places[1:])
    assert house.run(*f"{enter} ls /root".split()).returncode != 0


def test_the_portal_sees_neither_ledger_nor_inbox(house: House) -> None:
    process = house.show("open-data-portal", "MainPID")
    seen = house.say(f"nsenter --target {process} --mount ls /var/lib/open-data")
    assert seen.split() == ["portal"]


def test_systemctl_says_how_the_daemon_does(house: House) -> None:
    house.wait_for(lambda: house.show("open-data", "StatusText") == "Тривог немає.")
    assert house.show("open-data-portal", "StatusText") == "http://127.0.0.1:5080"


def test_a_reload_has_the_catalogue_read_anew(house: House) -> None:
    before = house.log().count("Каталог і розклади перечитано.")
    house.say("systemctl reload open-data")
    house.wait_for(lambda: house.log().count("Каталог і розклади перечитано.") == before + 1)


def test_a_killed_daemon_is_back_by_itself_and_publishes_nothing_twice(house: House) -> None:
    before, times = main_process(house), published(house)
    house.say("systemctl kill --signal=KILL --kill-whom=main open-data")
    house.wait_for(lambda: main_process(house) not in {0, before} and is_working(house))
    assert published(house) == times


def test_a_daemon_that_stands_still_is_started_anew(house: House) -> None:
    house.say("mkdir -p /run/systemd/system/open-data.service.d")
    house.say(
        "printf '[Service]\\nWatchdogSec=40\\n' > /run/systemd/system/open-data.service.d/soon.conf"
    )
    house.say("systemctl daemon-reload && systemctl restart open-data")
    house.wait_for(lambda: is_working(house))
    before = main_process(house)
    house.say(f"kill -STOP {before}")
    house.wait_for(lambda: main_process(house) not in {0, before} and is_working(house))
    assert "Watchdog timeout" in house.log()


def test_a_stop_is_clean_and_the_service_starts_again(house: House) -> None:
    house.say("systemctl stop open-data")
    assert house.show("open-data", "Result") == "success"
    assert "Зупинено." in house.log()
    house.say("systemctl start open-data")
    house.wait_for(lambda: is_working(house))


def test_after_a_reboot_everything_works_without_a_visit(house: House) -> None:
    times = published(house)
    house.reboot()
    house.wait_for(lambda: is_working(house))
    drop(house, "a-1,1.5\\na-2,2.5\\n")
    house.wait_for(lambda: stands(house, "a-2,2.5"))
    assert len(published(house)) == len(times) + 1


def test_a_backup_restored_on_an_empty_machine_gives_the_same_figures(house: House) -> None:
    figures = house.say("open-data report").splitlines()[0]
    house.say("install -d -o open-data /var/backups && open-data backup -o /var/backups/all.tar")
    house.say("systemctl stop open-data open-data-portal && rm -rf /var/lib/open-data")
    house.say("mkdir -m 700 /var/lib/open-data")
    house.say("tar -xpf /var/backups/all.tar -C /var/lib/open-data")
    house.say("chown -R open-data: /var/lib/open-data")
    house.say("systemctl start open-data-portal open-data")
    house.wait_for(lambda: is_working(house))
    assert house.say("open-data report").splitlines()[0] == figures
    assert re.search(r"опубліковано 1 набір", figures)
    assert stands(house, "a-2,2.5")
    house.say("open-data ledger verify && open-data reconcile")
