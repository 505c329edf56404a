"""Every figure opened: the datasets, documents, addresses and events it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pipeline.record.event import Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.blocks import Block, Heading, Table
from pipeline.report.changes import Changes
from pipeline.report.quarterly import Report
from pipeline.report.timeliness import Refresh
from pipeline.wording import minute


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was counted. `event` is the number of the event that says so."""

    dataset: str
    document: str
    at: datetime
    url: str
    event: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """One figure: its name for programs, its name for people, and what it was counted from."""

    name: str
    label: str
    items: tuple[Item, ...]

    @property
    def value(self) -> int:
        """What the items add up to: the figure itself."""
        return sum(item.count for item in self.items)


def build_explanation(ledger: Ledger, report: Report, site: str) -> tuple[Opened, ...]:
    """All figures of a report opened; `site` is the address of its portal."""
    from pipeline.record.happened import events_numbered

    numbers = {document.seq for document in report.figures.standing}
    if report.changes:
        numbers |= {document.seq for document in report.changes.before.standing}
    with ledger.reading() as connection:
        placed = events_numbered(connection, numbers)
    return tuple(_Opener(report, placed, site.rstrip("/")).open_all())


@dataclass(frozen=True, slots=True)
class _Opener:
    """A report, the publications behind its documents, and the portal's address."""

    report: Report
    placed: Mapping[int, Recorded]
    site: str

    def open_all(self) -> Iterator[Opened]:
        documents = self._documents(self.report.figures.standing)
        yield Opened("datasets", "Набори даних", tuple(_newest_of_each_dataset(documents)))
        yield Opened("documents", "Документи", documents)
        rows = (self._item(self.placed[each.seq], each.rows or 0) for each in self._tables())
        yield Opened("rows", "Рядки", tuple(rows))
        yield Opened("overdue", "Прострочені набори даних", tuple(self._overdue()))
        if self.report.changes:
            yield from self._changes(self.report.changes)

    def _changes(self, changes: Changes) -> Iterator[Opened]:
        after = self._documents(changes.after.standing)
        before = self._documents(changes.before.standing)
        new, gone = set(changes.documents.new), set(changes.documents.withdrawn)
        new_sets, gone_sets = set(changes.datasets.new), set(changes.datasets.withdrawn)
        late = {each.seq for term in self.report.terms.values() for each in term.late}
        updates = tuple(self._item(each) for each in changes.updated)
        in_time = tuple(item for item in updates if item.event not in late)
        of_after = tuple(_newest_of_each_dataset(after))
        of_before = tuple(_newest_of_each_dataset(before))
        yield Opened("updates", "Оновлення", updates)
        yield Opened("updates_in_time", "Оновлення в строк", in_time)
        yield Opened(
            "new_datasets",
            "Нові набори даних",
            tuple(item for item in of_after if item.dataset in new_sets),
        )
        yield Opened(
            "withdrawn_datasets",
            "Вилучені набори даних (остання публікація)",
            tuple(item for item in of_before if item.dataset in gone_sets),
        )
        yield Opened(
            "new_documents",
            "Нові документи",
            tuple(item for item in after if item.document in new),
        )
        yield Opened(
            "withdrawn_documents",
            "Вилучені документи (остання публікація)",
            tuple(item for item in before if item.document in gone),
        )
        acts = (("withdrawals", "Рішення про вилучення", changes.withdrawals),
                ("refused", "Не прийняті надходження", changes.refused),
                ("consultations", "Консультації", changes.consultations),
                ("corrections", "Виправлення в журналі", changes.corrections))  # fmt: skip
        for name, label, recorded in acts:
            yield Opened(name, label, tuple(self._item(each) for each in recorded))

    def _documents(self, standing: Sequence[Any]) -> tuple[Item, ...]:
        return tuple(self._item(self.placed[each.seq]) for each in standing)

    def _tables(self) -> Iterator[Any]:
        return (each for each in self.report.figures.standing if each.rows)

    def _overdue(self) -> Iterator[Item]:
        for name in self.report.overdue:
            last: Refresh | None = self.report.terms[name].last
            if last:
                yield Item(name, last.document or "", last.at, self._page(name), last.seq)

    def _item(self, recorded: Recorded, count: int = 1) -> Item:
        event = recorded.event
        dataset, document = event.dataset or "", event.document or ""
        return Item(dataset, document, event.at, self._url(recorded), recorded.seq, count)

    def _url(self, recorded: Recorded) -> str:
        """Where the document is downloaded on any CKAN, whatever its file's name; else its page."""
        event = recorded.event
        package, resource = event.data.get("package_id"), event.data.get("resource_id")
        stated = event.data.get("url")
        if event.portal is None or event.dataset is None:
            return ""
        if isinstance(stated, str):
            return stated
        if package and resource and event.document:
            name = event.document.rpartition("/")[2]
            return f"{self.site}/dataset/{package}/resource/{resource}/download/{quote(name)}"
        return self._page(event.dataset)

    def _page(self, dataset: str) -> str:
        return f"{self.site}/dataset/{dataset}"


def _newest_of_each_dataset(items: Sequence[Item]) -> Iterator[Item]:
    """A dataset stands by its documents: the one published last is shown for it."""
    newest: dict[str, Item] = {}
    for item in items:
        if item.dataset not in newest or item.event > newest[item.dataset].event:
            newest[item.dataset] = item
    yield from (newest[dataset] for dataset in sorted(newest))


def build_explanation_blocks(opened: Sequence[Opened]) -> tuple[Block, ...]:
    """The explanation for a person: one table a figure, empty figures left out."""
    blocks: list[Block] = []
    heads = ("Набір даних", "Документ", "Коли", "Адреса", "Подія")
    for figure in opened:
        if figure.items:
            rows = tuple(
                (item.dataset, item.document, minute(item.at), item.url, str(item.event))
                for item in figure.items
            )
            blocks += [Heading(f"{figure.label}: {figure.value}"), Table(heads, rows, 4)]
    return tuple(blocks)


def explanation_value(opened: Sequence[Opened]) -> dict[str, Any]:
    """The explanation for a program, by the figures' names."""
    return {
        figure.name: {
            "value": figure.value,
            "items": [
                {
                    "dataset": item.dataset,
                    "document": item.document,
                    "at": item.at.isoformat(),
                    "url": item.url,
                    "event": item.event,
                    "count": item.count,
                }
                for item in figure.items
            ],
        }
        for figure in opened
    }
