"""The numbers of every report, each with one definition, each a function of events alone.

A figure depends on two instants: `as_of` (the state just before it) and `known_at` (what the ledger
had learnt by then), so that a report made a year ago comes out the same today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.record.event import JSON
from pipeline.record.ledger import Ledger

if TYPE_CHECKING:
    from pipeline.record.standing import Standing

SMALLEST = timedelta(microseconds=1)
"""One tick of the ledger's clocks: what happened at this very moment is before the next."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a DESCRIBED event said of a dataset; `""` where nothing was ever said."""

    title: str = ""
    office: str = ""
    office_name: str = ""
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What stood on the portal just before `as_of`, as known at `known_at`.

    `standing` holds the documents behind the numbers, `described` what was known of every dataset.
    `length` and `head` name the ledger's last event that was read.
    """

    portal: str
    as_of: datetime
    known_at: datetime
    standing: tuple[Standing, ...]
    described: Mapping[str, Description]
    length: int
    head: str | None

    @property
    def dataset_names(self) -> tuple[str, ...]:
        """The published datasets, in order of names."""
        return tuple(sorted({document.dataset for document in self.standing}))

    @property
    def datasets(self) -> int:
        """Dataset: it has at least one document standing on the portal."""
        return len(self.dataset_names)

    @property
    def documents(self) -> int:
        """Document: its newest event on the portal is a publication as data.

        One table, one period of a series or one plain file, however many formats it has. A refused
        or failed update leaves the document published before standing.
        """
        return len(self.standing)

    @property
    def rows(self) -> int:
        """Rows of all standing tables, as of their own publication; plain files have none."""
        return sum(document.rows or 0 for document in self.standing)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened from `start` to before `end`, as known at `known_at`.

    `updates` and `refused` count by dataset; `new_datasets` and `appeared` (documents by dataset)
    stand on the portal at the end and did not at the start.
    """

    start: datetime
    end: datetime
    known_at: datetime
    updates: Mapping[str, int]
    refused: Mapping[str, int]
    new_datasets: tuple[str, ...]
    appeared: Mapping[str, tuple[str, ...]]


def build_figures(ledger: Ledger, portal: str, as_of: datetime, known_at: datetime) -> Figures:
    """The figures of one portal just before `as_of`, from what was known at `known_at`.

    A million events take well under a second: every question goes by an index.
    """
    from pipeline.record.standing import datasets_described, documents_standing, head_known

    with ledger.reading() as connection:
        head = head_known(connection, known_at)
        described = datasets_described(connection, as_of, head.length)
        return Figures(
            portal=portal,
            as_of=as_of,
            known_at=known_at,
            standing=documents_standing(connection, portal, as_of, head.length),
            described={name: _read_description(data) for name, data in described.items()},
            length=head.length,
            head=head.hash,
        )


def build_figures_now(ledger: Ledger, portal: str) -> Figures:
    """The figures of this moment: all that happened and is known."""
    now = ledger.now()
    return build_figures(ledger, portal, now + SMALLEST, now)


def build_changes(
    ledger: Ledger, portal: str, start: datetime, end: datetime, known_at: datetime
) -> Changes:
    """What changed on one portal within a window, from what was known at `known_at`."""
    from pipeline.record.standing import (
        documents_standing,
        head_known,
        refusals_by_dataset,
        updates_by_dataset,
    )

    with ledger.reading() as connection:
        known = head_known(connection, known_at).length
        before = documents_standing(connection, portal, start, known)
        after = documents_standing(connection, portal, end, known)
        return Changes(
            start=start,
            end=end,
            known_at=known_at,
            updates=updates_by_dataset(connection, portal, start, end, known),
            refused=refusals_by_dataset(connection, start, end, known),
            new_datasets=_new_datasets(before, after),
            appeared=_appeared(before, after),
        )


def _new_datasets(before: tuple[Standing, ...], after: tuple[Standing, ...]) -> tuple[str, ...]:
    stood = {document.dataset for document in before}
    return tuple(sorted({document.dataset for document in after} - stood))


def _appeared(
    before: tuple[Standing, ...], after: tuple[Standing, ...]
) -> dict[str, tuple[str, ...]]:
    stood = {document.document for document in before}
    found: dict[str, list[str]] = {}
    for document in sorted(after, key=lambda each: (each.dataset, each.document)):
        if document.document not in stood:
            found.setdefault(document.dataset, []).append(document.document)
    return {dataset: tuple(documents) for dataset, documents in found.items()}


def _read_description(data: Mapping[str, JSON]) -> Description:
    def said(name: str) -> str:
        value = data.get(name)
        return value if isinstance(value, str) else ""

    return Description(said("title"), said("office"), said("office_name"), said("frequency"))
