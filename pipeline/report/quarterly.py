"""The report on the open-data section: the city's own sentence, and what changed in a quarter.

`pipeline report [--as-of DATE] [--quarter 2021-Q2]`. With neither, the report is of this moment;
with a quarter, as of the first day after it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from pipeline.record.ledger import Ledger
from pipeline.report.figures import (
    Changes,
    Description,
    Figures,
    build_changes,
    build_figures,
    build_figures_now,
)
from pipeline.report.period import PeriodError, Quarter, instant_of, quarter_of, read_day
from pipeline.wording import DATASET, DOCUMENT, agree, day


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office's part: what stands as of the report, what changed in its quarter."""

    office: str
    name: str
    datasets: int
    documents: int
    updates: int
    refused: int


@dataclass(frozen=True, slots=True)
class Report:
    """All a report says, as values. `quarter` and `changes` are None for a report of an instant."""

    figures: Figures
    offices: tuple[OfficeRow, ...]
    quarter: Quarter | None = None
    changes: Changes | None = None

    @property
    def sentence(self) -> str:
        """«Станом на 01.07.2021 … опубліковано 135 наборів даних, які містять 1062 документи.»"""
        return sentence_of(self.figures)

    def title_of(self, dataset: str) -> str:
        """The dataset's title as it was then; its name where none was ever recorded."""
        described = self.figures.described.get(dataset)
        return described.title if described and described.title else dataset


def build_report(
    ledger: Ledger, portal: str, *, as_of: str | None = None, quarter: str | None = None
) -> Report:
    """The report a person asked for, with all that is known now; PeriodError for a bad period."""
    if as_of and quarter:
        raise PeriodError("Вкажіть або дату, або квартал: звіт за квартал має свою дату.")
    if quarter:
        return _build_quarterly(ledger, portal, quarter_of(quarter), ledger.now())
    if as_of:
        figures = build_figures(ledger, portal, instant_of(read_day(as_of)), ledger.now())
    else:
        figures = build_figures_now(ledger, portal)
    return Report(figures, build_offices(figures, None))


def _build_quarterly(ledger: Ledger, portal: str, quarter: Quarter, known_at: datetime) -> Report:
    figures = build_figures(ledger, portal, quarter.end, known_at)
    changes = build_changes(ledger, portal, quarter.start, quarter.end, known_at)
    return Report(figures, build_offices(figures, changes), quarter, changes)


def build_offices(figures: Figures, changes: Changes | None) -> tuple[OfficeRow, ...]:
    """Every office that has a dataset, in order of names, by its description at the time.

    A dataset never described stands in a row without an office, so that the rows add up.
    """
    documents = Counter(document.dataset for document in figures.standing)
    updates = changes.updates if changes else {}
    refused = changes.refused if changes else {}
    offices: dict[tuple[str, str], list[str]] = {}
    for dataset in sorted({*figures.described, *documents, *updates, *refused}):
        description = figures.described.get(dataset, Description())
        offices.setdefault((description.office_name, description.office), []).append(dataset)
    return tuple(
        OfficeRow(
            office=office,
            name=name or office or "Підрозділ не зазначено",
            datasets=sum(dataset in documents for dataset in datasets),
            documents=sum(documents[dataset] for dataset in datasets),
            updates=sum(updates.get(dataset, 0) for dataset in datasets),
            refused=sum(refused.get(dataset, 0) for dataset in datasets),
        )
        for (name, office), datasets in sorted(offices.items())
    )


def sentence_of(figures: Figures) -> str:
    """The sentence of the city's report on these figures, dated in Kyiv time."""
    return write_sentence(day(figures.as_of), figures.datasets, figures.documents)


def write_sentence(on: str, datasets: int, documents: int) -> str:
    """The sentence as the city writes it: plain spaces, no thousands separator."""
    which = "який містить" if agree(datasets, DATASET) == DATASET.one else "які містять"
    return (
        f"Станом на {on} у розділі «Відкриті дані» опубліковано "
        f"{datasets} {agree(datasets, DATASET)}, {which} {documents} {agree(documents, DOCUMENT)}."
    )
