"""Withdrawals, adoptions and corrections in figures: one small story of the June of 2021."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.record.correction import (
    Corrected,
    build_correction,
    build_void,
    corrections_known,
    read_event,
)
from pipeline.record.event import Event, EventError, Kind, Recorded
from pipeline.record.happened import (
    Window,
    corrections_between,
    happened_between,
    published_between,
)
from pipeline.record.ledger import Ledger, LedgerError
from pipeline.record.newest import standing_refusals
from pipeline.record.standing import (
    datasets_described,
    documents_standing,
    head_known,
    withdrawn,
)

LATER = datetime.fromisoformat("2030-01-01T00:00Z")


def june(day: int, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"2021-06-{day:02}T{hour:02}:00Z")


class Story:
    """A ledger of one portal, whose clock stands at the moment told last."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def tell(self, kind: Kind, at: datetime, document: str | None, **parts: Any) -> Recorded:
        self.clock.moment = max(at, self.clock.moment)
        parts.setdefault("dataset", (document or "").split("/")[0])
        parts.setdefault("portal", "city")
        return self.ledger.record(an_event(kind, at, document=document, **parts))

    def published(self, at: datetime, document: str, sha256: str = "aa", rows: int = 5,
                  kind: Kind = Kind.PUBLISHED) -> Recorded:  # fmt: skip
        facts = {"role": "data", "resource_id": document}
        return self.tell(kind, at, document, sha256=sha256, rows=rows, data=facts)

    def correct(self, wrong: Recorded, known: datetime, **changes: Any) -> Recorded:
        self.clock.moment = max(known, self.clock.moment)
        event = build_correction(wrong, changes, "Олена Коваль", "помилка в журналі", "olena")
        return self.ledger.record(event)

    def void(self, wrong: Recorded, at: datetime) -> Recorded:
        self.clock.moment = max(at, self.clock.moment)
        return self.ledger.record(build_void(wrong, "Олена Коваль", "не було", "olena"))

    def standing(self, before: datetime, known_at: datetime = LATER) -> dict[str, int | None]:
        with self.ledger.reading() as connection:
            known = head_known(connection, known_at).length
            found = documents_standing(connection, "city", before, known)
        return {each.document: each.rows for each in found}

    def published_ones(self, known_at: datetime = LATER) -> list[tuple[str | None, str | None]]:
        """Documents and bytes, as they reached the portal in June one after another."""
        with self.ledger.reading() as connection:
            window = Window(june(1), june(30), head_known(connection, known_at).length)
            found = published_between(connection, "city", window)
        return [(each.event.document, each.event.sha256) for each in found]


@pytest.fixture
def story(ledger: Ledger, clock: Clock) -> Story:
    clock.moment = june(1, 0)
    return Story(ledger, clock)


# Adoption and withdrawal


def test_an_adopted_document_stands_from_the_portals_own_date(story: Story) -> None:
    story.clock.moment = june(20)
    story.published(june(5), "roads/signs", kind=Kind.ADOPTED)

    assert story.standing(june(5)) == {}
    assert story.standing(june(6)) == {"roads/signs": 5}
    assert story.standing(june(6), known_at=june(19)) == {}
    assert story.published_ones() == [("roads/signs", "aa")]


def test_a_withdrawn_dataset_stands_no_more_and_did_before(story: Story) -> None:
    story.published(june(2), "roads/signs")
    story.published(june(2), "roads/lights")
    story.published(june(2), "shelters/list")
    story.tell(Kind.WITHDRAWN, june(10), None, dataset="roads")

    assert list(story.standing(june(10))) == ["roads/lights", "roads/signs", "shelters/list"]
    assert list(story.standing(june(11))) == ["shelters/list"]
    assert list(story.standing(june(11), known_at=june(9))) == [
        "roads/lights",
        "roads/signs",
        "shelters/list",
    ]


def test_a_restored_dataset_stands_as_before(story: Story) -> None:
    story.published(june(2), "roads/signs")
    story.published(june(2), "roads/lights")
    story.tell(Kind.WITHDRAWN, june(3), "roads/lights")
    story.tell(Kind.WITHDRAWN, june(10), None, dataset="roads")
    story.tell(Kind.RESTORED, june(12), None, dataset="roads")

    assert story.standing(june(11)) == {}
    assert list(story.standing(june(13))) == ["roads/signs"]


