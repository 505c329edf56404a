"""The return of what was withdrawn, under the ids and at the addresses it had."""

from __future__ import annotations

from pipeline.life.errors import NotPossible
from pipeline.life.presence import Presence
from pipeline.life.withdraw import Subject
from pipeline.life.words import RETURNING, Word, failure_of, record_word
from pipeline.model import PortalOutcome, PortalResult
from pipeline.publish.errors import PortalError
from pipeline.record.decisions import RESTORE, withdrawals
from pipeline.record.event import Kind
from pipeline.record.history import bindings
from pipeline.record.lock import dataset_lock
from pipeline.run import LOCK_SECONDS, Desk, publish_to


def restore(subject: Subject, by: str, reason: str, desk: Desk) -> tuple[PortalOutcome, ...]:
    """Bring the subject back wherever it is withdrawn; NotPossible where it is nowhere so.

    The bytes come from the archive by an ordinary publication; only when that has succeeded does
    the subject count again.
    """
    name = subject.dataset.name
    if subject.dataset.withheld:
        raise NotPossible("Набір затримано (withhold в описі): зніміть затримку й повторіть.")
    with dataset_lock(desk.locks, name, LOCK_SECONDS):
        off = {portal: withdrawals(desk.ledger, name, portal) for portal in subject.dataset.portals}
        places = [portal for portal, words in off.items() if subject.document in words]
        if not places:
            raise NotPossible(f"Повертати нічого: {subject.name} не відкликано.")
        if subject.document and any(None in off[portal] for portal in places):
            raise NotPossible(
                f"Відкликано весь набір; спершу поверніть його: pipeline restore {name}."
            )
        word = Word(name, subject.document, by, reason)
        return tuple(_restore(subject, word, portal, desk) for portal in places)


def _restore(subject: Subject, word: Word, portal: str, desk: Desk) -> PortalOutcome:
    record_word(Kind.PUBLISHING, RESTORE, word, portal, desk)
    try:
        if subject.document is None:
            _show(word.dataset, portal, desk)
    except PortalError as error:
        return failure_of(error, word, portal, desk)
    outcome = _publish(subject, portal, desk)
    if outcome.result in (PortalResult.PENDING, PortalResult.FAILED):
        return outcome
    record_word(Kind.RESTORED, RESTORE, word, portal, desk)
    told = f"{RETURNING}; {outcome.sentence}"
    return PortalOutcome(portal, PortalResult.PUBLISHED, told, outcome.url)


def _show(dataset: str, portal: str, desk: Desk) -> None:
    bound = bindings(desk.ledger, dataset, portal).values()
    package_id = next((item.package_id for item in bound if item.package_id), dataset)
    Presence(desk.clients[portal], desk.catalogue.portals[portal].profile, package_id).show()


def _publish(subject: Subject, portal: str, desk: Desk) -> PortalOutcome:
    release = desk.archive.read_release(subject.dataset.name)
    if release is None:
        raise NotPossible(f"В архіві немає випуску набору «{subject.dataset.name}».")
    return publish_to(portal, subject.dataset, release, desk)
