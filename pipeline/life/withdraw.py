"""Withdrawal and return of a dataset or of one document: a person's act, with ground and name.

Intent, portal, outcome. The intent alone already keeps the publisher from putting the thing up
again, so that an act cut off anywhere is finished by giving the command once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.life.errors import NotPossible
from pipeline.life.presence import Presence
from pipeline.life.words import WITHDRAWING, Word, failure_of, record_word
from pipeline.model import Dataset, Document, PortalOutcome, PortalResult
from pipeline.publish.decided import leave_out
from pipeline.publish.errors import PortalError
from pipeline.publish.package import keys_of
from pipeline.record.decisions import WITHDRAW, withdrawals
from pipeline.record.event import Kind
from pipeline.record.history import Binding, bindings
from pipeline.record.lock import dataset_lock
from pipeline.run import LOCK_SECONDS, Desk, publish
from pipeline.wording import day


@dataclass(frozen=True, slots=True)
class Subject:
    """A dataset, or one of its documents by id."""

    dataset: Dataset
    document: str | None = None

    @property
    def name(self) -> str:
        """As it stands in a sentence."""
        return f"документ «{self.document}»" if self.document else "набір даних"


def withdraw(
    subject: Subject, portals: Sequence[str], ground: str, by: str, desk: Desk
) -> tuple[PortalOutcome, ...]:
    """Take the subject off those portals; NotPossible where none of them ever had it.

    What accompanies a document (`datapackage.json`, passport) is brought up to date afterwards.
    """
    with dataset_lock(desk.locks, subject.dataset.name, LOCK_SECONDS):
        places = [name for name in portals if _find(subject, name, desk)]
        if not places:
            raise NotPossible(f"Порталам нічого прибирати: {subject.name} на них не публікувався.")
        for name in places:
            _check(subject, name, desk)
        word = Word(subject.dataset.name, subject.document, by, ground)
        outcomes = tuple(_withdraw(word, _find(subject, name, desk), name, desk) for name in places)
        if subject.document:
            publish(subject.dataset, desk.archive.read_release(subject.dataset.name), desk)
        return outcomes


def _withdraw(word: Word, bound: Sequence[Binding], portal: str, desk: Desk) -> PortalOutcome:
    standing = withdrawals(desk.ledger, word.dataset, portal).get(word.document)
    if standing and standing.settled and not standing.returning:
        told = f"уже відкликано {day(standing.at)} ({standing.by})"
        return PortalOutcome(portal, PortalResult.UNCHANGED, told)
    package_id = bound[0].package_id or word.dataset
    presence = Presence(desk.clients[portal], desk.catalogue.portals[portal].profile, package_id)
    record_word(Kind.PUBLISHING, WITHDRAW, word, portal, desk)
    try:
        if word.document is None:
            presence.hide(word.ground)
        else:
            presence.hide_files([item.resource_id for item in bound], word.ground)
    except PortalError as error:
        return failure_of(error, word, portal, desk)
    record_word(Kind.WITHDRAWN, WITHDRAW, word, portal, desk)
    return PortalOutcome(portal, PortalResult.PUBLISHED, WITHDRAWING)


def _find(subject: Subject, portal: str, desk: Desk) -> list[Binding]:
    """The subject's files there, as the ledger knows them.

    A document goes in all its formats, and with its structure where it is the last of its table.
    """
    bound = bindings(desk.ledger, subject.dataset.name, portal)
    if subject.document is None:
        return list(bound.values())
    resource = subject.document.split("/")[1]
    standing = _standing(subject, portal, desk)
    others = {item.resource for item in standing if item.id != subject.document}
    keys = keys_of(subject.document)
    if subject.document in bound and resource not in others:
        keys += (f"structure/{resource}",)
    return [bound[key] for key in keys if key in bound]


def _check(subject: Subject, portal: str, desk: Desk) -> None:
    """NotPossible for a document that is all its dataset shows, or that is not ours to manage."""
    if subject.document is None:
        return
    if subject.dataset.adopted:
        raise NotPossible(
            "Набір прийнято з порталу як є: окремий документ приберіть на самому порталі, "
            "або відкличте весь набір."
        )
    standing = _standing(subject, portal, desk)
    if [document.id for document in standing] == [subject.document]:
        raise NotPossible(
            "Це єдиний документ набору на порталі: відкличте весь набір — "
            f"pipeline withdraw {subject.dataset.name}."
        )


def _standing(subject: Subject, portal: str, desk: Desk) -> tuple[Document, ...]:
    """The documents that are to be seen there now."""
    release = desk.archive.read_release(subject.dataset.name)
    off = withdrawals(desk.ledger, subject.dataset.name, portal)
    return leave_out(release, off).documents if release else ()
