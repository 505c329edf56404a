"""THE story: one dataset, one update, one outcome.

gather → validate → publish → record → report. Read :func:`update_dataset` first; each step below
it is a few lines that call the room of that name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pipeline.children import Children
from pipeline.disk_words import sentence_of
from pipeline.gather import Sources, gather_dataset
from pipeline.gather.pinned import leave_pinned
from pipeline.gather.unclaimed import folders_of, list_passed_over, list_unclaimed
from pipeline.model import Catalogue, Dataset, Gathered, Outcome, PortalOutcome, Release
from pipeline.outcome import build_outcome, failed_outcome, withheld_sentence
from pipeline.publish.ckan import PortalClient
from pipeline.publish.outages import Outages
from pipeline.publish.push import publish_release
from pipeline.publish.renames import follow_renames
from pipeline.record.accepted import acceptances
from pipeline.record.archive import Archive, ArchiveError
from pipeline.record.decisions import pins
from pipeline.record.entries import (
    described_event,
    gathered_event,
    outcome_events,
    refused_event,
)
from pipeline.record.history import delivered_from, last_described, sample_deliveries
from pipeline.record.ledger import Ledger, LedgerError
from pipeline.record.lock import LockHeld, dataset_lock
from pipeline.renewal import finish_rollback, renamed_events, renew_release
from pipeline.reply.files import tell_of_files
from pipeline.reply.office import reply_to_office
from pipeline.validate.standing import Basis, Checker, Judged, judge_deliveries, keep_verdicts

log = logging.getLogger(__name__)

LOCK_SECONDS = 60

AT_ONCE = 4
"""Datasets updated at a time; the writes of one dataset follow one another."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that an update works with; every edge of the product enters here.

    Safe to share between threads: `clients` gives each its own. `find_shortage` says why no update
    may begin now: a disk is nearly full.
    """

    catalogue: Catalogue
    ledger: Ledger
    archive: Archive
    sources: Sources
    checker: Checker
    children: Children
    clients: Mapping[str, PortalClient]
    locks: Path
    reports: Path
    now: Callable[[], datetime]
    actor: str
    find_shortage: Callable[[], str | None]
    outages: Outages = field(default_factory=Outages)


def update_datasets(datasets: Sequence[Dataset], desk: Desk) -> Iterator[Outcome]:
    """Update them, a few at a time; the outcomes come in the order they end.

    What is generated of the others (the register) comes after them.
    Whoever stops asking (Ctrl+C) has the updates under way ended and no other begun.
    """
    this_run = replace(desk, outages=Outages())
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="dataset")
    try:
        for generated in (False, True):
            turn = [dataset for dataset in datasets if dataset.is_generated is generated]
            updates = [pool.submit(update_dataset, dataset, this_run) for dataset in turn]
            for update in as_completed(updates):
                yield update.result()
    finally:
        pool.shutdown(cancel_futures=True)


def update_dataset(dataset: Dataset, desk: Desk) -> Outcome:
    """Bring one dataset up to date on all its portals and say how it ended; never raises."""
    try:
        if shortage := desk.find_shortage():
            return _fail(dataset, shortage, desk)
        with dataset_lock(desk.locks, dataset.name, LOCK_SECONDS):
            gathered = gather(dataset, desk)
            judged, release = validate(dataset, gathered, desk)
            portals = publish(dataset, release, desk)
            outcome = build_outcome(dataset, gathered, judged, release, portals)
            record(dataset, release, outcome, desk)
            report(dataset, judged, outcome, desk)
            return outcome
    except (LockHeld, ArchiveError, LedgerError) as told:
        return _fail(dataset, str(told), desk)
    except OSError as error:
        if error.errno is None:
            log.exception("%s", dataset.name)
        return _fail(dataset, sentence_of(error), desk)
    except Exception as error:  # the one boundary: a broken dataset never stops the others
        log.exception("%s", dataset.name)
        return _fail(dataset, f"Непередбачена помилка ({type(error).__name__}): {error}", desk)


def gather(dataset: Dataset, desk: Desk) -> Gathered:
    """Take what the sources hold; samples of a demonstration give way to real deliveries.

    Of a dataset withheld in wartime nothing is taken: what comes in waits with it.
    """
    if dataset.withheld is not None:
        return Gathered(held=withheld_sentence(dataset.withheld))
    finish_rollback(dataset.name, desk.ledger, desk.archive, desk.now())
    inbox_only = "inbox" in delivered_from(desk.ledger, dataset.name)
    gathered = gather_dataset(dataset, desk.sources, inbox_only)
    release = desk.archive.read_release(dataset.name)
    known = follow_renames(dataset, gathered.deliveries, release)
    return leave_pinned(replace(gathered, deliveries=known), pins(desk.ledger, dataset.name))


def validate(
    dataset: Dataset, gathered: Gathered, desk: Desk
) -> tuple[tuple[Judged, ...], Release | None]:
    """Judge every delivery and let the accepted ones replace their predecessors in the release."""
    basis = read_basis(dataset, desk)
    judged = judge_deliveries(dataset, gathered.deliveries, basis, desk.checker, desk.archive)
    for item in judged:
        if item.new:
            desk.ledger.record(gathered_event(item.delivery, desk.now(), desk.actor))
            if not item.verdict.accepted:
                desk.ledger.record(refused_event(dataset, item.verdict, desk.now(), desk.actor))
    for event in renamed_events(dataset, basis.release, judged, desk.now(), desk.actor):
        desk.ledger.record(event)
    renewed = renew_release(dataset, judged, basis.release, desk.archive, desk.now())
    if renewed is not None and renewed is not basis.release:
        desk.archive.keep_release(renewed)
    keep_verdicts(dataset, judged, replace(basis, release=renewed), desk.archive)
    return judged, renewed


def read_basis(dataset: Dataset, desk: Desk) -> Basis:
    """What verdicts rest on besides the files: the release, and what persons accepted."""
    return Basis(
        release=desk.archive.read_release(dataset.name),
        acceptances=acceptances(desk.ledger, dataset.name),
        samples=sample_deliveries(desk.ledger, dataset.name),
    )


def publish(dataset: Dataset, release: Release | None, desk: Desk) -> tuple[PortalOutcome, ...]:
    """Bring every portal of the dataset to the release; without one there is nothing to bring.

    Nothing of a withheld dataset is sent, not even to a portal that lacks it.
    """
    if release is None or dataset.withheld is not None:
        return ()
    return tuple(publish_to(name, dataset, release, desk) for name in dataset.portals)


def publish_to(portal: str, dataset: Dataset, release: Release, desk: Desk) -> PortalOutcome:
    """Bring one portal to the release."""
    return publish_release(
        dataset,
        release,
        desk.catalogue.publisher,
        desk.catalogue.portals[portal],
        desk.clients[portal],
        desk.ledger,
        desk.archive,
        desk.now,
        desk.actor,
        desk.outages,
    )


def record(dataset: Dataset, release: Release | None, outcome: Outcome, desk: Desk) -> None:
    """Write down how it ended, and what the dataset is called and holds where that changed."""
    last = last_described(desk.ledger, dataset.name)
    described = described_event(dataset, release, last, desk.now(), desk.actor)
    if described:
        desk.ledger.record(described)
    for event in outcome_events(outcome, desk.now(), desk.actor):
        desk.ledger.record(event)


def report(dataset: Dataset, judged: Sequence[Judged], outcome: Outcome, desk: Desk) -> None:
    """Tell the office about every delivery judged just now."""
    for item in judged:
        if item.new:
            reply_to_office(
                (desk.reports, desk.sources.inbox),
                dataset,
                item.delivery,
                item.verdict,
                outcome,
                desk.now(),
                desk.children,
            )


def tell_offices(
    catalogue: Catalogue, outcomes: Sequence[Outcome], inbox: Path, checked_at: datetime
) -> tuple[str, ...]:
    """Tell each office what became of its files besides verdicts; the same sentences, for a person.

    Files that no dataset takes are told too: a misspelt name would otherwise vanish silently. What
    lies in the folders is told of all datasets, since a run may have been over a few of them.
    """
    told: dict[str, list[str]] = {folder: [] for folder in folders_of(catalogue.datasets)}
    for item in list_unclaimed(catalogue, inbox):
        told[item.folder].append(item.sentence)
    for dataset in catalogue.datasets:
        for folder, sentence in list_passed_over(dataset, inbox):
            told[folder].append(sentence)
    for outcome in outcomes:
        datasets = [d for d in catalogue.datasets if d.name == outcome.dataset]
        for folder in folders_of(datasets):
            told[folder] += [finding.message for finding in outcome.gathering]
    told = {folder: list(dict.fromkeys(sentences)) for folder, sentences in told.items()}
    for folder, sentences in told.items():
        tell_of_files(inbox, folder, sentences, checked_at)
    return tuple(f"{folder}: {text}" for folder, texts in told.items() for text in texts)


def _fail(dataset: Dataset, sentence: str, desk: Desk) -> Outcome:
    """The failed outcome, written down unless the ledger itself is what failed."""
    outcome = failed_outcome(dataset, sentence)
    try:
        for event in outcome_events(outcome, desk.now(), desk.actor):
            desk.ledger.record(event)
    except LedgerError as error:
        log.error("%s: %s", dataset.name, error)
    return outcome
