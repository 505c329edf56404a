"""What changed on a portal within a window, each figure with the events behind it.

- **Update**: see `refreshes.py`. **Update in time**: one that came on or before the day its
  dataset's term ended (`timeliness.py`). **Overdue**: a dataset whose term had passed at the end.
- **New**: stands at the end and did not at the start. **Withdrawn**: the reverse. So the numbers
  add up: start + new - withdrawn = end.
- **Refused**: a document's delivery that was not accepted; the same bytes count once.
- **Consultation**: one CONSULTATION event of the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.record.event import Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Figures, build_figures
from pipeline.report.movement import Movement
from pipeline.report.refreshes import build_terms, read_updates
from pipeline.report.timeliness import Term


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened from `before.as_of` to before `after.as_of`, as known at `after.known_at`.

    `refused` holds the first refusal of each delivery, `withdrawals` the persons' acts behind what
    is gone, `corrections` what is now told otherwise of the window.
    """

    before: Figures
    after: Figures
    updated: tuple[Recorded, ...] = ()
    refused: tuple[Recorded, ...] = ()
    withdrawals: tuple[Recorded, ...] = ()
    consultations: tuple[Recorded, ...] = ()
    corrections: tuple[Recorded, ...] = ()

    @property
    def datasets(self) -> Movement:
        """How the published datasets became others."""
        return Movement(self.before.dataset_names, self.after.dataset_names)

    @property
    def documents(self) -> Movement:
        """How the standing documents became others."""
        return Movement(_names(self.before), _names(self.after))

    @property
    def appeared(self) -> Mapping[str, tuple[str, ...]]:
        """New documents by dataset."""
        return _by_dataset(self.after, self.documents.new)

    @property
    def disappeared(self) -> Mapping[str, tuple[str, ...]]:
        """Withdrawn documents by dataset."""
        return _by_dataset(self.before, self.documents.withdrawn)

    @property
    def updates(self) -> Mapping[str, int]:
        """How many updates each dataset had."""
        return _count(self.updated)

    @property
    def refusals(self) -> Mapping[str, int]:
        """How many deliveries of each dataset were refused."""
        return _count(self.refused)


def build_changes(
    ledger: Ledger, portal: str, start: datetime, end: datetime, known_at: datetime
) -> Changes:
    """What changed on one portal within a window, from what was known at `known_at`."""
    from pipeline.record.happened import Window, corrections_between, happened_between

    before = build_figures(ledger, portal, start, known_at)
    after = build_figures(ledger, portal, end, known_at)
    window = Window(start, end, after.length)
    with ledger.reading() as connection:
        refused = happened_between(connection, (Kind.REFUSED,), window)
        withdrawn = happened_between(connection, (Kind.WITHDRAWN,), window)
        return Changes(
            before=before,
            after=after,
            updated=read_updates(connection, portal, window),
            refused=tuple(_first_of_each_delivery(refused)),
            withdrawals=tuple(each for each in withdrawn if each.event.portal == portal),
            consultations=happened_between(connection, (Kind.CONSULTATION,), window),
            corrections=corrections_between(connection, window),
        )


def read_terms(ledger: Ledger, figures: Figures, start: datetime) -> Mapping[str, Term]:
    """The term of every dataset that stands in the figures, watched from `start` on."""
    with ledger.reading() as connection:
        return build_terms(connection, figures, start)


def _first_of_each_delivery(refused: Iterable[Recorded]) -> Iterable[Recorded]:
    seen = set()
    for each in refused:
        delivery = (each.event.dataset, each.event.document, each.event.sha256)
        if delivery not in seen:
            seen.add(delivery)
            yield each


def _names(figures: Figures) -> tuple[str, ...]:
    return tuple(sorted(document.document for document in figures.standing))


def _by_dataset(figures: Figures, documents: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    wanted = set(documents)
    found: dict[str, list[str]] = {}
    for document in sorted(figures.standing, key=lambda each: (each.dataset, each.document)):
        if document.document in wanted:
            found.setdefault(document.dataset, []).append(document.document)
    return {dataset: tuple(names) for dataset, names in found.items()}


def _count(recorded: Iterable[Recorded]) -> Mapping[str, int]:
    return dict(sorted(Counter(each.event.dataset or "" for each in recorded).items()))