def test_a_restored_document_waits_for_its_dataset(story: Story) -> None:
    story.published(june(2), "roads/signs")
    story.tell(Kind.WITHDRAWN, june(3), "roads/signs")
    story.tell(Kind.WITHDRAWN, june(4), None, dataset="roads")
    story.tell(Kind.RESTORED, june(5), "roads/signs")

    assert story.standing(june(6)) == {}
    story.tell(Kind.RESTORED, june(7), None, dataset="roads")
    assert story.standing(june(8)) == {"roads/signs": 5}


def test_a_publication_lifts_no_withdrawal_and_stands_once_restored(story: Story) -> None:
    story.published(june(2), "roads/signs", "aa", rows=5)
    story.tell(Kind.WITHDRAWN, june(3), "roads/signs")
    story.published(june(4), "roads/signs", "bb", rows=6)

    assert story.standing(june(5)) == {}
    story.tell(Kind.RESTORED, june(6), "roads/signs")
    assert story.standing(june(7)) == {"roads/signs": 6}


def test_a_withdrawal_is_of_one_portal(story: Story) -> None:
    story.published(june(2), "roads/signs")
    story.tell(Kind.WITHDRAWN, june(3), None, dataset="roads", portal="data.gov.ua")

    assert list(story.standing(june(4))) == ["roads/signs"]


def test_the_later_of_two_words_of_one_moment_decides(story: Story) -> None:
    story.published(june(2), "roads/signs")
    story.tell(Kind.WITHDRAWN, june(3), "roads/signs")
    story.tell(Kind.RESTORED, june(3), "roads/signs")

    assert list(story.standing(june(4))) == ["roads/signs"]


# Corrections


def test_a_corrected_time_counts_from_when_it_became_known(story: Story) -> None:
    wrong = story.published(june(20), "roads/signs")
    story.correct(wrong, june(25), at=june(5))

    assert story.standing(june(6)) == {"roads/signs": 5}
    assert story.standing(june(6), known_at=june(24)) == {}
    assert story.standing(june(21), known_at=june(24)) == {"roads/signs": 5}


def test_corrected_rows_and_bytes_count(story: Story) -> None:
    story.published(june(2), "roads/signs", "aa", rows=5)
    wrong = story.published(june(3), "roads/signs", "aa", rows=6)
    story.correct(wrong, june(25), rows=7, sha256="bb")

    assert story.standing(june(4)) == {"roads/signs": 7}
    before, after = ("roads/signs", "aa"), ("roads/signs", "bb")
    assert story.published_ones(june(24)) == [before, before]
    assert story.published_ones() == [before, after]


def test_a_publication_under_a_wrong_document_moves_to_the_right_one(story: Story) -> None:
    wrong = story.published(june(2), "roads/signs")
    story.correct(wrong, june(25), dataset="shelters", document="shelters/list")

    assert story.standing(june(3)) == {"shelters/list": 5}
    assert story.standing(june(3), known_at=june(24)) == {"roads/signs": 5}
    assert story.published_ones() == [("shelters/list", "aa")]


def test_what_never_happened_counts_nowhere(story: Story) -> None:
    story.published(june(2), "roads/signs", "aa", rows=5)
    story.void(story.published(june(3), "roads/signs", "bb", rows=6), june(25))
    story.void(story.tell(Kind.WITHDRAWN, june(4), None, dataset="roads"), june(26))
    story.void(story.tell(Kind.REFUSED, june(5), "roads/signs", sha256="cc"), june(27))

    assert story.standing(june(6)) == {"roads/signs": 5}
    assert story.standing(june(6), known_at=june(25)) == {}
    assert story.published_ones() == [("roads/signs", "aa")]
    with story.ledger.reading() as connection:
        window = Window(june(1), june(30), head_known(connection, LATER).length)
        assert withdrawn(connection, "city", june(30), window.known) == set()
        assert happened_between(connection, (Kind.REFUSED,), window) == ()
        assert standing_refusals(connection) == ()


def test_a_corrected_withdrawal_moves(story: Story) -> None:
    story.published(june(2), "roads/signs")
    wrong = story.tell(Kind.WITHDRAWN, june(3), None, dataset="roads")
    story.correct(wrong, june(25), at=june(15))

    assert list(story.standing(june(14))) == ["roads/signs"]
    assert story.standing(june(16)) == {}


