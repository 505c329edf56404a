from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from test_outcome import DATASET, NOTE, RELEASE, judged

from pipeline.model import Finding, Outcome, Pause, Result
from pipeline.record.entries import (
    described_event,
    gathered_event,
    outcome_events,
    refused_event,
)
from pipeline.record.event import Kind

NOW = datetime(2021, 7, 1, tzinfo=UTC)
STATED = {
    "office": "economy",
    "office_name": "Управління економіки",
    "title": "Торгові місця",
    "frequency": "once a quarter",
    "documents": ["economy-stalls/stalls"],
}


def test_a_delivery_is_recorded_with_its_hash_and_origin() -> None:
    event = gathered_event(judged().delivery, NOW, "admin")
    assert (event.kind, event.document, event.sha256, dict(event.data)) == (
        Kind.GATHERED,
        "economy-stalls/stalls",
        "1" * 64,
        {"origin": "inbox", "name": "stalls.csv", "size": 10},
    )


def test_a_refusal_counts_its_codes_and_keeps_no_cell_value() -> None:
    finding = Finding("type", True, "«багато» не число.", cell="B2", value="багато")
    event = refused_event(DATASET, judged(finding, finding, NOTE).verdict, NOW, "admin")
    assert dict(event.data) == {"blocking": 2, "notes": 1, "codes": {"type": 2}}
    assert "багато" not in event.sentence


def test_a_dataset_is_described_when_anything_about_it_changes() -> None:
    event = described_event(DATASET, RELEASE, None, NOW, "admin")
    assert event is not None
    assert dict(event.data) == STATED


def test_a_dataset_that_did_not_change_is_not_described_again() -> None:
    assert described_event(DATASET, RELEASE, STATED, NOW, "admin") is None


def test_a_dataset_without_a_release_still_belongs_to_its_office() -> None:
    event = described_event(DATASET, None, None, NOW, "admin")
    assert event is not None
    assert dict(event.data) == {**STATED, "documents": []}


@pytest.mark.parametrize(
    ("result", "kinds"),
    [
        (Result.UNCHANGED, [Kind.UNCHANGED]),
        (Result.HELD, [Kind.HELD]),
        (Result.FAILED, [Kind.FAILED]),
        (Result.PUBLISHED, []),
        (Result.REFUSED, []),
    ],
)
def test_an_outcome_is_recorded_where_no_other_event_tells_it(
    result: Result, kinds: list[Kind]
) -> None:
    outcome = Outcome("economy-stalls", result, "Речення.")
    assert [event.kind for event in outcome_events(outcome, NOW, "admin")] == kinds


def test_a_pause_is_described_with_its_reason_while_it_stands() -> None:
    paused = replace(DATASET, pause=Pause(date(2021, 9, 1), "Наказ № 5"))
    event = described_event(paused, RELEASE, STATED, NOW, "admin")

    assert event is not None
    assert dict(event.data) == {
        **STATED,
        "paused_until": "2021-09-01",
        "paused_reason": "Наказ № 5",
    }
    assert described_event(DATASET, RELEASE, dict(event.data), NOW, "admin") is not None
