"""Where a reply goes: one folder a document, so that each new reply replaces the former one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from pipeline.model import Dataset, Delivery, Finding, Outcome, Result, Verdict
from pipeline.reply.listing import FINDINGS_JSON
from pipeline.reply.reply import Happened, build_reply
from pipeline.reply.writing import write_reply


def reply_to_office(
    reports: Path,
    dataset: Dataset,
    delivery: Delivery,
    verdict: Verdict,
    outcome: Outcome,
    checked_at: datetime,
) -> tuple[Path, ...]:
    """Write the reply to one delivery under `reports/<document id>/`; the files written."""
    folder = reports / delivery.document
    url = next((portal.url for portal in outcome.portals if portal.url), None)
    reply = build_reply(
        dataset,
        delivery,
        verdict,
        checked_at,
        _happened(verdict, outcome),
        url=url,
        previous=_read_former_findings(folder),
    )
    return write_reply(folder, reply, delivery.path)


def _happened(verdict: Verdict, outcome: Outcome) -> Happened:
    """What became of this document, by the outcome of its dataset."""
    if not verdict.accepted:
        return "refused"
    if outcome.result is Result.PUBLISHED:
        return "published"
    return "unchanged" if outcome.result is Result.UNCHANGED else "checked"


def _read_former_findings(folder: Path) -> tuple[Finding, ...] | None:
    """The findings of the last reply to the same document, None where there was none.

    A file that somebody changed counts as none: progress is a courtesy, never a reason to fail.
    """
    try:
        listing = json.loads((folder / FINDINGS_JSON).read_text(encoding="utf-8"))
        return tuple(Finding(**finding) for finding in listing["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
