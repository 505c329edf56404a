from pathlib import Path

import pytest

from pipeline.model import Cron, Every, Problem, Schedule
from pipeline.schedule import read_schedules

WEEKLY = """\
title: Щотижня
cron: "30 6 * * mon"
datasets: [economy-stalls]
"""


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    (folder / "weekly.yaml").write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in read_schedules(folder)[1]]


def test_a_file_becomes_a_schedule_with_every_default(folder: Path) -> None:
    (folder / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    assert read_schedules(folder) == (
        (
            Schedule(
                file="schedules/weekly.yaml",
                title="Щотижня",
                rhythm=Cron("30 6 * * mon"),
                datasets=("economy-stalls",),
                jitter=0,
                timeout=60,
                tolerated_failures=1,
            ),
        ),
        (),
    )


def test_everything_may_be_said(folder: Path) -> None:
    text = """\
title: Щопівгодини
every_minutes: 30
offices: [economy]
frequencies: [more than once a day]
jitter_seconds: 90
timeout_minutes: 20
tolerated_failures: 4
"""
    (folder / "often.yaml").write_text(text, encoding="utf-8")
    assert read_schedules(folder)[0] == (
        Schedule(
            file="schedules/often.yaml",
            title="Щопівгодини",
            rhythm=Every(30),
            offices=("economy",),
            frequencies=("more than once a day",),
            jitter=90,
            timeout=20,
            tolerated_failures=4,
        ),
    )


@pytest.mark.parametrize(
    ("cron", "told"),
    [
        ("30 6 * * 1", "день тижня пишеться назвою: mon, tue, wed, thu, fri, sat, sun"),
        ("30 6 * * */2", "день тижня пишеться назвою: mon, tue, wed, thu, fri, sat, sun"),
        ("0 6 * *", "потрібно п’ять полів: хвилина, година, день, місяць, день тижня"),
        ("0 25 * * *", "поле «година» не читається: «25»"),
        ("0 6 * * пн", "поле «день тижня» не читається: «пн»"),
        (
            "0 6 1 * mon",
            "вкажіть або день місяця, або день тижня: разом їх розуміють по-різному",
        ),
    ],
)
def test_a_cron_line_that_would_not_fire_as_meant_is_refused(
    folder: Path, cron: str, told: str
) -> None:
    assert problems(folder, WEEKLY.replace("30 6 * * mon", cron)) == [(2, f"cron: {told}")]


@pytest.mark.parametrize("hours", ["3", "*/3", "0-6", "*", "1,3"])
def test_the_hour_that_clocks_change_in_is_refused(folder: Path, hours: str) -> None:
    text = WEEKLY.replace("30 6 * * mon", f"30 {hours} * * mon")
    assert problems(folder, text) == [
        (
            2,
            "cron: між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі; "
            "щоб запускати цілодобово, напишіть every_minutes",
        )
    ]


@pytest.mark.parametrize("hours", ["2", "4", "4-23", "0,1,2"])
def test_the_hours_around_it_are_not(folder: Path, hours: str) -> None:
    assert problems(folder, WEEKLY.replace("30 6 * * mon", f"30 {hours} * * mon")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cron:", "corn:", (2, "невідомий ключ «corn»; можливо, «cron»")),
        (
            "title:",
            "jiter_seconds: 5\ntitle:",
            (1, "невідомий ключ «jiter_seconds»; можливо, «jitter_seconds»"),
        ),
        ('cron: "30 6 * * mon"\n', "", (1, "файл: вкажіть ритм: або cron, або every_minutes")),
        (
            "cron:",
            "every_minutes: 10\ncron:",
            (1, "файл: вкажіть ритм: або cron, або every_minutes"),
        ),
        (
            "datasets: [economy-stalls]\n",
            "",
            (1, "файл: назвіть, що запускати: datasets, offices або frequencies"),
        ),
        ('cron: "30 6 * * mon"', "every_minutes: 0", (2, "every_minutes: щонайменше 1")),
        ('cron: "30 6 * * mon"', "every_minutes: 1441", (2, "every_minutes: щонайбільше 1440")),
        (
            'cron: "30 6 * * mon"',
            "every_minutes: 5\njitter_seconds: 300",
            (1, "файл: jitter_seconds має бути коротшим за every_minutes"),
        ),
    ],
)
def test_anything_else_that_is_not_meant_names_its_line(
    folder: Path, old: str, new: str, told: tuple[int, str]
) -> None:
    assert told in problems(folder, WEEKLY.replace(old, new))


def test_a_broken_file_leaves_the_others_alone(folder: Path) -> None:
    (folder / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    (folder / "daily.yaml").write_text("title: [", encoding="utf-8")
    schedules, found = read_schedules(folder)
    assert [schedule.file for schedule in schedules] == ["schedules/weekly.yaml"]
    assert [problem.file for problem in found] == ["schedules/daily.yaml"]


def test_a_file_that_is_not_read_is_told(folder: Path) -> None:
    (folder / "weekly.yml").write_text(WEEKLY, encoding="utf-8")
    assert read_schedules(folder) == (
        (),
        (Problem("schedules/weekly.yml", 1, "назвіть файл *.yaml: інших не читають"),),
    )


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    folder = tmp_path / "schedules"
    assert read_schedules(folder) == (
        (),
        (Problem("schedules", 1, f"немає теки розкладів {folder}"),),
    )
