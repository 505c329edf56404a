"""What one update of a dataset writes into the ledger, apart from the acts on portals.

Sentences and small facts only: no value of any cell (the publisher's acts are recorded by the
publisher, intent before and outcome after each).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from pipeline.model import Dataset, Delivery, Outcome, Release, Result, Verdict
from pipeline.record.event import JSON, Event, Kind
from pipeline.wording import FINDING, STOPS, agree, count_of, size_of


def gathered_event(delivery: Delivery, at: datetime, actor: str) -> Event:
    """An office (or a web source) handed in bytes that were not seen before."""
    return Event(
        kind=Kind.GATHERED,
        at=at,
        actor=actor,
        sentence=f"Надійшов файл «{delivery.name}» ({size_of(delivery.size)}).",
        dataset=delivery.dataset,
        document=delivery.document,
        sha256=delivery.sha256,
        data={"origin": delivery.origin, "name": delivery.name, "size": delivery.size},
    )


def renamed_event(delivery: Delivery, before: str, at: datetime, actor: str) -> Event:
    """The same bytes came under another path: `before` is the id of the path they had."""
    after = f"{delivery.dataset}/{delivery.resource}/{delivery.name}"
    event = gathered_event(delivery, at, actor)
    return replace(
        event,
        sentence=f"Файл перейменовано на «{delivery.name}»; це той самий документ.",
        data={**event.data, "renamed_from": before, "renamed_to": after},
    )


def refused_event(dataset: Dataset, verdict: Verdict, at: datetime, actor: str) -> Event:
    """A delivery that may not be published, or must wait, with what was found by code."""
    codes = Counter(finding.code for finding in verdict.findings if finding.blocks)
    return Event(
        kind=Kind.HELD if verdict.held else Kind.REFUSED,
        at=at,
        actor=actor,
        sentence=f"{'Чекає на підтвердження' if verdict.held else 'Не прийнято'}: "
        f"{count_of(verdict.blocking, FINDING)} {agree(verdict.blocking, STOPS)} публікацію.",
        dataset=dataset.name,
        document=verdict.document,
        sha256=verdict.sha256,
        data={
            "blocking": verdict.blocking,
            "notes": verdict.notes,
            "codes": dict(sorted(codes.items())),
        },
    )


def described_event(
    dataset: Dataset,
    release: Release | None,
    last: Mapping[str, JSON] | None,
    at: datetime,
    actor: str,
) -> Event | None:
    """What the dataset is called and holds from now on; None where nothing of it changed.

    A dataset without a release is described too: its refusals belong to an office. Reports read
    office and title from here, so that yesterday's figures do not depend on today's catalogue.
    """
    stated: dict[str, JSON] = {
        "office": dataset.office.key,
        "office_name": dataset.office.name,
        "title": dataset.title,
        "frequency": dataset.frequency,
        "documents": [document.id for document in release.documents] if release else [],
    }
    if dataset.pause:
        stated |= {
            "paused_until": dataset.pause.until.isoformat(),
            "paused_reason": dataset.pause.reason,
        }
    if last is not None and dict(last) == stated:
        return None
    return Event(
        kind=Kind.DESCRIBED,
        at=at,
        actor=actor,
        sentence=f"Набір даних «{dataset.title}», {dataset.office.name}.",
        dataset=dataset.name,
        release=release.hash if release else None,
        data=stated,
    )


def outcome_events(outcome: Outcome, at: datetime, actor: str) -> Iterator[Event]:
    """The word an update ended with, where no other event says it already."""
    kinds = {
        Result.UNCHANGED: Kind.UNCHANGED,
        Result.HELD: Kind.HELD,
        Result.FAILED: Kind.FAILED,
    }
    if outcome.result in kinds:
        yield Event(
            kind=kinds[outcome.result],
            at=at,
            actor=actor,
            sentence=outcome.sentence,
            dataset=outcome.dataset,
            release=outcome.release,
            data={"blocking": outcome.blocking, "notes": outcome.notes},
        )
