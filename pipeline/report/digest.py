"""What one responsible person should hear of: their own datasets, and only what waits for them.

Nothing where all is well. The same state is never told twice: a digest has hashes of what waits
(not of days left, nor of good news), and the ledger remembers which ones a person was sent last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.model import Catalogue, Dataset
from pipeline.report.freshness import Duty, Freshness, State
from pipeline.report.notices import Notice
from pipeline.report.status import Blocked, DatasetStatus, Status

SHOWN_FINDINGS = 3
COOLING = timedelta(hours=20)
"""At least this long between two digests to one person; a new state waits until then."""
FIRST_LOOK = timedelta(days=7)
"""How far back good news goes in the first digest a person gets."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document whose last delivery was refused: how much is wrong, what first, until when.

    `workbook` is the annotated one; it may hold personal data.
    """

    title: str
    blocked: Blocked
    findings: tuple[str, ...]
    duty: Duty | None
    workbook: Path | None


@dataclass(frozen=True, slots=True)
class Held:
    """A document whose last delivery is unusual and waits for a person's word, and what is so."""

    duty: Duty
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's news. `published` are titles with their pages, since the last digest."""

    to: str
    role: str
    duties: tuple[Duty, ...]
    refused: tuple[Refused, ...]
    held: tuple[Held, ...]
    published: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Nothing waits for the person."""
        return not (self.duties or self.refused or self.held)

    @property
    def state(self) -> str:
        """A hash of each thing that waits, apart: one gains a new hash when it gets worse."""
        told = [
            *([duty.dataset, duty.state.value, duty.due_on.isoformat()] for duty in self.duties),
            *([each.blocked.document, each.blocked.at.isoformat()] for each in self.refused),
            *([each.duty.document, each.duty.since.isoformat()] for each in self.held),
        ]
        hashes = (hashlib.sha256(json.dumps(each).encode()).hexdigest()[:8] for each in told)
        return " ".join(sorted(hashes))


def build_digests(
    catalogue: Catalogue,
    status: Status,
    freshness: Freshness,
    notices: dict[str, Notice],
    reports: Path,
) -> tuple[Digest, ...]:
    """Every person's digest that is not empty, by address; `notices` are the last ones sent."""
    people: dict[str, list[Dataset]] = {}
    for dataset in catalogue.datasets:
        people.setdefault(dataset.responsible.email, []).append(dataset)
    site = catalogue.portals[catalogue.report_portal].url.rstrip("/")
    digests = (
        _build_digest(to, people[to], status, freshness, notices.get(to), reports, site)
        for to in sorted(people)
    )
    return tuple(digest for digest in digests if not digest.is_empty)


def is_to_be_sent(digest: Digest, last: Notice | None, now: datetime) -> bool:
    """Whether it says anything the last one did not, and the person has had time to act.

    What was mended meanwhile is no reason to tell the rest again.
    """
    if last is None:
        return True
    new = set(digest.state.split()) - set(last.state.split())
    return bool(new) and now - last.at >= COOLING


def _build_digest(
    to: str,
    datasets: Sequence[Dataset],
    status: Status,
    freshness: Freshness,
    last: Notice | None,
    reports: Path,
    site: str,
) -> Digest:
    names = {dataset.name for dataset in datasets}
    duties = [duty for duty in freshness.duties if duty.dataset in names]
    now = [item for item in status.datasets if item.dataset in names]
    since = last.at if last else freshness.at - FIRST_LOOK
    return Digest(
        to=to,
        role=datasets[0].responsible.role,
        duties=tuple(d for d in duties if d.document is None and d.state is not State.PAUSED),
        refused=tuple(each for item in now for each in _refused(item, duties, reports)),
        held=tuple(
            Held(duty, tuple(_read_findings(reports / duty.document)))
            for duty in duties
            if duty.held and duty.document
        ),
        published=tuple(
            (item.description.title or item.dataset, f"{site}/dataset/{item.dataset}")
            for item in now
            if item.published_at and item.published_at > since
        ),
    )


def _refused(item: DatasetStatus, duties: Sequence[Duty], reports: Path) -> Iterator[Refused]:
    terms = {duty.document: duty for duty in duties if duty.document}
    for blocked in item.blocked:
        folder = reports / blocked.document
        yield Refused(
            title=item.description.title or item.dataset,
            blocked=blocked,
            findings=tuple(_read_findings(folder)),
            duty=terms.get(blocked.document),
            workbook=next(iter(sorted(folder.glob("*.xlsx"))), None),
        )


def _read_findings(folder: Path) -> Iterator[str]:
    """What blocks, from the reply written beside the workbook; a lost reply has nothing to add."""
    try:
        listing = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        blocking = [each for each in listing["findings"] if each["blocks"]]
        for each in blocking[:SHOWN_FINDINGS]:
            cell = f"{each['cell']}: " if each.get("cell") else ""
            yield f"{cell}{each['message']}"
    except (OSError, ValueError, KeyError, TypeError):
        return
