from datetime import date
from pathlib import Path

from pipeline.catalogue import read_catalogue
from pipeline.model import GeneratedSource, Pause

SOURCE = 'source: {folder: economy, pattern: "stalls*.csv"}'


def change(city: Path, old: str, new: str) -> list[str]:
    path = city / "economy-stalls" / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [problem.message for problem in read_catalogue(city).problems]


def test_a_dataset_may_be_generated(city: Path) -> None:
    assert change(city, SOURCE, "source: {generated: register}") == []
    dataset = read_catalogue(city).dataset("economy-stalls")
    assert dataset.is_generated
    assert dataset.resources[0].source == GeneratedSource("register")


def test_only_what_the_pipeline_can_make_is_generated(city: Path) -> None:
    (message,) = change(city, SOURCE, "source: {generated: weather}")
    assert message.startswith("pipeline.source.generated: оберіть одне з: 'register'")


def test_a_generated_dataset_is_gathered_from_nowhere_else(city: Path) -> None:
    (message,) = change(city, SOURCE, "source: {generated: register, url: 'http://a.example'}")
    assert "вкажіть або folder і pattern, або url, або sql і query, або generated" in message


def test_a_pause_has_a_day_and_a_reason(city: Path) -> None:
    pause = "paused_until: {date: 2026-09-01, reason: Наказ № 5}"
    assert change(city, "  portals:", f"  {pause}\n  portals:") == []
    assert read_catalogue(city).dataset("economy-stalls").pause == Pause(
        date(2026, 9, 1), "Наказ № 5"
    )


def test_a_pause_without_a_reason_is_refused(city: Path) -> None:
    assert change(city, "  portals:", "  paused_until: {date: 2026-09-01}\n  portals:") == [
        "бракує ключа «pipeline.paused_until.reason»"
    ]
