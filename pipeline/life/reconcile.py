"""Ledger against portals, dataset by dataset; what differs is written down, and mended if asked.

Mending is the ordinary publication: a difference that was written down makes the publisher ask the
portal again and send what strangers do not get right. What is unknown to us is never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.model import Dataset, PortalOutcome, PortalResult, Release
from pipeline.publish.decided import HandsOff, decide_release
from pipeline.publish.errors import PortalError
from pipeline.publish.organization import read_organization
from pipeline.publish.reconcile import (
    Difference,
    Discrepancy,
    compare_adopted,
    compare_documents,
    compare_downloads,
    compare_plan,
)
from pipeline.publish.state import PortalState, read_state
from pipeline.publish.target import build_target, read_known
from pipeline.record.decisions import withdrawals
from pipeline.record.event import Event, Kind
from pipeline.record.history import Binding, bindings
from pipeline.record.lock import dataset_lock
from pipeline.record.standing import documents_standing, head_known
from pipeline.run import LOCK_SECONDS, Desk, publish_to

LATEST = datetime.max.replace(tzinfo=UTC)
"""Later than anything the ledger tells of."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One dataset on one portal: what differs, and how mending ended where it was asked for.

    `failure` says why the portal could not be read. `dataset` is None for the portal itself.
    """

    dataset: str | None
    portal: str
    found: tuple[Discrepancy, ...]
    mended: PortalOutcome | None = None
    failure: str | None = None

    @property
    def agrees(self) -> bool:
        """Nothing differs but what is left so on purpose."""
        return self.failure is None and all(item.kept for item in self.found)


def reconcile_dataset(
    dataset: Dataset, desk: Desk, *, downloads: bool = False, repair: bool = False
) -> tuple[Reconciled, ...]:
    """Compare a dataset on each of its portals; LockHeld while an update of it goes on."""
    with dataset_lock(desk.locks, dataset.name, LOCK_SECONDS):
        return tuple(_reconcile(dataset, name, desk, downloads, repair) for name in dataset.portals)


def reconcile_strangers(
    portals: Collection[str], known: Sequence[Dataset], desk: Desk
) -> Iterator[Reconciled]:
    """Datasets that no descriptor tells of: of our organizations there, or counted by figures."""
    names = {dataset.name for dataset in known}
    for portal in portals:
        try:
            yield Reconciled(None, portal, tuple(_compare_undescribed(portal, names, desk)))
        except PortalError as error:
            yield Reconciled(None, portal, (), failure=error.sentence)


def _compare_undescribed(portal: str, described: set[str], desk: Desk) -> Iterator[Discrepancy]:
    organization = desk.catalogue.portals[portal].organization
    shown = {
        item["name"]: read_state(item)
        for item in read_organization(desk.clients[portal], organization)
    }
    counted: dict[str, dict[str, str | None]] = {}
    for document, sha256 in _read_counted(None, portal, desk).items():
        counted.setdefault(document.partition("/")[0], {})[document] = sha256
    for name in sorted({*shown, *counted} - described):
        if name in shown:
            yield Discrepancy(name, Difference.UNKNOWN, f"набору «{name}» не описано")
        if name in counted:
            bound = bindings(desk.ledger, name, portal)
            yield from compare_documents(name, counted[name], shown.get(name), bound)


def _reconcile(
    dataset: Dataset, portal: str, desk: Desk, downloads: bool, repair: bool
) -> Reconciled:
    try:
        found = _compare(dataset, portal, desk, downloads)
        for event in _news(dataset, portal, found, desk):
            desk.ledger.record(event)
        release = desk.archive.read_release(dataset.name)
        if not repair or release is None or not found or dataset.withheld:
            return Reconciled(dataset.name, portal, found)
        try:
            mended = publish_to(portal, dataset, release, desk)
        except FileNotFoundError as error:  # the archive lost what was to be sent
            return Reconciled(dataset.name, portal, found, failure=str(error).rstrip("."))
        return Reconciled(dataset.name, portal, _compare(dataset, portal, desk, downloads), mended)
    except PortalError as error:
        return Reconciled(dataset.name, portal, (), failure=error.sentence)


def _compare(dataset: Dataset, portal: str, desk: Desk, downloads: bool) -> tuple[Discrepancy, ...]:
    bound = bindings(desk.ledger, dataset.name, portal)
    release = desk.archive.read_release(dataset.name)
    if release is None or not bound:
        return ()
    state = read_known(desk.clients[portal], dataset.name, bound)
    found = _compare_state(dataset, release, portal, state, bound, desk)
    if downloads and state and not state.deleted:
        told = {item.key for item in found}
        found += [
            item
            for item in compare_downloads(dataset.name, state, bound, desk.clients[portal])
            if item.key not in told
        ]
    return (*_unfinished(dataset, portal, desk), *found)


def _unfinished(dataset: Dataset, portal: str, desk: Desk) -> Iterator[Discrepancy]:
    """Acts of a person that were begun and have no outcome: the same command finishes them."""
    for document, word in withdrawals(desk.ledger, dataset.name, portal).items():
        command = "restore" if word.returning else "withdraw"
        if word.returning or not word.settled:
            said = f"не завершено: повторіть pipeline {command} {document or dataset.name}"
            yield Discrepancy(dataset.name, Difference.UNFINISHED, said, document)


def _compare_state(
    dataset: Dataset,
    release: Release,
    portal: str,
    state: PortalState | None,
    bound: dict[str, Binding],
    desk: Desk,
) -> list[Discrepancy]:
    decided = decide_release(dataset, release, portal, desk.ledger)
    if isinstance(decided, HandsOff) and decided.result is PortalResult.SKIPPED:
        return _compare_hidden(dataset, state)
    if state is None or state.deleted:
        return [Discrepancy(dataset.name, Difference.MISSING, "набору немає на порталі")]
    if isinstance(decided, HandsOff):
        found = list(compare_adopted(dataset.name, state, bound))
    else:
        found = list(_compare_standing(dataset, decided, portal, state, bound, desk))
    told = {(item.key, item.resource_id) for item in found}
    off = withdrawals(desk.ledger, dataset.name, portal)  # told by themselves, see _unfinished
    counted = _read_counted(dataset.name, portal, desk)
    found += [
        item
        for item in compare_documents(dataset.name, counted, state, bound)
        if (item.key, item.resource_id) not in told and not (item.key and item.key in off)
    ]
    return found


def _read_counted(dataset: str | None, portal: str, desk: Desk) -> dict[str, str | None]:
    """The documents that figures count there, whatever moment they are dated."""
    with desk.ledger.reading() as connection:
        known = head_known(connection, LATEST).length
        found = documents_standing(connection, portal, LATEST, known, dataset)
    return {document.document: document.sha256 for document in found}


def _compare_hidden(dataset: Dataset, state: PortalState | None) -> list[Discrepancy]:
    if state is None or state.deleted:
        return []
    said = f"відкликаний набір видно; повторіть pipeline withdraw {dataset.name}"
    return [Discrepancy(dataset.name, Difference.WITHDRAWN, said)]


def _compare_standing(
    dataset: Dataset,
    release: Release,
    portal: str,
    state: PortalState,
    bound: dict[str, Binding],
    desk: Desk,
) -> Iterator[Discrepancy]:
    publisher = desk.catalogue.publisher
    target = build_target(dataset, release, publisher, desk.catalogue.portals[portal])
    plan = target.whole_plan(state, bound, target.sent(desk.ledger))
    off = frozenset(
        key
        for key, word in withdrawals(desk.ledger, dataset.name, portal).items()
        if not word.returning
    )
    return compare_plan(plan, state, bound, off)


def _news(
    dataset: Dataset, portal: str, found: Sequence[Discrepancy], desk: Desk
) -> Iterator[Event]:
    """An event for each difference of others' making, unless written down since we last sent."""
    told = set()
    kinds = (Kind.DRIFT, Kind.PUBLISHED)
    for recorded in desk.ledger.read(
        dataset=dataset.name, portal=portal, kinds=kinds, newest_first=True
    ):
        if recorded.event.kind is Kind.PUBLISHED:
            break
        told.add((recorded.event.document, recorded.event.data.get("difference")))
    for item in found:
        ours = item.difference is Difference.UNFINISHED
        if not ours and (item.key, item.difference.value) not in told:
            yield _event(item, portal, desk)


def _event(item: Discrepancy, portal: str, desk: Desk) -> Event:
    return Event(
        kind=Kind.DRIFT,
        at=desk.now(),
        actor=desk.actor,
        sentence=f"Звірення: {item.sentence}.",
        dataset=item.dataset,
        document=item.key,
        portal=portal,
        data={
            "difference": item.difference.value,
            "resource_id": item.resource_id,
            "fields": list(item.fields),
        },
    )
