"""The report for programs: days as ISO dates, instants as ISO times in UTC."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.record.event import Recorded
from pipeline.report.changes import Changes
from pipeline.report.offices import OfficeRow
from pipeline.report.paragraph import write_paragraph
from pipeline.report.period import Quarter
from pipeline.report.quarterly import Report
from pipeline.wording import KYIV


def render_json(report: Report, explanation: Mapping[str, Any] | None = None) -> str:
    """The report as one JSON object; `explanation` stands under `explain`."""
    value = _value_of(report)
    if explanation is not None:
        value["explain"] = explanation
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _value_of(report: Report) -> dict[str, Any]:
    figures = report.figures
    first = report.first_known
    value: dict[str, Any] = {
        "sentence": report.sentence,
        "paragraph": write_paragraph(report),
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
            "datasets_in_time": report.in_time,
            "overdue": list(report.overdue),
        },
        "first_known": {"datasets": first.datasets, "documents": first.documents}
        if first
        else None,
    }
    if report.quarter and report.changes:
        value["quarter"] = _quarter_value(report, report.quarter, report.changes)
    return value | {"offices": [_office_value(report, office) for office in report.offices]}


def _quarter_value(report: Report, quarter: Quarter, changes: Changes) -> dict[str, Any]:
    return {
        "name": quarter.name,
        "start": quarter.start.isoformat(),
        "end": quarter.end.isoformat(),
        "updates": len(changes.updated),
        "late_updates": report.late_updates,
        "refused": len(changes.refused),
        "datasets_before": len(changes.datasets.before),
        "documents_before": len(changes.documents.before),
        "new_datasets": _titled(report, changes.datasets.new),
        "withdrawn_datasets": _titled(report, changes.datasets.withdrawn),
        "new_documents": _documents(report, changes.appeared),
        "withdrawn_documents": _documents(report, changes.disappeared),
        "consultations": [_consultation(each) for each in changes.consultations],
        "corrections": [each.seq for each in changes.corrections],
    }


def _titled(report: Report, datasets: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"dataset": dataset, "title": report.title_of(dataset)} for dataset in datasets]


def _documents(report: Report, documents: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    return [
        {"dataset": dataset, "title": report.title_of(dataset), "documents": list(names)}
        for dataset, names in documents.items()
    ]


def _consultation(recorded: Recorded) -> dict[str, Any]:
    data = recorded.event.data
    return {
        "at": recorded.event.at.isoformat(),
        "office": data.get("office"),
        "topic": data.get("topic"),
        "event": recorded.seq,
    }


def _office_value(report: Report, office: OfficeRow) -> dict[str, Any]:
    value = {
        "office": office.office,
        "name": office.name,
        "datasets": office.datasets,
        "documents": office.documents,
        "datasets_in_time": office.in_time,
        "overdue": office.overdue,
    }
    if report.changes:
        value |= {"updates": office.updates, "refused": office.refused}
    return value
