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
    """What a DESCRIBED event said of a dataset; `""` where nothing was ever said.

    `paused_until` is an ISO date: until then its updates are not expected.
    """

    title: str = ""
    office: str = ""
    office_name: str = ""
    frequency: str = ""
    paused_until: str = ""


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

    def description_of(self, dataset: str) -> Description:
        """What was known of the dataset then; empty where nothing ever was."""
        return self.described.get(dataset, Description())

    def title_of(self, dataset: str) -> str:
        """The dataset's title as it was then; its name where none was ever recorded."""
        return self.description_of(dataset).title or dataset


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
            described={name: read_description(data) for name, data in described.items()},
            length=head.length,
            head=head.hash,
        )


def build_figures_now(ledger: Ledger, portal: str) -> Figures:
    """The figures of this moment: all that happened and is known."""
    now = ledger.now()
    return build_figures(ledger, portal, now + SMALLEST, now)


def read_description(data: Mapping[str, JSON]) -> Description:
    """A DESCRIBED event's data; what is missing or of another type counts as not said."""

    def said(name: str) -> str:
        value = data.get(name)
        return value if isinstance(value, str) else ""

    return Description(
        said("title"),
        said("office"),
        said("office_name"),
        said("frequency"),
        said("paused_until"),
    )
