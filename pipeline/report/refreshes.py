"""Which publications were updates, and how every dataset stands in its term.

**Update**: a document's bytes on the portal became others by what an office gave. The first
publication is one; the same bytes sent again are none, and neither is a rollback, which gives the
public back an older release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.record.event import Kind, Recorded
from pipeline.report.figures import SMALLEST, Figures, read_description
from pipeline.report.timeliness import LONGEST_TERM, Refresh, Term, build_term, by_dataset

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.record.happened import Window
    from pipeline.record.standing import Standing


def read_updates(connection: Connection, portal: str, window: Window) -> tuple[Recorded, ...]:
    """The publications of the window that were updates, in order of time."""
    from pipeline.record.happened import happened_between, published_between
    from pipeline.record.standing import documents_published

    before = documents_published(connection, portal, window.start, window.known)
    published = published_between(connection, portal, window)
    rollbacks = happened_between(connection, (Kind.ROLLED_BACK,), window)
    return tuple(_updates(before, published, rollbacks))


def _updates(
    before: Iterable[Standing], published: Iterable[Recorded], rollbacks: Iterable[Recorded]
) -> Iterable[Recorded]:
    bytes_of = {document.document: document.sha256 for document in before}
    rolled_back: dict[str | None, str | None] = {}
    acts = sorted((*rollbacks, *published), key=lambda each: (each.event.at, each.seq))
    for each in acts:
        event = each.event
        if event.kind is Kind.ROLLED_BACK:
            rolled_back[event.dataset] = event.release
            continue
        by_rollback = event.release is not None and rolled_back.get(event.dataset) == event.release
        if not by_rollback:
            rolled_back.pop(event.dataset, None)
        document = event.document or ""
        if bytes_of.get(document) != event.sha256 and not by_rollback:
            yield each
        bytes_of[document] = event.sha256


def build_terms(connection: Connection, figures: Figures, start: datetime) -> Mapping[str, Term]:
    """The term of every standing dataset from `start` to before the instant of the figures.

    A day to come is judged by what is now: nothing is overdue before its time.
    """
    from pipeline.record.happened import Window, happened_between

    end = min(figures.as_of, figures.known_at + SMALLEST)
    window = Window(start - LONGEST_TERM, end, figures.length)
    confirmed = happened_between(connection, (Kind.CONFIRMED,), window)
    refreshes = by_dataset(
        _refresh(each) for each in (*read_updates(connection, figures.portal, window), *confirmed)
    )
    frequencies = _frequencies(connection, Window(start, end, figures.length))
    older = _older(connection, figures, refreshes)
    return {
        dataset: build_term(
            refreshes.get(dataset) or older[dataset],
            start,
            end,
            frequencies(dataset),
            read_pause(figures.description_of(dataset).paused_until),
        )
        for dataset in figures.dataset_names
    }


def read_pause(text: str) -> date | None:
    """The date of `paused_until`; None where there is none."""
    return date.fromisoformat(text) if text else None


def _refresh(recorded: Recorded) -> Refresh:
    event = recorded.event
    document = None if event.kind is Kind.CONFIRMED else event.document
    return Refresh(event.dataset or "", document, event.at, recorded.seq)


def _older(
    connection: Connection, figures: Figures, refreshes: Mapping[str, Sequence[Refresh]]
) -> Mapping[str, Sequence[Refresh]]:
    """For datasets not refreshed within the longest term: their newest publication stands in."""
    from pipeline.record.happened import events_numbered

    numbers = [each.seq for each in figures.standing if each.dataset not in refreshes]
    found = events_numbered(connection, numbers)
    return by_dataset(_refresh(found[number]) for number in numbers)


def _frequencies(
    connection: Connection, window: Window
) -> Callable[[str], Callable[[datetime], str]]:
    """The update period of a dataset at a moment of the window, as descriptions said it."""
    from pipeline.record.happened import happened_between
    from pipeline.record.standing import datasets_described

    first = datasets_described(connection, window.start, window.known)
    later = happened_between(connection, (Kind.DESCRIBED,), window)

    def of(dataset: str) -> Callable[[datetime], str]:
        said = read_description(first.get(dataset, {})).frequency
        changes = [
            (each.event.at, read_description(each.event.data).frequency)
            for each in later
            if each.event.dataset == dataset
        ]

        def at(moment: datetime) -> str:
            known = [frequency for since, frequency in changes if since <= moment]
            return known[-1] if known else said or (changes[0][1] if changes else "")

        return at

    return of
