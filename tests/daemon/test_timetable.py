"""What is in force: whole files take effect, broken ones leave what was before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from daemon_town import NOON, timetable_of, write_dataset, write_town

from pipeline.catalogue import CatalogueError
from pipeline.daemon.timetable import read_prints, read_timetable

LATER = NOON + timedelta(hours=1)


def test_a_broken_description_leaves_the_one_before(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    before = timetable_of(settings)
    described = settings.catalogue / "economy-stalls" / "datapackage.yaml"
    described.write_text(described.read_text("utf-8").replace("purpose:", "purpsoe:"), "utf-8")
    after = read_timetable(settings, LATER, before)
    assert after.catalogue.datasets == before.catalogue.datasets
    assert after.kept == (
        "economy-stalls/datapackage.yaml:6: бракує ключа «pipeline.purpose»",
        "economy-stalls/datapackage.yaml:11: невідомий ключ «pipeline.purpsoe»; можливо, «purpose»",
    )


def test_a_broken_description_of_a_new_dataset_hinders_no_other(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    before = timetable_of(settings)
    (settings.catalogue / "economy-new").mkdir()
    (settings.catalogue / "economy-new" / "datapackage.yaml").write_text("name: [", "utf-8")
    write_dataset(tmp_path, "wells", "once a week")
    after = read_timetable(settings, LATER, before)
    names = [dataset.name for dataset in after.catalogue.datasets]
    assert (names, len(after.kept)) == (["economy-stalls", "economy-wells"], 1)


def test_a_broken_publisher_leaves_everything_as_it_was(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    before = timetable_of(settings)
    (settings.catalogue / "publisher.yaml").write_text("publisher: [", "utf-8")
    after = read_timetable(settings, LATER, before)
    assert (after.catalogue, after.schedules) == (before.catalogue, before.schedules)
    assert len(after.kept) == 1


def test_without_anything_before_a_broken_publisher_stops_the_start(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    (settings.catalogue / "publisher.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"publisher\.yaml"):
        read_timetable(settings, NOON)


def test_a_corrupt_schedule_at_the_start_leaves_the_others_in_force(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    (settings.schedules / "weekly.yaml").write_text("cron: {", "utf-8")
    timetable = read_timetable(settings, NOON)
    assert [schedule.title for schedule in timetable.schedules] == ["Щодня опівдні"]
    assert [told.partition(":")[0] for told in timetable.kept] == ["schedules/weekly.yaml"]


def test_whole_files_take_effect_again(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    before = timetable_of(settings)
    weekly = settings.schedules / "weekly.yaml"
    whole = weekly.read_text("utf-8")
    weekly.write_text("cron: {", "utf-8")
    broken = read_timetable(settings, LATER, before)
    weekly.write_text(whole.replace("Щопонеділка", "Щотижня"), "utf-8")
    after = read_timetable(settings, LATER, broken)
    assert ([schedule.title for schedule in after.schedules], after.kept) == (
        ["Щодня опівдні", "Щотижня"],
        (),
    )


def test_prints_change_with_any_edit_and_with_nothing_else(tmp_path: Path) -> None:
    settings = write_town(tmp_path)
    before = read_prints(settings)
    (settings.catalogue / "economy-stalls" / "sample" / "other.csv").write_text("uid", "utf-8")
    assert read_prints(settings) == before
    (settings.schedules / "weekly.yaml").write_text("cron: {", "utf-8")
    assert read_prints(settings) != before
