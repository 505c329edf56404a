"""What is wrong with a schema is said with the file and the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue import read_catalogue

OWN = """\
title: Торгові місця
primaryKey: uid
fields:
  - name: uid
    type: text
  - name: area
    requried: true
"""
TYPES = "string, integer, number, date, datetime, time, boolean"


def told(city: Path) -> list[tuple[str, int, str]]:
    found = read_catalogue(city).problems
    return [(problem.file, problem.line, problem.message) for problem in found]


def refer_to_own_file(city: Path, content: str) -> None:
    path = city / "economy-stalls" / "datapackage.yaml"
    head = path.read_text(encoding="utf-8").split("    schema:")[0]
    path.write_text(head + "    schema: stalls.yaml\n", encoding="utf-8")
    (path.parent / "stalls.yaml").write_text(content, encoding="utf-8")


def test_a_fault_in_a_schema_file_names_that_file_and_its_line(city: Path) -> None:
    refer_to_own_file(city, OWN)
    assert told(city) == [
        (
            "economy-stalls/stalls.yaml",
            5,
            f"schema: стовпець «uid»: невідомий тип «text»; дозволені: {TYPES}",
        ),
        (
            "economy-stalls/stalls.yaml",
            7,
            "schema: невідомий ключ «requried» у стовпці «area», найближчий — «required»",
        ),
    ]


def test_a_schema_file_that_is_no_yaml_names_itself(city: Path) -> None:
    refer_to_own_file(city, "title: Місця\ntitle: Місця\n")
    assert told(city) == [
        ("economy-stalls/stalls.yaml", 2, "ключ «title» повторено (вперше в рядку 1)")
    ]


@pytest.mark.parametrize(("old", "line"), [("type: string", 21), ("type: number", 22)])
def test_a_fault_in_an_inline_schema_names_its_own_line(city: Path, old: str, line: int) -> None:
    path = city / "economy-stalls" / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, "kind: nothing"), encoding="utf-8")
    assert [found[:2] for found in told(city)] == [("economy-stalls/datapackage.yaml", line)]
