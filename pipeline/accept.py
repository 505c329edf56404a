"""A person's word for a delivery: past its guards once, and for codes that only look wrong.

Nothing else can be overridden: a schema error or a leak is mended in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.model import Dataset, Finding, Override, Verdict
from pipeline.record.accepted import acceptances, accepted_event, deliveries_like
from pipeline.record.archive import Archive
from pipeline.record.history import sample_deliveries
from pipeline.record.ledger import Ledger
from pipeline.validate.acceptance import apply_acceptances, disputed_codes
from pipeline.validate.standing import Basis, verdict_key
from pipeline.wording import FINDING, count_of

_PREFIX = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_BOUND = "guard-bound-table"
"""Not a guard of its own: it goes with the one that holds the other table."""


class CannotAccept(Exception):
    """Nothing was accepted; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says: which delivery (its hash or how it begins), which codes, who, why."""

    delivery: str
    by: str
    reason: str
    edrpou: tuple[str, ...] = ()


def accept_delivery(
    dataset: Dataset, word: Word, ledger: Ledger, archive: Archive, at: datetime, actor: str
) -> tuple[str, ...]:
    """Record what is accepted of the delivery, and say it; CannotAccept where nothing can be."""
    _check_word(word)
    basis = Basis(
        archive.read_release(dataset.name),
        acceptances(ledger, dataset.name),
        sample_deliveries(ledger, dataset.name),
    )
    delivery, documents = _find_delivery(dataset, word, ledger)
    stopped = _stopped(dataset, delivery, documents, basis, archive)
    _check_codes(word, stopped)
    overrides = [
        Override(
            document=document,
            delivery=delivery,
            instead_of=basis.instead_of(document, delivery),
            codes=_guards(_rest(verdict, basis, word), word),
            by=word.by,
            reason=word.reason,
        )
        for document, verdict in stopped.items()
    ]
    for override in overrides:
        ledger.record(accepted_event(dataset.name, override, word.edrpou, at, actor))
    return tuple(_told(override, word) for override in overrides)


def _check_word(word: Word) -> None:
    if not word.by.strip() or not word.reason.strip():
        raise CannotAccept("Вкажіть, хто приймає (--by) і чому (--reason).")
    if not _PREFIX.fullmatch(word.delivery):
        raise CannotAccept("Вкажіть хеш надходження, щонайменше 8 його перших знаків.")


def _find_delivery(dataset: Dataset, word: Word, ledger: Ledger) -> tuple[str, frozenset[str]]:
    """The one delivery meant, and its documents."""
    found = deliveries_like(ledger, dataset.name, word.delivery)
    if not found:
        raise CannotAccept(f"Набір «{dataset.name}» не мав надходження {word.delivery}.")
    if len(found) > 1:
        known = ", ".join(sorted(found))
        raise CannotAccept(f"Так починається кілька надходжень, вкажіть більше знаків: {known}")
    ((delivery, documents),) = found.items()
    return delivery, documents


def _stopped(
    dataset: Dataset, delivery: str, documents: frozenset[str], basis: Basis, archive: Archive
) -> Mapping[str, Verdict]:
    """The verdicts that stand on the delivery and stop it, by document."""
    keys = {item: verdict_key(dataset, item, delivery, basis) for item in sorted(documents)}
    read = {item: archive.read_verdict(item, key) for item, key in keys.items()}
    known = {item: verdict for item, verdict in read.items() if verdict is not None}
    if not known:
        raise CannotAccept(
            "Цього надходження вже не чекають: його прийнято, його замінив новіший файл або "
            f"змінився опис набору. Запустіть: pipeline publish {dataset.name}"
        )
    stopped = {item: verdict for item, verdict in known.items() if not verdict.accepted}
    if not stopped:
        raise CannotAccept("Це надходження нічого не зупиняє, приймати нема чого.")
    return stopped


def _check_codes(word: Word, stopped: Mapping[str, Verdict]) -> None:
    """Only a code that was found wrong can be vouched for."""
    disputed = disputed_codes(f for verdict in stopped.values() for f in verdict.findings)
    for code in word.edrpou:
        if code not in disputed:
            known = f"Такі є: {', '.join(disputed)}." if disputed else "Таких кодів у ньому немає."
            raise CannotAccept(
                f"Код {code} не стоїть у цьому надходженні серед тих, де не сходиться контрольна "
                f"цифра. {known}"
            )


def _rest(verdict: Verdict, basis: Basis, word: Word) -> tuple[Finding, ...]:
    """What blocks once the codes are vouched for."""
    vouched = basis.acceptances.edrpou.union(word.edrpou)
    known = replace(basis.acceptances, edrpou=vouched)
    replaced = basis.instead_of(verdict.document, verdict.sha256)
    left = apply_acceptances(verdict, known, replaced)
    return tuple(finding for finding in left.findings if finding.blocks)


def _guards(rest: Sequence[Finding], word: Word) -> frozenset[str]:
    """The guards to override: all of them, but only where nothing else stands in the way."""
    wrong = [finding for finding in rest if not finding.is_guard]
    if wrong and word.edrpou:
        return frozenset()
    if wrong:
        raise CannotAccept(_not_acceptable(wrong))
    guards = frozenset(finding.code for finding in rest) - {_BOUND}
    if rest and not guards:
        raise CannotAccept(
            "Цей файл чекає лише на пов’язану таблицю: прийміть надходження, яке зупинило її."
        )
    return guards


def _not_acceptable(wrong: Sequence[Finding]) -> str:
    disputed = disputed_codes(wrong)
    if disputed and all(disputed_codes([finding]) for finding in wrong):
        return (
            "У файлі є коди ЄДРПОУ, де не сходиться контрольна цифра. Якщо підрозділ ручається за "
            f"них, додайте: {' '.join(f'--edrpou {code}' for code in disputed)}"
        )
    return (
        f"Цього прийняти не можна, треба виправити файл: {count_of(len(wrong), FINDING)}. "
        f"Перше: {wrong[0].message}"
    )


def _told(override: Override, word: Word) -> str:
    parts = []
    if override.codes:
        parts.append("застереження знято для цього файла")
    if word.edrpou:
        parts.append(f"за коди ЄДРПОУ {', '.join(word.edrpou)} поручено")
    rest = "" if override.codes else " Решту зауважень, якщо вони є, треба виправити у файлі."
    return f"{override.document}: {'; '.join(parts)}.{rest}"
