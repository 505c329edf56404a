"""What nobody knows of an adopted dataset yet waits for a person and stops nothing."""

from __future__ import annotations

from pathlib import Path

from pipeline.catalogue import read_catalogue
from pipeline.model import Problem

FILE = "economy-old/datapackage.yaml"
ADOPTED = """\
name: economy-old
title: Старий набір
description: "?"
keywords: ["?"]
licenses: [{name: CC-BY-4.0}]
pipeline:
  adopted: true
  office: economy
  responsible: {role: "?", email: economy@city.example}
  frequency: "?"
  ground: "?"
  purpose: Облік
  source: none
  portals: [city]
resources:
  - {name: stalls, title: Місця, path: stalls.xls}
"""


def write(city: Path, text: str) -> None:
    (city / "economy-old").mkdir()
    (city / FILE).write_text(text, encoding="utf-8")


def test_an_adopted_dataset_is_used_although_much_of_it_is_unknown(city: Path) -> None:
    write(city, ADOPTED)
    dataset = read_catalogue(city).dataset("economy-old")
    assert (
        dataset.adopted,
        dataset.description,
        dataset.keywords,
        dataset.responsible.role,
        dataset.frequency,
        dataset.ground,
        dataset.purpose,
    ) == (True, "", (), "", "", "", "Облік")


def test_each_unknown_field_is_named_and_blocks_nothing(city: Path) -> None:
    write(city, ADOPTED)
    said = "замість «?» має бути справжнє значення"
    assert read_catalogue(city).problems == tuple(
        Problem(FILE, line, f"{where}: {said}", "economy-old", blocks=False)
        for line, where in (
            (3, "description"),
            (4, "keywords.0"),
            (9, "pipeline.responsible.role"),
            (10, "pipeline.frequency"),
            (11, "pipeline.ground"),
        )
    )


def test_a_dataset_of_our_own_must_say_everything(city: Path) -> None:
    write(city, ADOPTED.replace("  adopted: true\n", ""))
    catalogue = read_catalogue(city)
    assert [problem.blocks for problem in catalogue.problems] == [True] * 5
    assert "economy-old" not in [dataset.name for dataset in catalogue.datasets]


def test_a_dataset_with_a_source_is_no_longer_adopted(city: Path) -> None:
    write(city, ADOPTED.replace("source: none", 'source: {folder: economy, pattern: "*.xls"}'))
    blocking = [p.message for p in read_catalogue(city).problems if p.blocks]
    assert blocking == ["adopted: набір, що має джерело, веде програма; приберіть цей рядок"]


def test_a_sample_is_asked_for_what_has_a_source_alone(city: Path) -> None:
    text = ADOPTED.replace("  adopted: true\n", "").replace('"?"', "once a year")
    theirs = '{source: {folder: economy, pattern: "*.csv"}}'
    write(city, f"{text}  - {{name: new, title: Нові, path: new.csv, pipeline: {theirs}}}\n")
    assert [p.message for p in read_catalogue(city).problems] == ["немає зразка «new.csv»"]
