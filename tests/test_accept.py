"""A guard holds a delivery, a person accepts it: told by the commands alone."""

from __future__ import annotations

import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from cities import DESCRIPTOR, free_port, write_city
from test_story import City
from typed import type_in

OWNER = "        - {name: owner, title: Власник, type: string, kind: edrpou}\n"
ROWS = [f"а-{number},{number}" for number in range(1, 11)]


class TypedCity(City):
    def run(self, *words: str, **_: object) -> CompletedProcess[str]:
        return type_in(self.folder, *words)


@pytest.fixture
def city(tmp_path: Path) -> City:
    """A city whose stalls have a key and an owner."""
    port = free_port()
    write_city(tmp_path / "datapackages", port)
    (tmp_path / "schedules").mkdir()
    descriptor = tmp_path / "datapackages" / "economy-stalls" / "datapackage.yaml"
    descriptor.write_text(f"{DESCRIPTOR}{OWNER}      primaryKey: uid\n", encoding="utf-8")
    return TypedCity(tmp_path, f"http://127.0.0.1:{port}")


def hand_in(city: City, *rows: str) -> None:
    city.drop("\n".join(["uid,area,owner", *rows, ""]), encoding="utf-8")


def command_in(text: str) -> list[str]:
    """The words of the `pipeline accept` command that somebody copies and fills in."""
    (found,) = re.findall(r"pipeline (accept [^<\n]+)", text)
    filled = found.replace("&#34;", '"').replace('"ПРІЗВИЩЕ"', "Коваль")
    return filled.replace('"ПРИЧИНА"', "передано_області").split()


def test_a_short_table_is_held_accepted_and_published_once(city: City) -> None:
    hand_in(city, *ROWS)
    assert city.outcome() == ("published", 1, 0)
    hand_in(city, *ROWS[:4])
    shown = city.run("publish")
    assert shown.returncode == 0
    assert "очікує" in shown.stdout
    assert city.outcome() == ("held", 1, 1)

    (page,) = (city.folder / "var" / "reports").rglob("report.html")
    told = page.read_text(encoding="utf-8")
    assert "Не опубліковано: 1\u00a0застереження чекає на підтвердження" in told
    assert command_in(told) == command_in(shown.stdout)
    done = city.run(*command_in(told))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "economy-stalls/stalls: застереження знято для цього файла.\n"
        "Далі: pipeline publish economy-stalls\n"
    )
    assert city.outcome() == ("published", 1, 0)
    assert city.outcome() == ("unchanged", 1, 0)
    again = city.run(*command_in(told))
    assert (again.returncode, again.stdout) == (2, "")

    hand_in(city, *ROWS)
    assert city.outcome() == ("published", 1, 0)
    hand_in(city, *ROWS[:4])
    assert city.outcome() == ("held", 1, 1)


def test_what_is_wrong_in_the_file_cannot_be_accepted(city: City) -> None:
    hand_in(city, *ROWS)
    city.outcome()
    hand_in(city, "а-1,багато")
    shown = city.run("publish")
    assert "pipeline accept" not in shown.stdout
    delivery = delivered(city)
    done = city.run(
        "accept", "economy-stalls", "--delivery", delivery, "--by", "Коваль", "--reason", "так"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace("\u00a0", " ") == (
        "Цього прийняти не можна, треба виправити файл: 1 зауваження. "
        "Перше: Тут має бути число: цифри, дробова частина після коми або крапки "
        "(12,05 або 12.05).\n"
    )


def delivered(city: City) -> str:
    """The hash of what lies in the inbox."""
    import hashlib

    path = city.folder / "var" / "inbox" / "economy" / "stalls.csv"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_codes_an_office_vouches_for_are_no_findings_any_more(city: City) -> None:
    hand_in(city, "а-1,1,12345679", "а-2,2,22345671", "а-3,3,22345671")
    assert city.outcome() == ("refused", 0, 3)
    words = ("accept", "economy-stalls", "--delivery", delivered(city)[:8])
    said = (*words, "--by", "Коваль", "--reason", "код давній")
    bare = city.run(*said)
    assert (bare.returncode, bare.stderr) == (
        2,
        "У файлі є коди ЄДРПОУ, де не сходиться контрольна цифра. Якщо підрозділ ручається за "
        "них, додайте: --edrpou 12345679 --edrpou 22345671\n",
    )
    assert city.run(*said, "--edrpou", "22345671").returncode == 0
    assert city.outcome() == ("refused", 0, 1)
    assert city.run(*said, "--edrpou", "12345679").returncode == 0
    assert city.outcome() == ("published", 1, 0)
    hand_in(city, "а-1,1,12345679", "а-2,2,22345671", "а-3,4,22345671")
    assert city.outcome() == ("published", 1, 0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--delivery", "0" * 7), "Вкажіть хеш надходження, щонайменше 8 його перших знаків.\n"),
        (("--delivery", "0" * 8), "Набір «economy-stalls» не мав надходження 00000000.\n"),
        (("--delivery", "0" * 8, "--by", " "), "Вкажіть, хто приймає (--by) і чому (--reason).\n"),
        (("12345679",), "Зайве слово: 12345679. Коди вказують після --edrpou.\n"),
    ],
)
def test_a_word_that_says_too_little_is_refused(
    city: City, words: tuple[str, ...], told: str
) -> None:
    done = city.run("accept", "economy-stalls", "--by", "Коваль", "--reason", "так", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_nothing_of_a_withheld_dataset_is_sent(city: City) -> None:
    descriptor = city.folder / "datapackages" / "economy-stalls" / "datapackage.yaml"
    text = descriptor.read_text(encoding="utf-8")
    switch = "  withheld: {ground: Постанова № 263, date: 2022-03-12}\n  portals: [city]"
    descriptor.write_text(text.replace("  portals: [city]", switch), encoding="utf-8")
    hand_in(city, *ROWS)
    assert city.outcome() == ("held", 0, 0)
    assert "Оприлюднення зупинено з 12.03.2022: Постанова № 263." in city.run("publish").stdout
    descriptor.write_text(text, encoding="utf-8")
    assert city.outcome() == ("published", 1, 0)


def test_the_reply_lies_in_the_inbox_too_and_is_no_delivery(city: City) -> None:
    hand_in(city, "а-1,багато")
    city.outcome()
    folder = city.folder / "var" / "inbox" / "economy" / "Зауваження" / "economy-stalls" / "stalls"
    assert sorted(path.name for path in folder.iterdir()) == [
        "findings.csv",
        "findings.json",
        "receipt.txt",
        "report.html",
        "stalls-zauvazhennia.xlsx",
    ]
    receipt = (folder / "receipt.txt").read_text(encoding="utf-8-sig")
    assert receipt.startswith("Не опубліковано: 1\u00a0зауваження зупиняє публікацію\n")
    assert city.outcome() == ("unchanged", 0, 1)


def test_an_inbox_that_cannot_be_written_fails_nothing(city: City) -> None:
    hand_in(city, "а-1,1")
    (city.folder / "var" / "inbox" / "economy" / "Зауваження").write_text("файл, а не тека")
    done = city.run("publish", "--json")
    assert done.returncode == 0
    assert "Звіт про economy-stalls/stalls не записано в теку надходжень" in done.stderr
