from pathlib import Path

import pytest

from pipeline.catalogue import read_catalogue
from pipeline.schedule import check_schedules, read_schedules

WEEKLY = 'title: Щотижня\ncron: "30 6 * * mon"\ndatasets: [economy-stalls]\n'


def problems(folder: Path, city: Path, **files: str) -> list[tuple[str, int, str]]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    schedules, broken = read_schedules(folder)
    found = (*broken, *check_schedules(schedules, read_catalogue(city)))
    return [(problem.file, problem.line, problem.message) for problem in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "schedules"


def test_every_dataset_in_one_schedule_is_sound(folder: Path, city: Path) -> None:
    assert problems(folder, city, weekly=WEEKLY) == []


def test_a_dataset_may_be_named_by_its_frequency(folder: Path, city: Path) -> None:
    text = 'title: Щотижня\ncron: "30 6 * * mon"\nfrequencies: [once a quarter]\n'
    assert problems(folder, city, weekly=text) == []


def test_a_dataset_in_no_schedule_is_a_problem(folder: Path, city: Path) -> None:
    assert problems(folder, city) == [("schedules", 1, "«economy-stalls» немає в жодному розкладі")]


def test_a_dataset_in_two_schedules_is_a_problem(folder: Path, city: Path) -> None:
    assert problems(folder, city, daily=WEEKLY, weekly=WEEKLY) == [
        (
            "schedules/weekly.yaml",
            1,
            "«economy-stalls» стоїть у кількох розкладах: "
            "schedules/daily.yaml і schedules/weekly.yaml",
        )
    ]


@pytest.mark.parametrize(
    ("cron", "told"),
    [
        ("30 6 * * 1", "день тижня пишеться назвою: mon, tue, wed, thu, fri, sat, sun"),
        ("30 3 * * mon", "між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі"),
        ("0 */3 * * *", "між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі"),
        ("0 0-6 * * *", "між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі"),
        ("0 6 * *", "потрібно п’ять полів: хвилина, година, день, місяць, день тижня"),
    ],
)
def test_a_rhythm_that_would_not_fire_as_meant_is_refused(
    folder: Path, city: Path, cron: str, told: str
) -> None:
    text = WEEKLY.replace("30 6 * * mon", cron)
    assert problems(folder, city, weekly=text)[0] == ("schedules/weekly.yaml", 2, f"cron: {told}")


def test_a_schedule_of_an_unknown_dataset_names_the_nearest(folder: Path, city: Path) -> None:
    text = WEEKLY.replace("[economy-stalls]", "[economy-stals]")
    assert problems(folder, city, weekly=text)[0] == (
        "schedules/weekly.yaml",
        1,
        "немає набору даних «economy-stals»; можливо, «economy-stalls»",
    )
