"""The report on the open-data section: the city's own sentence, and what changed in a quarter.

`pipeline report [--as-of DATE] [--quarter 2021-Q2] [--known-at MOMENT]`. With neither date nor
quarter the report is of this moment; with a quarter, as of the first day after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.record.ledger import Ledger
from pipeline.report.changes import Changes, build_changes, read_terms
from pipeline.report.figures import SMALLEST, Figures, build_figures, build_figures_now
from pipeline.report.offices import OfficeRow, build_offices
from pipeline.report.period import (
    PeriodError,
    Quarter,
    instant_of,
    quarter_of,
    read_day,
    read_known_at,
)
from pipeline.report.timeliness import Term
from pipeline.report.words import plain, which_hold
from pipeline.wording import DATASET, DOCUMENT, day

DAY_OF_REPORT = timedelta(days=1)
"""What is recorded later than this after the report's instant became known afterwards."""


@dataclass(frozen=True, slots=True)
class Report:
    """All a report says, as values. `quarter` and `changes` are None for a report of an instant.

    `first_known` are the figures as they were known a day after their instant, where they were
    others than now: then the report is «за уточненими даними».
    """

    figures: Figures
    terms: Mapping[str, Term]
    offices: tuple[OfficeRow, ...]
    quarter: Quarter | None = None
    changes: Changes | None = None
    first_known: Figures | None = None

    @property
    def sentence(self) -> str:
        """«Станом на 01.07.2021 … опубліковано 135 наборів даних, які містять 1062 документи.»"""
        return sentence_of(self.figures)

    @property
    def moment(self) -> datetime:
        """What terms are judged by: the report’s instant, or the present where that is earlier."""
        return moment_of(self.figures)

    @property
    def in_time(self) -> int:
        """How many standing datasets were kept up to date in the terms their publisher set."""
        return sum(term.in_time for term in self.terms.values())

    @property
    def overdue(self) -> tuple[str, ...]:
        """Datasets whose term had passed at the instant of the report."""
        return tuple(name for name, term in self.terms.items() if term.overdue)

    @property
    def late_updates(self) -> int:
        """Updates of the quarter that came after their term."""
        return sum(len(term.late) for term in self.terms.values())

    def title_of(self, dataset: str) -> str:
        """The dataset's title as it was then, or before it was withdrawn; else its name."""
        if self.changes and dataset not in self.figures.described:
            return self.changes.before.title_of(dataset)
        return self.figures.title_of(dataset)


def build_report(
    ledger: Ledger,
    portal: str,
    *,
    as_of: str | None = None,
    quarter: str | None = None,
    known_at: str | None = None,
) -> Report:
    """The report a person asked for; PeriodError for a date, quarter or moment it cannot read.

    `known_at` takes the ledger back to what it had learnt by then; all that is known unless told.
    """
    if as_of and quarter:
        raise PeriodError("Вкажіть або дату, або квартал: звіт за квартал має свою дату.")
    known = min(read_known_at(known_at), ledger.now()) if known_at else ledger.now()
    if quarter:
        wanted = quarter_of(quarter)
        if wanted.start > known:
            raise PeriodError(f"{wanted.title} ще не почався: звіту за нього ще не може бути.")
        return _build_quarterly(ledger, portal, wanted, known)
    if as_of:
        figures = build_figures(ledger, portal, instant_of(read_day(as_of)), known)
    elif known_at:
        figures = build_figures(ledger, portal, known + SMALLEST, known)
    else:
        figures = build_figures_now(ledger, portal)
    terms = read_terms(ledger, figures, figures.as_of)
    return Report(
        figures,
        terms,
        build_offices(figures, terms, None),
        first_known=_first_known(ledger, figures),
    )


def _build_quarterly(ledger: Ledger, portal: str, quarter: Quarter, known_at: datetime) -> Report:
    changes = build_changes(ledger, portal, quarter.start, quarter.end, known_at)
    figures = changes.after
    terms = read_terms(ledger, figures, quarter.start)
    return Report(
        figures,
        terms,
        build_offices(figures, terms, changes),
        quarter,
        changes,
        _first_known(ledger, figures),
    )


def _first_known(ledger: Ledger, figures: Figures) -> Figures | None:
    """What the report would have said on its day; None where it would have said the same."""
    on_its_day = figures.as_of + DAY_OF_REPORT
    if on_its_day >= figures.known_at:
        return None
    first = build_figures(ledger, figures.portal, figures.as_of, on_its_day)
    if not first.length or _standing(first) == _standing(figures):
        return None
    return first


def _standing(figures: Figures) -> tuple[tuple[str, str | None, int | None], ...]:
    return tuple((each.document, each.sha256, each.rows) for each in figures.standing)


def sentence_of(figures: Figures) -> str:
    """The sentence of the city's report on these figures, dated in Kyiv time.

    Nothing can be said of a day to come: a report of one is dated by what is known.
    """
    return write_sentence(day(moment_of(figures)), figures.datasets, figures.documents)


def moment_of(figures: Figures) -> datetime:
    """The instant the figures speak of: theirs, or the one of knowing where that is earlier."""
    return min(figures.as_of, figures.known_at + SMALLEST)


def write_sentence(on: str, datasets: int, documents: int) -> str:
    """The sentence as the city writes it: plain spaces, no thousands separator."""
    held = f"{which_hold(datasets, now=True)} {plain(documents, DOCUMENT)}"
    return (
        f"Станом на {on} у розділі «Відкриті дані» опубліковано {plain(datasets, DATASET)}, {held}."
    )
