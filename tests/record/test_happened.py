from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from ledgers import NOON, Clock, an_event

from pipeline.record.correction import build_correction, build_void
from pipeline.record.event import Kind, Recorded
from pipeline.record.happened import (
    Window,
    corrections_between,
    events_numbered,
    happened_between,
    published_between,
)
from pipeline.record.ledger import Ledger

DAY = timedelta(days=1)
DATA: dict[str, Any] = {"portal": "city", "data": {"role": "data"}}


def tell(ledger: Ledger, kind: Kind, at: datetime = NOON, **parts: Any) -> Recorded:
    parts.setdefault("document", "roads/signs")
    return ledger.record(an_event(kind, at, dataset="roads", **parts))


def published(ledger: Ledger, start: datetime = NOON, known: int = 99) -> list[tuple[int, Kind]]:
    with ledger.reading() as connection:
        found = published_between(connection, "city", Window(start, start + DAY, known))
    return [(each.seq, each.event.kind) for each in found]


def happened(ledger: Ledger, *kinds: Kind, known: int = 99) -> list[Recorded]:
    with ledger.reading() as connection:
        return list(happened_between(connection, kinds, Window(NOON, NOON + DAY, known)))


def test_a_window_holds_its_start_and_not_its_end(ledger: Ledger) -> None:
    for at in (NOON - timedelta(microseconds=1), NOON, NOON + DAY):
        tell(ledger, Kind.PUBLISHED, at, **DATA)

    assert published(ledger) == [(2, Kind.PUBLISHED)]
    assert published(ledger, NOON + DAY) == [(3, Kind.PUBLISHED)]


def test_only_documents_on_that_portal_were_published(ledger: Ledger) -> None:
    tell(ledger, Kind.PUBLISHED, portal="other", data={"role": "data"})
    tell(ledger, Kind.PUBLISHED, portal="city", data={"role": "metadata"})
    tell(ledger, Kind.PUBLISHING, **DATA)
    tell(ledger, Kind.ADOPTED, **DATA)

    assert published(ledger) == [(4, Kind.ADOPTED)]


def test_what_happened_comes_in_order_of_time_whatever_was_recorded_first(
    ledger: Ledger,
) -> None:
    tell(ledger, Kind.REFUSED, NOON + timedelta(hours=2))
    tell(ledger, Kind.CONSULTATION, NOON + timedelta(hours=1))
    tell(ledger, Kind.REFUSED, NOON)

    assert [each.seq for each in happened(ledger, Kind.REFUSED)] == [3, 1]
    assert [each.seq for each in happened(ledger, Kind.REFUSED, Kind.CONSULTATION)] == [3, 2, 1]


def test_what_was_not_known_yet_is_left_out(ledger: Ledger) -> None:
    tell(ledger, Kind.REFUSED)
    tell(ledger, Kind.REFUSED)

    assert [each.seq for each in happened(ledger, Kind.REFUSED, known=1)] == [1]


def test_a_correction_takes_the_place_of_what_it_corrects(ledger: Ledger, clock: Clock) -> None:
    wrong = tell(ledger, Kind.REFUSED, NOON - DAY)
    clock.forward(days=30)
    ledger.record(build_correction(wrong, {"at": NOON}, "Керівник", "не той день", "test"))

    (found,) = happened(ledger, Kind.REFUSED)
    assert (found.seq, found.event.kind, found.event.at) == (2, Kind.REFUSED, NOON)
    assert happened(ledger, Kind.REFUSED, known=1) == []


def test_an_event_that_never_happened_is_left_out_once_that_is_known(ledger: Ledger) -> None:
    wrong = tell(ledger, Kind.PUBLISHED, **DATA)
    ledger.record(build_void(wrong, "Керівник", "не було", "test"))

    assert published(ledger, known=1) == [(1, Kind.PUBLISHED)]
    assert published(ledger) == []
    with ledger.reading() as connection:
        corrections = corrections_between(connection, Window(NOON, NOON + DAY, 99))
    assert [each.event.data["corrects"] for each in corrections] == [1]


@pytest.mark.parametrize("count", [0, 1, 1201])
def test_events_are_found_by_number_however_many(ledger: Ledger, count: int) -> None:
    for _ in range(3):
        tell(ledger, Kind.UNCHANGED)

    with ledger.reading() as connection:
        found = events_numbered(connection, range(1, count + 1))
    assert sorted(found) == list(range(1, min(count, 3) + 1))