def test_a_correction_stands_where_the_corrected_event_did(story: Story) -> None:
    first = story.published(june(2), "roads/signs", "aa", rows=5)
    story.published(june(2), "roads/signs", "bb", rows=6)
    story.correct(first, june(25), rows=50)

    assert story.standing(june(3)) == {"roads/signs": 6}


def test_the_last_correction_of_an_event_counts(story: Story) -> None:
    wrong = story.published(june(2), "roads/signs", rows=5)
    story.correct(wrong, june(20), rows=6)
    story.correct(wrong, june(21), rows=7)
    story.void(wrong, june(22))
    story.correct(wrong, june(23))

    said = [story.standing(june(3), known_at=june(day, 10)) for day in (19, 20, 21, 22, 23)]
    assert said == [
        {"roads/signs": 5},
        {"roads/signs": 6},
        {"roads/signs": 7},
        {},
        {"roads/signs": 5},
    ]


def test_a_corrected_description_keeps_what_was_described(story: Story) -> None:
    said = {"title": "Дороги", "office": "roads"}
    wrong = story.tell(Kind.DESCRIBED, june(20), None, dataset="roads", portal=None, data=said)
    story.correct(wrong, june(25), at=june(5), data={"office": "transport"})
    with story.ledger.reading() as connection:
        described = datasets_described(connection, june(6), head_known(connection, LATER).length)

    assert {name: described["roads"][name] for name in said} == said | {"office": "transport"}


def test_a_correction_says_what_it_corrects_and_why(story: Story) -> None:
    wrong = story.published(june(20), "roads/signs")
    told = story.correct(wrong, june(25), at=june(5), rows=9)

    assert told.event == Event(
        kind=Kind.CORRECTION,
        at=june(5),
        actor="olena",
        sentence="Уточнено подію 1: час, рядки.",
        dataset="roads",
        document="roads/signs",
        portal="city",
        sha256="aa",
        rows=9,
        data={
            "role": "data",
            "resource_id": "roads/signs",
            "corrects": 1,
            "counts_as": "published",
            "by": "Олена Коваль",
            "reason": "помилка в журналі",
        },
    )
    assert told.known_at == june(25)


def test_corrections_are_listed_with_what_they_correct(story: Story) -> None:
    wrong = story.published(june(20), "roads/signs")
    moved, gone = story.correct(wrong, june(25), at=june(5)), story.void(wrong, june(26))

    assert list(corrections_known(story.ledger, june(25))) == [Corrected(moved, wrong)]
    known = list(corrections_known(story.ledger, LATER))
    assert known == [Corrected(moved, wrong), Corrected(gone, wrong)]
    assert [each.is_void for each in known] == [False, True]


def test_a_window_tells_corrections_of_what_came_into_it_and_of_what_left_it(
    story: Story,
) -> None:
    came = story.correct(story.published(june(20), "roads/signs"), june(25), at=june(5))
    left = story.correct(story.published(june(6), "roads/lights"), june(26), at=june(21))
    story.correct(story.published(june(22), "roads/marks"), june(27), at=june(23))
    with story.ledger.reading() as connection:
        known = head_known(connection, LATER).length
        told = corrections_between(connection, Window(june(1), june(10), known))

    assert told == (came, left)


def test_only_what_counts_can_be_corrected(story: Story) -> None:
    intent = story.published(june(2), "roads/signs", kind=Kind.PUBLISHING)
    done = story.published(june(2), "roads/signs")

    with pytest.raises(LedgerError, match="Подію 1 не уточнюють"):
        build_void(intent, "Олена Коваль", "не було", "olena")
    with pytest.raises(LedgerError, match="В події не уточнюють: actor"):
        build_correction(done, {"actor": "інший"}, "Олена Коваль", "помилка", "olena")
    with pytest.raises(LedgerError, match="У журналі немає події 9"):
        read_event(story.ledger, 9)


@pytest.mark.parametrize("facts", [{}, {"corrects": 7}, {"corrects": "1"}, {"corrects": 0}])
def test_a_correction_of_nothing_is_not_kept(story: Story, facts: dict[str, Any]) -> None:
    story.published(june(2), "roads/signs")

    with pytest.raises(EventError, match="Уточнення має називати раніше записану подію"):
        story.tell(Kind.CORRECTION, june(2), None, data=facts)
