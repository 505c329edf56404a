"""The last update of every dataset, as the ledger tells it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ledgers import NOON, an_event

from pipeline.record.checks import Check, read_checks
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger

NAME = "economy-buildings"


def checks(ledger: Ledger, *told: tuple[Kind, str | None]) -> dict[str, Check]:
    """What is known after these events, an hour between two of them."""
    for hours, (kind, portal) in enumerate(told):
        ledger.record(an_event(kind, NOON + timedelta(hours=hours), portal=portal))
    with ledger.reading() as connection:
        return dict(read_checks(connection))


def after(hours: int) -> object:
    return NOON + timedelta(hours=hours)


def test_a_dataset_never_updated_is_missing(ledger: Ledger) -> None:
    assert checks(ledger, (Kind.GATHERED, None), (Kind.DESCRIBED, None)) == {}


@pytest.mark.parametrize("kind", [Kind.PUBLISHED, Kind.UNCHANGED, Kind.REFUSED, Kind.HELD])
def test_an_update_that_came_to_its_end_is_no_failure(ledger: Ledger, kind: Kind) -> None:
    assert checks(ledger, (Kind.FAILED, None), (kind, None)) == {NAME: Check(NAME, after(1))}


def test_failures_are_counted_since_the_last_good_end(ledger: Ledger) -> None:
    told = (Kind.FAILED, Kind.UNCHANGED, Kind.FAILED, Kind.FAILED, Kind.FAILED)
    assert checks(ledger, *((kind, None) for kind in told)) == {
        NAME: Check(NAME, after(4), 3, after(2))
    }


def test_a_failed_portal_is_no_failed_update_but_leaves_it_unfinished(ledger: Ledger) -> None:
    told = ((Kind.PUBLISHED, "city"), (Kind.FAILED, "data.gov.ua"))
    assert checks(ledger, *told) == {NAME: Check(NAME, after(1), unfinished=True)}


def test_an_intent_without_an_outcome_leaves_it_unfinished(ledger: Ledger) -> None:
    told = ((Kind.UNCHANGED, None), (Kind.PUBLISHING, "city"))
    assert checks(ledger, *told) == {NAME: Check(NAME, after(0), unfinished=True)}


@pytest.mark.parametrize("end", [(Kind.PUBLISHED, "city"), (Kind.UNCHANGED, None)])
def test_what_a_later_update_finished_is_finished(
    ledger: Ledger, end: tuple[Kind, str | None]
) -> None:
    told = ((Kind.PUBLISHING, "city"), (Kind.FAILED, "city"), end)
    assert checks(ledger, *told) == {NAME: Check(NAME, after(2))}
