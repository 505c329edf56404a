from pathlib import Path

from pipeline.catalogue import read_catalogue
from pipeline.schedule import check_schedules, read_schedules

ROOT = Path(__file__).parents[2]


def test_the_schedules_of_this_repository_are_sound() -> None:
    schedules, broken = read_schedules(ROOT / "schedules")
    catalogue = read_catalogue(ROOT / "datapackages")
    assert (*broken, *check_schedules(schedules, catalogue, broken)) == ()
