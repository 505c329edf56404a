"""The report by office: what stands, what changed, and how terms were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.changes import Changes
from pipeline.report.figures import Figures
from pipeline.report.timeliness import Term
from pipeline.report.words import NO_OFFICE
from pipeline.wording import alphabetically


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office's part: what stands as of the report, what changed in its quarter.

    `in_time` counts the standing datasets whose updates all came in time and are not overdue.
    """

    office: str
    name: str
    datasets: int
    documents: int
    updates: int
    in_time: int
    refused: int
    overdue: int

    @property
    def percent_in_time(self) -> int | None:
        """Share of datasets in time, rounded down: 100 means all; None without datasets."""
        return self.in_time * 100 // self.datasets if self.datasets else None


def build_offices(
    figures: Figures, terms: Mapping[str, Term], changes: Changes | None
) -> tuple[OfficeRow, ...]:
    """Every office that has a dataset, in order of names, by its description at the time.

    A dataset never described stands in a row without an office, so that the rows add up.
    """
    documents = Counter(document.dataset for document in figures.standing)
    updates = changes.updates if changes else {}
    refused = changes.refusals if changes else {}
    offices: dict[tuple[str, str], list[str]] = {}
    for dataset in sorted({*figures.described, *documents, *updates, *refused}):
        description = figures.description_of(dataset)
        offices.setdefault((description.office_name, description.office), []).append(dataset)
    return tuple(
        OfficeRow(
            office=office,
            name=name or office or NO_OFFICE,
            datasets=sum(dataset in documents for dataset in datasets),
            documents=sum(documents[dataset] for dataset in datasets),
            updates=sum(updates.get(dataset, 0) for dataset in datasets),
            in_time=sum(terms[dataset].in_time for dataset in datasets if dataset in terms),
            refused=sum(refused.get(dataset, 0) for dataset in datasets),
            overdue=sum(terms[dataset].overdue for dataset in datasets if dataset in terms),
        )
        for (name, office), datasets in sorted(
            offices.items(), key=lambda item: (alphabetically(item[0][0]), item[0][1])
        )
    )


def total_of(offices: Sequence[OfficeRow]) -> OfficeRow:
    """All rows added up."""
    return OfficeRow(
        office="",
        name="Разом",
        datasets=sum(office.datasets for office in offices),
        documents=sum(office.documents for office in offices),
        updates=sum(office.updates for office in offices),
        in_time=sum(office.in_time for office in offices),
        refused=sum(office.refused for office in offices),
        overdue=sum(office.overdue for office in offices),
    )
