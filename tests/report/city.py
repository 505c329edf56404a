"""A generated city: 135 datasets and 1 062 documents on 01.07.2021, and how it came to that.

The story is told twice: to a ledger as events, and to a plain diary (`Diary`) that keeps what stood
at every midnight in a dictionary. Figures are compared with the diary, never with themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipeline.record.chain import GENESIS, build_row
from pipeline.record.correction import build_void
from pipeline.record.event import Event, Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.record.schema import events as table
from pipeline.report.period import instant_of

FIRST, QUARTER, AFTER = date(2021, 1, 11), date(2021, 4, 1), date(2021, 7, 1)
OFFICES = ("economy", "housing", "legal", "education", "transport")
ORDERS, DRAFTS = "legal-orders", "legal-drafts"
STANDING_SETS, STANDING_DOCUMENTS = 130, 634
GONE_SETS = ("economy-005", "housing-006")
FORGOTTEN, BELATED = "legal-012", "legal-017"
"""A quarterly dataset nobody updated since January, and one updated too late."""


def kyiv(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of that day in Kyiv, in UTC."""
    return instant_of(day) + timedelta(hours=hour, minutes=minute)


@dataclass
class Diary:
    """What stands, by hand: documents by dataset, what is withdrawn, and every midnight's state."""

    documents: dict[str, set[str]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    nights: dict[date, tuple[int, int]] = field(default_factory=dict)

    def note(self, midnight: date) -> None:
        standing = {
            dataset: [d for d in documents if d not in self.withdrawn]
            for dataset, documents in self.documents.items()
            if dataset not in self.withdrawn
        }
        held = [documents for documents in standing.values() if documents]
        self.nights[midnight] = (len(held), sum(map(len, held)))


class Scribe:
    """Collects events on a moving clock and writes them at once, chain and all."""

    def __init__(self, diary: Diary) -> None:
        self.diary, self.told = diary, list[Event]()

    def tell(self, kind: Kind, at: datetime, dataset: str, document: str | None = None,
             **parts: Any) -> None:  # fmt: skip
        self.told.append(
            Event(kind, at, "test", f"{kind} {document or dataset}", dataset, document, **parts)
        )

    def publish(self, at: datetime, document: str, version: str, release: str = "r") -> None:
        dataset = document.partition("/")[0]
        sha256 = hashlib.sha256(f"{document} {version}".encode()).hexdigest()
        facts: dict[str, Any] = {
            "portal": "city", "sha256": sha256, "rows": 10, "release": release,
            "data": {"role": "data", "resource_id": f"id-{document}", "package_id": dataset},
        }  # fmt: skip
        self.tell(Kind.PUBLISHING, at, dataset, document, **facts)
        self.tell(Kind.PUBLISHED, at, dataset, document, **facts)
        self.diary.documents.setdefault(dataset, set()).add(document)

    def describe(self, at: datetime, dataset: str, frequency: str) -> None:
        office = dataset.partition("-")[0]
        data = {"title": f"Набір {dataset}", "office": office, "frequency": frequency,
                "office_name": f"Відділ {office}", "documents": []}  # fmt: skip
        self.tell(Kind.DESCRIBED, at, dataset, data=data)

    def switch(self, kind: Kind, at: datetime, dataset: str, document: str | None = None) -> None:
        data = {"by": "Керівник", "ground": "рішення сесії"}
        self.tell(kind, at, dataset, document, portal="city", data=data)
        if kind is Kind.WITHDRAWN:
            self.diary.withdrawn.add(document or dataset)
        else:
            self.diary.withdrawn.discard(document or dataset)

    def refuse(self, at: datetime, document: str, version: str) -> None:
        dataset = document.partition("/")[0]
        self.tell(Kind.REFUSED, at, dataset, document, sha256=version, data={"blocking": 2})

    def consult(self, at: datetime, office: str) -> None:
        data = {"office": office, "office_name": f"Відділ {office}", "topic": "Як заповнити CSV"}
        self.told.append(Event(Kind.CONSULTATION, at, "test", "Консультація.", data=data))

    def write(self, ledger: Ledger) -> None:
        """Append what was told: each event becomes known the moment it happens."""
        last = ledger.last()
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        rows = []
        for event in self.told:
            seq += 1
            known_at = event.at if event.kind is not Kind.CORRECTION else LATE
            row = build_row(event, seq, known_at, previous)
            previous = row["hash"]
            rows.append(row)
        with ledger.writing() as connection:
            connection.execute(table.insert(), rows)
        self.told.clear()


LATE = kyiv(date(2021, 7, 15), 11)
"""When the late correction was made."""
PHANTOM = f"{ORDERS}/phantom.pdf"
"""An order that was recorded as published and never was."""


def dataset_names(count: int) -> list[str]:
    return [f"{OFFICES[number % len(OFFICES)]}-{number:03}" for number in range(count)]


def starting_documents() -> Iterator[str]:
    """634 documents of 130 datasets: orders and drafts have many, the others one to three."""
    others = dataset_names(STANDING_SETS - 2)
    left = STANDING_DOCUMENTS
    for number, dataset in enumerate(others):
        for part in range(2 if dataset == GONE_SETS[0] else 1):
            yield f"{dataset}/table-{part}"
            left -= 1
        assert number < STANDING_SETS
    for number in range(left):
        dataset = ORDERS if number % 10 else DRAFTS
        yield f"{dataset}/before-{number}.pdf"


def tell_first_half_year(ledger: Ledger, diary: Diary) -> None:
    """From January to the end of June 2021, day by day; then the late correction of July."""
    scribe = Scribe(diary)
    _tell_winter(scribe)
    acts = _spring()
    day = QUARTER
    while day < AFTER:
        diary.note(day)
        for act in acts.get(day, ()):
            act(scribe)
        day += timedelta(days=1)
    diary.note(AFTER)
    scribe.told.sort(key=lambda event: event.at)
    scribe.write(ledger)


def _tell_winter(scribe: Scribe) -> None:
    documents = list(starting_documents())
    for dataset in sorted({document.partition("/")[0] for document in documents}):
        frequency = "once a quarter" if dataset not in (ORDERS, DRAFTS) else "once a month"
        scribe.describe(kyiv(FIRST, 9), dataset, frequency)
    for number, document in enumerate(documents):
        day = FIRST + timedelta(days=number % 70)
        scribe.publish(kyiv(day, 10, number % 60), document, "first")


def _spring() -> dict[date, list[Any]]:
    """What is done on which day of the quarter."""
    acts: dict[date, list[Any]] = {}

    def on(day: date, act: Any) -> None:
        acts.setdefault(day, []).append(act)

    days = [QUARTER + timedelta(days=number) for number in range(91)]
    for number in range(424):
        dataset = ORDERS if number < 400 else DRAFTS
        day, name = days[number * 11 % 91], f"{dataset}/spring-{number}.pdf"
        at = kyiv(day, 12, number % 60)
        on(day, lambda s, at=at, name=name: s.publish(at, name, "first"))
    for number, dataset in enumerate(dataset_names(STANDING_SETS - 2)):
        if dataset in (*GONE_SETS, FORGOTTEN):
            continue
        day = days[85 if dataset == BELATED else number % 60]
        at = kyiv(day, 15)
        on(day, lambda s, at=at, d=dataset: s.publish(at, f"{d}/table-0", "second", "second"))
    for number in range(7):
        dataset, day = f"{OFFICES[number % 5]}-new-{number}", days[10 + number * 11]
        on(day, lambda s, d=dataset, day=day: s.describe(kyiv(day, 9), d, "once a year"))
        on(day, lambda s, d=dataset, day=day: s.publish(kyiv(day, 10), f"{d}/table-0", "first"))
    _tell_troubles(on, days)
    return acts


def refused(number: int) -> str:
    return f"{dataset_names(50)[number * 5]}/table-0"


def _tell_troubles(on: Any, days: list[date]) -> None:
    """Refusals, withdrawals, a restoration, a rollback, the last minute, a phantom."""
    for number, day in enumerate(days[5:50:5]):
        on(day, lambda s, day=day, n=number: s.refuse(kyiv(day, 14), refused(n), f"x{n}"))
        on(day, lambda s, day=day, n=number: s.refuse(kyiv(day, 16), refused(n), f"x{n}"))
    gone_1, gone_2, back = days[40], days[90], days[20]
    on(gone_1, lambda s: s.switch(Kind.WITHDRAWN, kyiv(gone_1, 17), GONE_SETS[0]))
    # The last minute of June belongs to the quarter; the first of July does not.
    on(gone_2, lambda s: s.switch(Kind.WITHDRAWN, kyiv(gone_2, 23, 59), GONE_SETS[1]))
    table = "legal-007/table-0"
    on(back, lambda s: s.switch(Kind.WITHDRAWN, kyiv(back, 9), "legal-007", table))
    on(days[30], lambda s: s.switch(Kind.RESTORED, kyiv(days[30], 9), "legal-007", table))
    rolled = days[70]
    on(rolled, lambda s: s.tell(Kind.ROLLED_BACK, kyiv(rolled, 9), "transport-009", release="r"))
    on(rolled, lambda s: s.publish(kyiv(rolled, 10), "transport-009/table-0", "first", "r"))
    for number in range(12):
        on(days[number * 7], lambda s, n=number: s.consult(kyiv(days[n * 7], 11), OFFICES[n % 2]))
    on(days[60], lambda s: s.publish(kyiv(days[60], 18), PHANTOM, "never"))
    on(days[60], lambda s: s.diary.documents[ORDERS].discard(PHANTOM))


def correct_the_phantom(ledger: Ledger) -> Recorded:
    """In the middle of July it was found out that one order had never been published."""
    (wrong,) = ledger.read(document=PHANTOM, kinds=(Kind.PUBLISHED,))
    scribe = Scribe(Diary())
    scribe.told.append(build_void(wrong, "Керівник відділу", "документа не було", "test"))
    scribe.write(ledger)
    last = ledger.last()
    assert last is not None
    return last


def tell_another_year(ledger: Ledger) -> None:
    """A year more: updates, new documents, withdrawals, and events of June learnt of in spring."""
    scribe = Scribe(Diary())
    for month in range(12):
        day = date(2021 + (month + 7) // 12, (month + 7) % 12 + 1, 5)
        for number, dataset in enumerate(dataset_names(100)):
            at = kyiv(day, 10, number % 60)
            scribe.publish(at, f"{dataset}/table-0", f"year-{month}", f"year-{month}")
        scribe.publish(kyiv(day, 20), f"{ORDERS}/year-{month}.pdf", "first")
        scribe.switch(Kind.WITHDRAWN, kyiv(day, 21), f"education-{month * 5 + 3:03}")
    scribe.told.sort(key=lambda event: event.at)
    scribe.write(ledger)


NOW = datetime(2022, 8, 1, 9, tzinfo=UTC)
