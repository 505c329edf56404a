"""The state of all datasets as plain lines for a terminal without tables, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pipeline.model import PortalResult, Result
from pipeline.report.quarterly import sentence_of
from pipeline.report.status import DatasetStatus, Status
from pipeline.wording import DOCUMENT, count_of, minute

NEVER = "ще не оновлювався"
PORTAL_WORDS = {
    PortalResult.PUBLISHED: "опубліковано",
    PortalResult.UNCHANGED: "без змін",
    PortalResult.PENDING: "не завершено",
    PortalResult.SKIPPED: "пропущено",
    PortalResult.FAILED: "помилка",
}
CUT = {PortalResult.FAILED, PortalResult.PENDING}
"""What a portal must still be brought to."""


def lines_of(status: Status) -> list[str]:
    """The figures, then every dataset: one line, and an indented one for each thing that waits."""
    if not status.datasets:
        return ["Журнал ще порожній: жодного набору даних не оновлено."]
    lines = [sentence_of(status.figures), ""]
    for dataset in status.datasets:
        lines += [_line_of(dataset), *(f"    {line}" for line in _waiting(dataset))]
    return lines


def value_of(status: Status) -> dict[str, Any]:
    """The same as one value for JSON; instants are ISO times in UTC."""
    figures = status.figures
    return {
        "portal": figures.portal,
        "figures": {"datasets": figures.datasets, "documents": figures.documents},
        "datasets": [_value_of_dataset(dataset) for dataset in status.datasets],
    }


def _line_of(dataset: DatasetStatus) -> str:
    parts = [
        f"{dataset.dataset}: {dataset.result.word if dataset.result else NEVER}",
        f"перевірено {minute(dataset.checked_at)}",
        f"на порталі {count_of(dataset.documents, DOCUMENT)}",
    ]
    if dataset.published_at:
        parts.append(f"опубліковано {minute(dataset.published_at)}")
    if dataset.release:
        parts.append(f"випуск {dataset.release}")
    return "; ".join(parts)


def _waiting(dataset: DatasetStatus) -> Iterator[str]:
    """What a person acts on; the dataset's own sentence only where no line below says it."""
    cut = [portal for portal in dataset.portals if portal.result in CUT]
    told = {Result.HELD: (), Result.REFUSED: dataset.blocked, Result.FAILED: cut}
    if dataset.result in told and not told[dataset.result]:
        yield dataset.sentence
    for blocked in dataset.blocked:
        yield f"{blocked.document} ({minute(blocked.at)}): {blocked.sentence}"
    for portal in cut:
        yield f"портал «{portal.portal}», {PORTAL_WORDS[portal.result]}: {portal.sentence}"


def _value_of_dataset(dataset: DatasetStatus) -> dict[str, Any]:
    return {
        "dataset": dataset.dataset,
        "title": dataset.description.title,
        "office": dataset.description.office,
        "outcome": dataset.result.value if dataset.result else None,
        "sentence": dataset.sentence,
        "checked_at": dataset.checked_at.isoformat(),
        "published_at": _iso(dataset.published_at),
        "release": dataset.release,
        "documents": dataset.documents,
        "blocking": dataset.blocking,
        "blocked": [
            {
                "document": blocked.document,
                "at": blocked.at.isoformat(),
                "blocking": blocked.blocking,
                "sentence": blocked.sentence,
            }
            for blocked in dataset.blocked
        ],
        "portals": {
            portal.portal: {
                "result": portal.result.value,
                "at": portal.at.isoformat(),
                "sentence": portal.sentence,
            }
            for portal in dataset.portals
        },
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
