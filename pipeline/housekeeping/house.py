"""One round of the house: what may go is found, written down, removed, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.disk_words import sentence_of
from pipeline.housekeeping.leftovers import (
    find_abandoned,
    find_unused_locks,
    remove_abandoned,
    remove_unused_lock,
)
from pipeline.housekeeping.releases import Spent, find_spent, remove_spent
from pipeline.housekeeping.reports import find_old_reports, remove_report
from pipeline.model import Retention
from pipeline.record import retention
from pipeline.record.archive import Archive, ArchiveError
from pipeline.record.ledger import Ledger, LedgerError
from pipeline.record.lock import LockHeld
from pipeline.record.orphans import find_orphans, remove_orphans
from pipeline.record.retention import Outdated
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Tidied:
    """What one round removed, or would; `problems` are sentences about what it could not."""

    releases: tuple[Spent, ...] = ()
    deliveries: tuple[Outdated, ...] = ()
    orphans: tuple[Outdated, ...] = ()
    reports: tuple[Path, ...] = ()
    unfinished: tuple[Path, ...] = ()
    locks: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What a round works with."""

    settings: Settings
    terms: Retention
    ledger: Ledger
    archive: Archive
    now: datetime
    actor: str
    dry_run: bool


def keep_house(
    settings: Settings,
    terms: Retention,
    ledger: Ledger,
    now: datetime,
    actor: str,
    *,
    dry_run: bool = False,
) -> Tidied:
    """Prune past releases, raw deliveries, reports and leftovers; never raises for one.

    Nothing that stands on a portal, is the current release or waits for a person ever goes. What
    goes of the archive is written into the ledger first. With `dry_run` it is only found.
    """
    house = House(settings, terms, ledger, Archive(settings.archive), now, actor, dry_run)
    tidied = Tidied()
    for step in (
        _prune_releases,
        _prune_deliveries,
        _prune_orphans,
        _prune_reports,
        _prune_unfinished,
        _prune_locks,
    ):
        tidied = _attempt(step, house, tidied)
    return tidied


def _attempt(step: Callable[[House, Tidied], Tidied], house: House, tidied: Tidied) -> Tidied:
    """One part of the house that cannot be tidied stops no other."""
    try:
        return step(house, tidied)
    except (ArchiveError, LedgerError) as error:
        problem = str(error)
    except OSError as error:
        problem = sentence_of(error)
    return replace(tidied, problems=(*tidied.problems, problem))


def _prune_releases(house: House, tidied: Tidied) -> Tidied:
    keep = house.terms.releases
    if keep is None:
        return tidied
    gone, busy = [], []
    for spent in find_spent(house.ledger, house.archive, keep, house.now):
        try:
            if not house.dry_run:
                remove_spent(
                    spent,
                    house.ledger,
                    house.archive,
                    house.settings.locks,
                    keep,
                    house.now,
                    house.actor,
                )
            gone.append(spent)
        except LockHeld as held:
            busy.append(f"{held} Його давні випуски буде вилучено наступного разу.")
    return replace(tidied, releases=tuple(gone), problems=(*tidied.problems, *busy))


def _prune_deliveries(house: House, tidied: Tidied) -> Tidied:
    days = house.terms.raw_days
    if days is None:
        return tidied
    kept = house.archive.release_bytes() if house.terms.releases else ()
    found = retention.find_outdated(house.ledger, house.archive, days, house.now, kept)
    if not house.dry_run:
        retention.prune(found, house.ledger, house.archive, days, house.now, house.actor)
    return replace(tidied, deliveries=found)


def _prune_orphans(house: House, tidied: Tidied) -> Tidied:
    found = find_orphans(house.ledger, house.archive, house.now)
    if not house.dry_run:
        remove_orphans(found, house.ledger, house.archive, house.now, house.actor)
    return replace(tidied, orphans=found)


def _prune_reports(house: House, tidied: Tidied) -> Tidied:
    days = house.terms.report_days
    if days is None:
        return tidied
    reports = house.settings.reports
    found = find_old_reports(house.ledger, reports, days, house.now)
    for folder in () if house.dry_run else found:
        remove_report(folder, reports)
    return replace(tidied, reports=found)


def _prune_unfinished(house: House, tidied: Tidied) -> Tidied:
    found = find_abandoned(house.settings, house.now)
    for path in () if house.dry_run else found:
        remove_abandoned(path)
    return replace(tidied, unfinished=found)


def _prune_locks(house: House, tidied: Tidied) -> Tidied:
    found = find_unused_locks(house.settings.locks, house.now)
    for path in () if house.dry_run else found:
        remove_unused_lock(path, house.now)
    return replace(tidied, locks=found)
