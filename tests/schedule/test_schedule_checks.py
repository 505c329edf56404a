from pathlib import Path

import pytest

from pipeline.catalogue import read_catalogue
from pipeline.schedule import check_schedules, read_schedules

WEEKLY = 'title: Щотижня\ncron: "30 6 * * mon"\ndatasets: [economy-stalls]\n'


def problems(folder: Path, city: Path, **files: str) -> list[tuple[str, int, str]]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    schedules, broken = read_schedules(folder)
    found = check_schedules(schedules, read_catalogue(city), broken)
    return [(problem.file, problem.line, problem.message) for problem in found]


def owe(city: Path, frequency: str) -> None:
    """Let the city's dataset be owed at that frequency."""
    path = city / "economy-stalls" / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("once a quarter", frequency), encoding="utf-8")


@pytest.mark.parametrize(
    "whom",
    ["datasets: [economy-stalls]", "offices: [economy]", "frequencies: [once a quarter]"],
)
def test_a_dataset_stands_in_a_schedule_by_name_office_or_frequency(
    folder: Path, city: Path, whom: str
) -> None:
    text = WEEKLY.replace("datasets: [economy-stalls]", whom)
    assert problems(folder, city, weekly=text) == []


def test_a_dataset_in_no_schedule_is_a_problem(folder: Path, city: Path) -> None:
    assert problems(folder, city) == [("schedules", 1, "«economy-stalls» немає в жодному розкладі")]


def test_while_a_file_cannot_be_read_nobody_is_called_missing(folder: Path, city: Path) -> None:
    assert problems(folder, city, weekly="title: [") == []


def test_a_dataset_in_two_schedules_is_a_problem(folder: Path, city: Path) -> None:
    assert problems(folder, city, daily=WEEKLY, weekly=WEEKLY) == [
        (
            "schedules/weekly.yaml",
            3,
            "«economy-stalls» стоїть у кількох розкладах: "
            "schedules/daily.yaml і schedules/weekly.yaml",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "datasets: [economy-stalls]",
            "datasets:\n  - economy-stalls\n  - economy-stals",
            (5, "немає набору даних «economy-stals»; можливо, «economy-stalls»"),
        ),
        (
            "datasets:",
            "offices: [ekonomy]\ndatasets:",
            (3, "немає підрозділу «ekonomy»; можливо, «economy»"),
        ),
    ],
)
def test_a_name_of_nothing_gives_the_nearest(
    folder: Path, city: Path, old: str, new: str, told: tuple[int, str]
) -> None:
    assert problems(folder, city, weekly=WEEKLY.replace(old, new)) == [
        ("schedules/weekly.yaml", *told)
    ]


@pytest.mark.parametrize(
    ("rhythm", "frequency"),
    [
        ("every_minutes: 60", "more than once a day"),
        ('cron: "0 6,18 * * *"', "more than once a day"),
        ('cron: "30 6 * * *"', "once a day"),
        ("every_minutes: 1440", "once a day"),
        ('cron: "30 6 * * mon"', "once a week"),
        ('cron: "30 6 1 * *"', "once a month"),
        ('cron: "30 6 1 jan,apr,jul,oct *"', "once a quarter"),
        ('cron: "30 6 1,15 * *"', "once a half year"),
        ('cron: "30 6 1 jan,jul *"', "once a year"),
        ('cron: "30 6 * * mon,wed"', "immediately after making changes"),
        ("every_minutes: 1440", "immediately after making changes"),
        ('cron: "30 6 * * mon-fri"', "immediately after making changes"),
    ],
)
def test_a_rhythm_that_meets_the_frequency_is_sound(
    folder: Path, city: Path, rhythm: str, frequency: str
) -> None:
    owe(city, frequency)
    text = WEEKLY.replace('cron: "30 6 * * mon"', rhythm)
    assert problems(folder, city, weekly=text) == []


@pytest.mark.parametrize(
    ("rhythm", "frequency", "told"),
    [
        (
            'cron: "30 6 * * *"',
            "more than once a day",
            "«Більш як один раз на день» («economy-stalls»): між запусками буває 1\u00a0день, "
            "а потрібно принаймні двічі на день",
        ),
        (
            'cron: "30 6 * * mon-fri"',
            "once a day",
            "«Щодня» («economy-stalls»): між запусками буває 3\u00a0дні, а строк — 1\u00a0день",
        ),
        (
            'cron: "30 6 1 * *"',
            "once a week",
            "«Щотижня» («economy-stalls»): між запусками буває 31\u00a0день, а строк — 7\u00a0днів",
        ),
        (
            'cron: "30 6 30 * *"',
            "once a month",
            "«Щомісяця» («economy-stalls»): між запусками буває 60\u00a0днів, "
            "а строк — 31\u00a0день",
        ),
        (
            'cron: "30 6 1 feb *"',
            "once a year",
            "«Щороку» («economy-stalls»): між запусками буває 366\u00a0днів, "
            "а строк — 365\u00a0днів",
        ),
        (
            'cron: "30 6 * * mon,tue"',
            "immediately after making changes",
            "«Відразу після внесення змін» («economy-stalls»): між запусками буває 6\u00a0днів, "
            "а зміну оприлюднюють за три робочі дні (пункт 15)",
        ),
    ],
)
def test_a_rhythm_that_misses_the_frequency_names_both(
    folder: Path, city: Path, rhythm: str, frequency: str, told: str
) -> None:
    owe(city, frequency)
    text = WEEKLY.replace('cron: "30 6 * * mon"', rhythm)
    assert problems(folder, city, weekly=text) == [
        (
            "schedules/weekly.yaml",
            2,
            f"розклад «Щотижня» запускається надто рідко для періодичності {told}",
        )
    ]


def test_a_dataset_no_longer_updated_needs_no_schedule(folder: Path, city: Path) -> None:
    owe(city, "no longer updated")
    assert problems(folder, city) == []
