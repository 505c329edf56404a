"""Which publications are updates; told as a little story on one portal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ledgers import Clock, an_event

from pipeline.record.event import Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.changes import build_changes, read_terms
from pipeline.report.figures import build_figures
from pipeline.report.period import quarter_of
from pipeline.report.timeliness import Refresh

Q2 = quarter_of("2021-Q2")


def kyiv(text: str) -> datetime:
    return datetime.strptime(f"{text} 2021 +0300", "%d.%m %H:%M %Y %z")


class Telling:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def tell(self, kind: Kind, at: str, document: str | None = None, **parts: Any) -> Recorded:
        self.clock.moment = kyiv(at)
        return self.ledger.record(
            an_event(kind, kyiv(at), dataset="roads", document=document, **parts)
        )

    def published(self, at: str, sha256: str, release: str, kind: Kind = Kind.PUBLISHED) -> int:
        data = {"role": "data"}
        return self.tell(
            kind, at, "roads/signs", sha256=sha256, release=release, portal="city", data=data
        ).seq

    def described(self, at: str, frequency: str, **more: str) -> None:
        self.tell(Kind.DESCRIBED, at, data={"title": "Дороги", "frequency": frequency, **more})

    def updates(self) -> list[int]:
        changes = build_changes(self.ledger, "city", Q2.start, Q2.end, self.ledger.now())
        return [each.seq for each in changes.updated]

    def term(self) -> Any:
        figures = build_figures(self.ledger, "city", Q2.end, self.ledger.now())
        return read_terms(self.ledger, figures, Q2.start)["roads"]


def test_a_rollback_gives_back_what_was_and_is_no_update(ledger: Ledger, clock: Clock) -> None:
    story = Telling(ledger, clock)
    first = story.published("05.04 10:00", "a", "r1")
    second = story.published("06.05 10:00", "b", "r2")
    story.tell(Kind.ROLLED_BACK, "07.05 09:00", release="r1")
    story.published("07.05 10:00", "a", "r1")
    third = story.published("08.06 10:00", "c", "r3")
    back_by_office = story.published("09.06 10:00", "a", "r1")

    assert story.updates() == [first, second, third, back_by_office]


def test_the_same_bytes_after_a_withdrawal_are_no_update(ledger: Ledger, clock: Clock) -> None:
    story = Telling(ledger, clock)
    story.published("05.03 10:00", "a", "r1")
    story.tell(Kind.WITHDRAWN, "06.03 10:00", portal="city")
    story.tell(Kind.RESTORED, "05.04 10:00", portal="city")
    story.published("05.04 10:01", "a", "r1")

    assert story.updates() == []


def test_an_adoption_is_the_update_of_its_own_date(ledger: Ledger, clock: Clock) -> None:
    story = Telling(ledger, clock)
    adopted = story.published("05.04 10:00", "a", "r1", Kind.ADOPTED)

    assert story.updates() == [adopted]


def test_a_confirmation_renews_the_term_and_counts_as_no_update(
    ledger: Ledger, clock: Clock
) -> None:
    story = Telling(ledger, clock)
    story.described("05.04 09:00", "once a month")
    update = story.published("05.04 10:00", "a", "r1")
    story.tell(Kind.CONFIRMED, "06.05 10:00")
    confirmed = story.tell(Kind.CONFIRMED, "06.06 10:00")

    assert story.updates() == [update]
    assert story.term().last == Refresh("roads", None, kyiv("06.06 10:00"), confirmed.seq)
    assert story.term().in_time


def test_a_dataset_older_than_any_term_still_has_its_last_publication(
    ledger: Ledger, clock: Clock
) -> None:
    data: dict[str, Any] = {"portal": "city", "data": {"role": "data"}}
    old = datetime.fromisoformat("2018-02-01T10:00:00+02:00")
    told = {"title": "Дороги", "frequency": "once a year"}
    ledger.record(an_event(Kind.DESCRIBED, old, dataset="roads", data=told))
    ledger.record(an_event(Kind.PUBLISHED, old, dataset="roads", document="roads/x", **data))
    clock.moment = kyiv("02.07 10:00")
    term = Telling(ledger, clock).term()

    assert (term.overdue, term.due_on) == (True, date(2019, 2, 1))


def test_a_change_of_the_period_holds_from_its_day(ledger: Ledger, clock: Clock) -> None:
    story = Telling(ledger, clock)
    story.described("01.03 09:00", "once a month")
    story.published("01.03 10:00", "a", "r1")
    story.described("20.05 09:00", "once a quarter")
    late = story.published("10.05 10:00", "b", "r2")
    story.published("28.06 10:00", "c", "r3")
    term = story.term()

    assert (term.frequency, [each.seq for each in term.late]) == ("once a quarter", [late])


def test_a_pause_in_the_description_silences_the_term(ledger: Ledger, clock: Clock) -> None:
    story = Telling(ledger, clock)
    story.described("01.03 09:00", "once a month", paused_until="2021-08-01")
    story.published("01.03 10:00", "a", "r1")

    assert (story.term().overdue, story.term().paused_until) == (False, date(2021, 8, 1))
