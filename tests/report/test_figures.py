"""One small story around the end of June 2021; Kyiv is three hours ahead of UTC then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.record.standing import Standing
from pipeline.report.changes import Changes, build_changes
from pipeline.report.figures import Description, Figures, build_figures, build_figures_now
from pipeline.report.period import instant_of, quarter_of, read_day

Q1, Q2, Q3 = (quarter_of(f"2021-Q{number}") for number in (1, 2, 3))
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def kyiv(text: str) -> datetime:
    """A moment of Kyiv's summer: `30.06 23:59`."""
    return datetime.strptime(f"{text} 2021 +0300", "%d.%m %H:%M %Y %z")


class Story:
    """Tells a ledger what happened; its clock stands at the moment told last."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def tell(self, kind: Kind, at: str, document: str | None, sha256: str, **parts: Any) -> None:
        moment = kyiv(at)
        self.clock.moment = max(moment, self.clock.moment)
        dataset = parts.pop("dataset", None) or (document or "").split("/")[0]
        self.ledger.record(
            an_event(kind, moment, dataset=dataset, document=document, sha256=sha256, **parts)
        )

    def published(self, at: str, document: str, sha256: str, role: str = "data",
                  portal: str = "city", rows: int | None = None) -> None:  # fmt: skip
        parts: dict[str, Any] = {"portal": portal, "data": {"role": role}, "rows": rows}
        self.tell(Kind.PUBLISHING, at, document, sha256, **parts)
        self.tell(Kind.PUBLISHED, at, document, sha256, **parts)

    def refused(self, at: str, document: str, sha256: str) -> None:
        self.tell(Kind.REFUSED, at, document, sha256, data={"blocking": 2})

    def described(self, at: str, dataset: str, title: str, office: str) -> None:
        said = {"title": title, "office": office, "office_name": f"Управління {office}",
                "frequency": "once a quarter", "documents": []}  # fmt: skip
        self.tell(Kind.DESCRIBED, at, None, "", dataset=dataset, data=said)


@pytest.fixture
def story(ledger: Ledger, clock: Clock) -> Story:
    return Story(ledger, clock)


def counts(ledger: Ledger, day: str, known_at: datetime = LATER) -> tuple[int, int, int]:
    figures = build_figures(ledger, "city", instant_of(read_day(day)), known_at)
    return figures.datasets, figures.documents, figures.rows


def changes(ledger: Ledger, quarter: Any = Q2, known_at: datetime = LATER) -> Changes:
    return build_changes(ledger, "city", quarter.start, quarter.end, known_at)


def test_an_empty_ledger_has_figures_of_nothing(ledger: Ledger) -> None:
    assert build_figures(ledger, "city", Q2.end, LATER) == Figures(
        portal="city",
        as_of=Q2.end,
        known_at=LATER,
        standing=(),
        described={},
        length=0,
        head=None,
    )
    assert changes(ledger) == Changes(
        before=build_figures(ledger, "city", Q2.start, LATER),
        after=build_figures(ledger, "city", Q2.end, LATER),
    )


def test_figures_carry_the_documents_and_events_behind_them(story: Story, ledger: Ledger) -> None:
    story.described("10.06 09:00", "roads", "Дороги", "doroh")
    story.published("10.06 09:00", "roads/signs", "aa", rows=5)
    story.published("12.06 09:00", "roads/signs", "bb", rows=6)
    last = ledger.last()

    assert last is not None
    assert build_figures(ledger, "city", Q2.end, LATER) == Figures(
        portal="city",
        as_of=Q2.end,
        known_at=LATER,
        standing=(Standing("roads", "roads/signs", "bb", 6, 5),),
        described={"roads": Description("Дороги", "doroh", "Управління doroh", "once a quarter")},
        length=5,
        head=last.hash,
    )


def test_the_last_minute_of_june_is_in_and_the_first_of_july_is_not(
    story: Story, ledger: Ledger
) -> None:
    story.published("30.06 23:59", "roads/signs", "aa", rows=5)
    story.published("01.07 00:00", "shelters/list", "bb", rows=7)
    story.published("01.07 00:01", "roads/lights", "cc", rows=9)

    assert counts(ledger, "2021-06-30") == (0, 0, 0)
    assert counts(ledger, "2021-07-01") == (1, 1, 5)
    assert counts(ledger, "2021-07-02") == (2, 3, 21)
    assert (changes(ledger, Q2).updates, changes(ledger, Q3).updates) == (
        {"roads": 1},
        {"roads": 1, "shelters": 1},
    )
    assert (changes(ledger, Q2).datasets.new, changes(ledger, Q3).datasets.new) == (
        ("roads",),
        ("shelters",),
    )


def test_only_data_on_the_portal_asked_for_counts(story: Story, ledger: Ledger) -> None:
    story.published("10.06 09:00", "roads/signs", "aa")
    story.published("10.06 09:00", "roads/signs#XLSX", "bb", role="alternative")
    story.published("10.06 09:00", "passport", "cc", role="documentation")
    story.published("10.06 09:00", "datapackage", "dd", role="metadata")
    story.published("10.06 09:00", "shelters/list", "ee", portal="data.gov.ua")
    story.tell(Kind.PUBLISHED, "10.06 09:01", None, "", dataset="roads", portal="city")

    assert counts(ledger, "2021-07-01") == (1, 1, 0)
    assert changes(ledger).updates == {"roads": 1}


def test_intent_failure_and_refusal_change_nothing_that_stands(
    story: Story, ledger: Ledger
) -> None:
    story.published("10.06 09:00", "roads/signs", "aa", rows=5)
    facts: dict[str, Any] = {"portal": "city", "data": {"role": "data"}, "rows": 9}
    story.tell(Kind.PUBLISHING, "11.06 09:00", "roads/signs", "bb", **facts)
    story.tell(Kind.FAILED, "11.06 09:00", "roads/signs", "bb", **facts)
    story.tell(Kind.PUBLISHING, "11.06 09:00", "roads/lights", "cc", **facts)
    story.refused("12.06 09:00", "roads/signs", "dd")

    assert counts(ledger, "2021-07-01") == (1, 1, 5)
    assert changes(ledger).updates == {"roads": 1}


def test_an_update_is_a_change_of_bytes(story: Story, ledger: Ledger) -> None:
    story.published("31.03 12:00", "roads/signs", "aa")
    story.published("05.04 12:00", "roads/signs", "aa")  # the same again: no update
    story.published("06.04 12:00", "roads/signs", "bb")
    story.published("07.04 12:00", "roads/signs", "aa")  # back to the former: an update
    story.published("07.04 12:00", "roads/lights", "cc")  # the first publication: an update

    assert changes(ledger, Q1).updates == {"roads": 1}
    assert changes(ledger, Q2).updates == {"roads": 3}


def test_one_delivery_is_refused_once(story: Story, ledger: Ledger) -> None:
    story.refused("31.03 12:00", "roads/signs", "aa")
    story.refused("10.06 09:00", "roads/signs", "aa")
    story.refused("11.06 09:00", "roads/signs", "aa")
    story.refused("12.06 09:00", "roads/signs", "bb")
    story.refused("12.06 09:00", "shelters/list", "aa")

    assert changes(ledger, Q2).refusals == {"roads": 2, "shelters": 1}


def test_what_appeared_is_listed_by_dataset(story: Story, ledger: Ledger) -> None:
    story.published("31.03 12:00", "orders/1.pdf", "aa")
    for number in (3, 2):
        story.published("10.06 09:00", f"orders/{number}.pdf", f"{number}")
    story.published("11.06 09:00", "orders/1.pdf", "bb")
    story.published("12.06 09:00", "shelters/list", "cc")
    told = changes(ledger)

    assert told.datasets.new == ("shelters",)
    assert told.appeared == {
        "orders": ("orders/2.pdf", "orders/3.pdf"),
        "shelters": ("shelters/list",),
    }


def test_the_newest_by_when_it_happened_stands_whatever_was_recorded_last(
    story: Story, ledger: Ledger
) -> None:
    story.published("12.06 09:00", "roads/signs", "bb", rows=6)
    story.published("10.06 09:00", "roads/signs", "aa", rows=5)  # learnt of too late

    assert counts(ledger, "2021-06-11") == (1, 1, 5)
    assert counts(ledger, "2021-07-01") == (1, 1, 6)


def test_an_old_report_comes_out_the_same_after_the_ledger_has_grown(
    story: Story, ledger: Ledger, clock: Clock
) -> None:
    story.described("10.06 09:00", "roads", "Дороги", "doroh")
    story.published("10.06 09:00", "roads/signs", "aa", rows=5)
    story.refused("11.06 09:00", "roads/signs", "bb")
    clock.moment = known = kyiv("02.07 10:00")
    figures = build_figures(ledger, "city", Q2.end, known)
    told = changes(ledger, Q2, known)

    clock.forward(days=30)
    story.published("12.06 09:00", "roads/signs", "cc", rows=7)  # in June, learnt of in August
    story.published("13.06 09:00", "shelters/list", "dd", rows=9)
    story.refused("14.06 09:00", "shelters/list", "ee")
    story.described("15.06 09:00", "roads", "Дороги й вулиці", "blahoustroiu")
    clock.forward(days=365)
    for day in range(1, 20):
        story.published(f"{day:02}.08 09:00", "roads/signs", f"{day}", rows=day)

    assert build_figures(ledger, "city", Q2.end, known) == figures
    assert changes(ledger, Q2, known) == told
    assert counts(ledger, "2021-07-01", known) == (1, 1, 5)
    assert counts(ledger, "2021-07-01") == (2, 2, 16)


def test_a_description_is_of_its_day(story: Story, ledger: Ledger) -> None:
    story.described("10.06 09:00", "roads", "Дороги", "doroh")
    story.described("01.07 00:01", "roads", "Дороги й вулиці", "blahoustroiu")

    def title(day: str) -> str:
        figures = build_figures(ledger, "city", instant_of(read_day(day)), LATER)
        return figures.described["roads"].title

    assert (title("2021-07-01"), title("2021-07-02")) == ("Дороги", "Дороги й вулиці")


def test_figures_of_this_moment_hold_what_has_just_happened(
    story: Story, ledger: Ledger, clock: Clock
) -> None:
    story.published("10.06 09:00", "roads/signs", "aa")
    figures = build_figures_now(ledger, "city")

    assert (figures.datasets, figures.documents) == (1, 1)
    assert figures.known_at == clock.moment
    assert figures.as_of == clock.moment + timedelta(microseconds=1)
