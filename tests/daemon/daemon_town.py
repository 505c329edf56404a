"""A town whose catalogue and schedules lie in a folder, for the daemon to be driven over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cities import DESCRIPTOR, write_city

from pipeline.daemon.timetable import Timetable, read_timetable
from pipeline.settings import Settings, read_settings

NOON = datetime(2021, 6, 1, 9, tzinfo=UTC)
"""Noon in Kyiv."""

DAILY = 'title: Щодня опівдні\ncron: "0 12 * * *"\nfrequencies: [once a day]\n'
WEEKLY = 'title: Щопонеділка\ncron: "30 6 * * mon"\nfrequencies: [once a week]\n'


def write_town(folder: Path, port: int = 5080, **frequencies: str) -> Settings:
    """One dataset for every name and frequency, over a daily and a weekly schedule."""
    write_city(folder / "datapackages", port)
    (folder / "datapackages" / "economy-stalls" / "sample" / "stalls.csv").unlink()
    (folder / "datapackages" / "economy-stalls" / "sample").rmdir()
    (folder / "datapackages" / "economy-stalls" / "datapackage.yaml").unlink()
    (folder / "datapackages" / "economy-stalls").rmdir()
    for name, frequency in (frequencies or {"stalls": "once a day"}).items():
        write_dataset(folder, name, frequency.replace("_", " "))
    (folder / "schedules").mkdir()
    (folder / "schedules" / "daily.yaml").write_text(DAILY, encoding="utf-8")
    (folder / "schedules" / "weekly.yaml").write_text(WEEKLY, encoding="utf-8")
    return read_settings({}, folder / "datapackages", folder / "schedules", folder / "var")


def write_dataset(folder: Path, name: str, frequency: str) -> None:
    """A dataset `economy-NAME` that takes `NAME*.csv` of the office's folder."""
    described = (
        DESCRIPTOR.replace("economy-stalls", f"economy-{name}")
        .replace('"stalls*.csv"', f'"{name}*.csv"')
        .replace("sample/stalls.csv", f"sample/{name}.csv")
        .replace("once a quarter", frequency)
    )
    dataset = folder / "datapackages" / f"economy-{name}"
    (dataset / "sample").mkdir(parents=True)
    (dataset / "datapackage.yaml").write_text(described, encoding="utf-8")
    (dataset / "sample" / f"{name}.csv").write_text("uid,area\nзразок,1\n", encoding="utf-8")


def timetable_of(settings: Settings, at: datetime = NOON) -> Timetable:
    """What is in force in the town, which must be whole."""
    timetable = read_timetable(settings, at)
    assert timetable.kept == ()
    return timetable


def with_schedule(timetable: Timetable, **changes: object) -> Timetable:
    """The same town with every schedule changed so."""
    changed = tuple(replace(one, **changes) for one in timetable.schedules)  # type: ignore[arg-type]
    return replace(timetable, schedules=changed)
