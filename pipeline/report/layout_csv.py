"""The report's figures as one tidy table: a figure a row, and the ledger's head at the end."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.offices import OfficeRow, total_of
from pipeline.report.quarterly import Report
from pipeline.resolution835.csv_text import render_csv

HEADER = ("level", "office", "dataset", "figure", "value")


def render_report_csv(report: Report) -> bytes:
    """Levels: `city` (all together), `office`, `dataset`, `ledger`. UTF-8, commas."""
    return render_csv(HEADER, _rows(report))


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    quarterly = report.changes is not None
    total = total_of(report.offices)
    yield from _figures(("city", "", ""), total, quarterly)
    yield ("city", "", "", "rows", str(report.figures.rows))
    if report.changes:
        for name, count in (
            ("new_datasets", len(report.changes.datasets.new)),
            ("withdrawn_datasets", len(report.changes.datasets.withdrawn)),
            ("new_documents", len(report.changes.documents.new)),
            ("withdrawn_documents", len(report.changes.documents.withdrawn)),
            ("late_updates", report.late_updates),
            ("consultations", len(report.changes.consultations)),
        ):
            yield ("city", "", "", name, str(count))
        for dataset, documents in report.changes.appeared.items():
            office = report.figures.description_of(dataset).office
            yield ("dataset", office, dataset, "new_documents", str(len(documents)))
    for office_row in report.offices:
        yield from _figures(("office", office_row.office, ""), office_row, quarterly)
    yield ("ledger", "", "", "events", str(report.figures.length))
    yield ("ledger", "", "", "head", report.figures.head or "")
    yield ("ledger", "", "", "known_at", report.figures.known_at.isoformat())


def _figures(
    where: tuple[str, str, str], row: OfficeRow, quarterly: bool
) -> Iterator[tuple[str, ...]]:
    yield (*where, "datasets", str(row.datasets))
    yield (*where, "documents", str(row.documents))
    yield (*where, "datasets_in_time", str(row.in_time))
    yield (*where, "overdue", str(row.overdue))
    if quarterly:
        yield (*where, "updates", str(row.updates))
        yield (*where, "refused", str(row.refused))
