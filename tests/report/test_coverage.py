from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cities import write_city

from pipeline.catalogue import read_catalogue
from pipeline.model import Catalogue
from pipeline.model.coverage import NotHeld, OlderSet, Planned, Statements
from pipeline.report.coverage import (
    Covered,
    State,
    build_coverage,
    build_coverage_blocks,
    render_coverage_json,
)
from pipeline.report.layout_text import render_text
from pipeline.resolution835.sets import OF_2019, annex_of, list_sets
from pipeline.resolution835.tables import list_tables, read_schema


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The smallest city, its stalls following the table of transport stops."""
    write_city(tmp_path)
    city = read_catalogue(tmp_path)
    (stalls,) = city.datasets
    resource = replace(stalls.resources[0], schema=read_schema("2025/27/stops"))
    own = replace(stalls, name="economy-own", title="Власний набір")
    return replace(city, datasets=(own, replace(stalls, resources=(resource,))))


def states(catalogue: Catalogue, published: set[str], **told: object) -> dict[int | None, Covered]:
    covered = build_coverage(catalogue, Statements(**told), published)  # type: ignore[arg-type]
    return {item.annex: item for item in covered}


def test_every_table_belongs_to_a_set() -> None:
    annexes = {item.annex for item in list_sets()}

    assert len(annexes) == 69
    assert {annex_of(entry.id) for entry in list_tables()} == annexes
    assert {entry.id for entry in list_tables() if entry.annex is None} == set(OF_2019)
    assert annex_of("economy-own/stalls") is None


def test_a_set_is_published_once_a_dataset_of_its_table_is_online(catalogue: Catalogue) -> None:
    before, after = states(catalogue, set()), states(catalogue, {"economy-stalls"})

    assert (before[27].state, after[27].state) == (State.PREPARED, State.PUBLISHED)
    assert [dataset.name for dataset in after[27].datasets] == ["economy-stalls"]


def test_what_nobody_said_anything_of_is_undecided(catalogue: Catalogue) -> None:
    found = states(catalogue, set())

    assert Counter(item.state for item in found.values()) == {
        State.UNDECIDED: 68,
        State.PREPARED: 1,
    }


def test_plans_and_grounds_are_told(catalogue: Catalogue) -> None:
    found = states(
        catalogue,
        {"economy-own"},
        planned=(Planned(18, date(2026, 12, 31), "інвентаризація"),),
        not_held=(NotHeld(5, "не орган стандартизації"),),
        older=(OlderSet("Сезонна торгівля", ("economy-own",)),),
    )

    assert (found[18].state, found[18].remark) == (
        State.PLANNED,
        "до 31.12.2026: інвентаризація",
    )
    assert (found[5].state, found[5].remark) == (State.NOT_HELD, "не орган стандартизації")
    assert (found[None].title, found[None].state) == ("Сезонна торгівля", State.PUBLISHED)


def test_the_table_adds_up_and_asks_for_what_is_undecided(catalogue: Catalogue) -> None:
    covered = build_coverage(catalogue, Statements(), {"economy-stalls"})
    text = render_text(build_coverage_blocks(covered, catalogue))

    assert text.startswith(
        "  Стан          Наборів\n"
        "  Опубліковано        1\n"
        "  Не визначено       68\n"
        "  Разом              69\n"
    )
    assert "http://127.0.0.1:5080/dataset/economy-stalls" in text
    assert text.endswith("напишіть у datapackages/coverage.yaml: planned або not_held.\n")


def test_a_program_reads_the_same(catalogue: Catalogue) -> None:
    covered = build_coverage(catalogue, Statements(), {"economy-stalls"})
    told = {item["annex"]: item for item in json.loads(render_coverage_json(covered))}

    assert told[27] == {
        "annex": 27,
        "title": "Дані про місце розміщення зупинок",
        "state": "published",
        "datasets": ["economy-stalls"],
        "remark": "",
    }
