"""The runs of the daemon: which datasets are being updated now, and what becomes of each run.

A dataset is in one run at a time. One that a run leaves without an outcome, since it hung or died,
gets a failed one here: a failed run is recorded as carefully as a good one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.daemon.errands import ACTOR, Errand, update
from pipeline.daemon.runs import RunBroken, values_of_run
from pipeline.daemon.timetable import Timetable
from pipeline.logs import FACTS, LogFormat, new_run, outcome_facts
from pipeline.model import Outcome
from pipeline.outcome import failed_outcome
from pipeline.record.entries import outcome_events
from pipeline.record.ledger import Ledger, LedgerError
from pipeline.settings import Settings
from pipeline.wording import DATASET, count_of

log = logging.getLogger(__name__)

ERRAND_MINUTES = 30
"""How long anything but an update of datasets may take."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Datasets that belong to one run until it ends; `run` is its id."""

    run: str
    title: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Work:
    """What is under way and what came of it; safe to share between threads.

    `ended` counts outcomes since the start by their word. `values` runs an errand and gives what it
    yields: in a process of its own, unless a test says otherwise.
    """

    settings: Settings
    ledger: Ledger
    now: Callable[[], datetime]
    log: LogFormat
    stop: threading.Event
    values: Callable[..., Iterator[Any]] = values_of_run
    ended: Counter[str] = field(default_factory=Counter)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def running(self) -> tuple[str, ...]:
        """Titles of the runs under way, and of those about to begin."""
        with self._turn:
            return tuple(claim.title for claim in self._claims.values())

    def claim(self, title: str, names: Iterable[str], *, whole: bool = False) -> Claim | None:
        """Those of the datasets that no other run has, kept from others until `update` ends.

        None where there is none, and with `whole` also where some are missing.
        """
        names = tuple(names)
        with self._turn:
            busy = {name for claim in self._claims.values() for name in claim.names}
            free = tuple(name for name in names if name not in busy)
            if not free or (whole and free != names):
                return None
            claim = Claim(new_run(), title, free)
            self._claims[claim.run] = claim
            return claim

    def update(self, claim: Claim, timetable: Timetable, minutes: float) -> None:
        """Update what was claimed, within so many minutes."""
        try:
            if not self.stop.is_set():
                self._update(claim, self._errand(claim.run, timetable), minutes)
        finally:
            with self._turn:
                del self._claims[claim.run]

    def _update(self, claim: Claim, errand: Errand, minutes: float) -> None:
        facts: dict[str, object] = {"run": claim.run, "title": claim.title}
        count = count_of(len(claim.names), DATASET)
        log.info("Запуск «%s»: %s", claim.title, count, extra={FACTS: facts})
        left, began = dict.fromkeys(claim.names), time.monotonic()
        try:
            for outcome in self.values(
                update, errand, claim.names, seconds=minutes * 60, stop=self.stop
            ):
                left.pop(outcome.dataset, None)
                self._count(outcome)
        except RunBroken as broken:
            self._record_broken(tuple(left), str(broken), errand)
        facts["seconds"] = round(time.monotonic() - began, 1)
        log.info("Запуск «%s» закінчено", claim.title, extra={FACTS: facts})

    def run_errand(
        self, do: Callable[..., Iterator[object]], timetable: Timetable, *given: object
    ) -> None:
        """Do anything but updating in a process of its own; a failure is said in the log."""
        if self.stop.is_set():
            return
        errand = self._errand(new_run(), timetable)
        try:
            list(self.values(do, errand, *given, seconds=ERRAND_MINUTES * 60, stop=self.stop))
        except RunBroken as broken:
            log.error("%s", broken, extra={FACTS: {"run": errand.run, "errand": do.__name__}})

    def _errand(self, run: str, timetable: Timetable) -> Errand:
        return Errand(self.settings, timetable.catalogue, run, self.log)

    def _record_broken(self, names: Sequence[str], sentence: str, errand: Errand) -> None:
        """What was left without an outcome failed; but what we cut off ourselves only waits."""
        if self.stop.is_set():
            log.info("%s", sentence, extra={FACTS: {"run": errand.run}})
            return
        log.error("%s", sentence, extra={FACTS: {"run": errand.run, "datasets": list(names)}})
        for name in names:
            outcome = failed_outcome(errand.catalogue.dataset(name), sentence)
            self._count(outcome)
            facts = {**outcome_facts(outcome), "run": errand.run}
            log.info("%s: %s. %s", name, outcome.result.word, sentence, extra={FACTS: facts})
            try:
                for event in outcome_events(outcome, self.now(), ACTOR):
                    self.ledger.record(event)
            except LedgerError as error:
                log.error("%s", error, extra={FACTS: {"run": errand.run}})

    def _count(self, outcome: Outcome) -> None:
        with self._turn:
            self.ended[outcome.result.value] += 1
