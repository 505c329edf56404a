"""A portal that is down is left for the rest of a run, not asked again for each of 135 datasets."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from pipeline.model import Portal, PortalOutcome, PortalResult
from pipeline.publish.answers import site_of
from pipeline.publish.errors import PortalDown

TRIED = 3
"""How many datasets in a row must find a portal down before the others wait for the next run."""


@dataclass(slots=True)
class Outages:
    """What one run learnt of its portals; shared between threads."""

    _in_a_row: dict[str, int] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: PortalOutcome) -> None:
        """Count a dataset that found the portal down; any answer of it starts the count anew."""
        with self._turn:
            down = outcome.result is PortalResult.PENDING
            before = self._in_a_row.get(outcome.portal, 0)
            self._in_a_row[outcome.portal] = before + 1 if down else 0

    def check(self, portal: Portal) -> None:
        """PortalDown once the run has given the portal up."""
        if self._in_a_row.get(portal.name, 0) >= TRIED:
            raise PortalDown(
                f"Портал {site_of(portal.url)} у цьому запуску вже не відповів {TRIED} разам "
                "поспіль, тож його залишено; наступний запуск спробує знову."
            )
