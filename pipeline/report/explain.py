"""Every figure opened: the datasets, documents, addresses and events it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.record.event import Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.changes import Changes
from pipeline.report.quarterly import Report
from pipeline.report.timeliness import Refresh

if TYPE_CHECKING:
    from pipeline.record.standing import Standing


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was counted. `event` is the number of the event that says so.

    `told` is what that event said, where it was a person's word or a refusal.
    """

    dataset: str
    document: str
    at: datetime
    url: str
    event: int
    count: int = 1
    told: str = ""


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
        standing = self.report.figures.standing
        documents = self._documents(standing)
        rows = (self._item(self.placed[each.seq], each.rows) for each in standing if each.rows)
        yield Opened("datasets", "Набори даних", self._datasets(documents))
        yield Opened("documents", "Документи", documents)
        yield Opened("rows", "Рядки", tuple(rows))
        yield Opened("overdue", "Прострочені набори даних", tuple(self._overdue()))
        if self.report.changes:
            yield from self._updates(self.report.changes)
            yield from self._movement(self.report.changes)
            yield from self._acts(self.report.changes)

    def _updates(self, changes: Changes) -> Iterator[Opened]:
        late = {each.seq for term in self.report.terms.values() for each in term.late}
        updates = tuple(self._item(each) for each in changes.updated)
        in_time = tuple(item for item in updates if item.event not in late)
        after_term = tuple(item for item in updates if item.event in late)
        yield Opened("updates", "Оновлення", updates)
        yield Opened("updates_in_time", "Оновлення в строк", in_time)
        yield Opened("late_updates", "Оновлення після строку", after_term)

    def _movement(self, changes: Changes) -> Iterator[Opened]:
        after = self._documents(changes.after.standing)
        before = self._documents(changes.before.standing)
        gone = "(остання публікація)"
        for name, label, items, wanted in (
            ("new_datasets", "Нові набори даних", after, changes.datasets.new),
            ("withdrawn_datasets", f"Вилучені набори даних {gone}", before,
             changes.datasets.withdrawn),
        ):  # fmt: skip
            found = (item for item in self._datasets(items) if item.dataset in wanted)
            yield Opened(name, label, tuple(found))
        for name, label, items, wanted in (
            ("new_documents", "Нові документи", after, changes.documents.new),
            ("withdrawn_documents", f"Вилучені документи {gone}", before,
             changes.documents.withdrawn),
        ):  # fmt: skip
            names = set(wanted)
            yield Opened(name, label, tuple(item for item in items if item.document in names))

    def _acts(self, changes: Changes) -> Iterator[Opened]:
        for name, label, recorded in (
            ("withdrawals", "Рішення про вилучення", changes.withdrawals),
            ("refused", "Не прийняті надходження", changes.refused),
            ("consultations", "Консультації", changes.consultations),
            ("corrections", "Виправлення в журналі", changes.corrections),
        ):
            told = (self._item(each, told=each.event.sentence) for each in recorded)
            yield Opened(name, label, tuple(told))

    def _documents(self, standing: Sequence[Standing]) -> tuple[Item, ...]:
        return tuple(self._item(self.placed[each.seq]) for each in standing)

    def _datasets(self, documents: Sequence[Item]) -> tuple[Item, ...]:
        """A dataset stands by its documents: the one published last is shown for it."""
        newest: dict[str, Item] = {}
        for item in documents:
            if item.dataset not in newest or item.event > newest[item.dataset].event:
                newest[item.dataset] = item
        return tuple(
            Item(name, item.document, item.at, self._page(name), item.event)
            for name, item in sorted(newest.items())
        )

    def _overdue(self) -> Iterator[Item]:
        for name in self.report.overdue:
            last: Refresh | None = self.report.terms[name].last
            if last:
                yield Item(name, last.document or "", last.at, self._page(name), last.seq)

    def _item(self, recorded: Recorded, count: int = 1, told: str = "") -> Item:
        event = recorded.event
        dataset, document = event.dataset or "", event.document or ""
        return Item(dataset, document, event.at, self._url(recorded), recorded.seq, count, told)

    def _url(self, recorded: Recorded) -> str:
        """Where the document is downloaded; else the dataset's page.

        A portal goes by the resource's id whatever file name stands behind it: a short one can be
        read on paper, where a Ukrainian one would be a line of percent signs.
        """
        event = recorded.event
        package, resource = event.data.get("package_id"), event.data.get("resource_id")
        stated = event.data.get("url")
        if event.portal is None or event.dataset is None:
            return ""
        if isinstance(stated, str):
            return stated
        if package and resource and event.document:
            suffix = PurePosixPath(event.document).suffix
            name = f"document{suffix if suffix.isascii() else ''}"
            return f"{self.site}/dataset/{package}/resource/{resource}/download/{name}"
        return self._page(event.dataset)

    def _page(self, dataset: str) -> str:
        return f"{self.site}/dataset/{dataset}"
