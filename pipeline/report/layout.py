"""A report on paper: plain text a person pastes into a letter, and JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.report.figures import SMALLEST, Changes
from pipeline.report.period import Quarter
from pipeline.report.quarterly import OfficeRow, Report
from pipeline.wording import KYIV, day, minute


def render_text(report: Report) -> str:
    """The report as plain lines, ready to print."""
    return "\n".join(_lines_of(report)) + "\n"


def render_json(report: Report) -> str:
    """The same as one JSON object: days as ISO dates, instants as ISO times in UTC."""
    return json.dumps(_value_of(report), ensure_ascii=False, indent=2) + "\n"


# Text


def _lines_of(report: Report) -> Iterator[str]:
    figures = report.figures
    yield report.sentence
    if not figures.length:
        yield "Журнал ще порожній: жодної події не записано."
        return
    yield from _reading_notes(report)
    if report.quarter and report.changes:
        yield from ("", *_quarter_lines(report, report.quarter, report.changes))
    if report.offices:
        yield from ("", *_office_lines(report))
    yield ""
    yield f"За відомостями на {minute(figures.known_at)} (за київським часом)."
    yield f"Остання подія журналу: {figures.length}, хеш {figures.head}."


def _reading_notes(report: Report) -> Iterator[str]:
    """How the date is to be taken: a day's own events count from the next day on."""
    figures = report.figures
    if figures.as_of > figures.known_at + SMALLEST:
        yield "Ця дата ще не настала: показники на момент складання."
    elif figures.as_of < figures.known_at:
        yield f"Показники на 00:00 {day(figures.as_of)} за київським часом."


def _quarter_lines(report: Report, quarter: Quarter, changes: Changes) -> Iterator[str]:
    yield f"За {quarter.title}:"
    yield f"  оновлень: {sum(changes.updates.values())}"
    yield f"  нових наборів даних: {len(changes.new_datasets)}"
    yield from (f"    {report.title_of(dataset)}" for dataset in changes.new_datasets)
    yield f"  нових документів: {sum(map(len, changes.appeared.values()))}"
    for dataset, documents in changes.appeared.items():
        yield f"    {report.title_of(dataset)}: {len(documents)}"
    yield f"  відхилених надходжень: {sum(changes.refused.values())}"


def _office_lines(report: Report) -> Iterator[str]:
    """A table in columns, the last row adding up the others."""
    heads = ["Підрозділ", "набори", "документи"]
    if report.changes:
        heads += ["оновлення", "відхилено"]
    rows = [heads, *(_cells_of(office, len(heads)) for office in report.offices)]
    rows.append(_cells_of(_total_of(report.offices), len(heads)))
    name_width = max(len(row[0]) for row in rows)
    for row in rows:
        numbers = (cell.rjust(len(head)) for cell, head in zip(row[1:], heads[1:], strict=True))
        yield "  ".join((row[0].ljust(name_width), *numbers))


def _cells_of(office: OfficeRow, width: int) -> list[str]:
    numbers = (office.datasets, office.documents, office.updates, office.refused)
    return [office.name, *map(str, numbers)][:width]


def _total_of(offices: Sequence[OfficeRow]) -> OfficeRow:
    return OfficeRow(
        office="",
        name="Разом",
        datasets=sum(office.datasets for office in offices),
        documents=sum(office.documents for office in offices),
        updates=sum(office.updates for office in offices),
        refused=sum(office.refused for office in offices),
    )


# JSON


def _value_of(report: Report) -> dict[str, Any]:
    figures = report.figures
    value = {
        "sentence": report.sentence,
        "portal": figures.portal,
        "as_of": figures.as_of.astimezone(KYIV).date().isoformat(),
        "instant": figures.as_of.isoformat(),
        "known_at": figures.known_at.isoformat(),
        "events": figures.length,
        "head": figures.head,
        "figures": {
            "datasets": figures.datasets,
            "documents": figures.documents,
            "rows": figures.rows,
        },
    }
    if report.quarter and report.changes:
        value["quarter"] = _quarter_value(report, report.quarter, report.changes)
    return value | {"offices": [_office_value(report, office) for office in report.offices]}


def _quarter_value(report: Report, quarter: Quarter, changes: Changes) -> dict[str, Any]:
    return {
        "name": quarter.name,
        "start": changes.start.isoformat(),
        "end": changes.end.isoformat(),
        "updates": sum(changes.updates.values()),
        "refused": sum(changes.refused.values()),
        "new_datasets": [
            {"dataset": dataset, "title": report.title_of(dataset)}
            for dataset in changes.new_datasets
        ],
        "new_documents": [
            {"dataset": dataset, "title": report.title_of(dataset), "documents": list(documents)}
            for dataset, documents in changes.appeared.items()
        ],
    }


def _office_value(report: Report, office: OfficeRow) -> dict[str, Any]:
    value = {
        "office": office.office,
        "name": office.name,
        "datasets": office.datasets,
        "documents": office.documents,
    }
    if report.changes:
        value |= {"updates": office.updates, "refused": office.refused}
    return value
