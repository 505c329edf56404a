"""The city of 135 datasets and 1 062 documents, published for real on a moving clock.

Where `city.py` writes events, here offices drop files, the pipeline gathers, validates and
publishes them over HTTP to the embedded portal, and persons withdraw, restore and roll back. The
diary keeps by hand what must stand at every midnight.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from cities import PUBLISHER, free_port
from city import AFTER, DRAFTS, ORDERS, QUARTER, Diary, dataset_names, kyiv
from ledgers import Clock

from pipeline.catalogue import read_catalogue
from pipeline.desk import open_desk
from pipeline.life.restore import restore
from pipeline.life.rollback import roll_back
from pipeline.life.withdraw import Subject, withdraw
from pipeline.model import Catalogue, Dataset, Outcome, Result
from pipeline.run import Desk, update_datasets
from pipeline.settings import read_settings

OFFICES = ("economy", "housing", "legal", "education", "transport")
TABLES = dataset_names(127)
BOOKS = "economy-books"
"""A dataset of two plain files, withdrawn as a whole."""
NEW = [f"{OFFICES[number % 5]}-new-{number}" for number in range(7)]
REFUSED, RETURNED, ROLLED_BACK, GONE, FORGOTTEN = (
    TABLES[2], f"{ORDERS}/orders/{ORDERS}/before-1.txt", TABLES[9], TABLES[6], TABLES[12],
)  # fmt: skip
RUNS = tuple(date(2021, 4, 5) + timedelta(days=14 * number) for number in range(7))
BELATED = f"{ORDERS}/orders/{ORDERS}/last.txt"
"""Published in June by a server whose clock was a day ahead."""

DESCRIPTOR = """\
name: {name}
title: Набір {name}
description: Перелік.
keywords: [місто]
licenses: [{{name: CC-BY-4.0}}]
pipeline:
  office: {office}
  responsible: {{role: Начальник відділу, email: {office}@city.example}}
  frequency: {frequency}
  ground: Закон про доступ до публічної інформації
  purpose: Облік
  source: {{folder: {office}, pattern: "{name}/*.{suffix}"}}
  portals: [city]
resources:
  - name: {resource}
    title: Дані
    path: {sample}
"""
SCHEMA = """\
    schema:
      title: Дані
      fields:
        - {name: uid, title: Ідентифікатор, type: string, required: true}
        - {name: area, title: Площа, type: number, required: true}
"""


@dataclass(frozen=True)
class RealCity:
    """Its desk, its clock, and the diary of what must stand."""

    folder: Path
    catalogue: Catalogue
    desk: Desk
    clock: Clock
    diary: Diary

    def dataset(self, name: str) -> Dataset:
        (found,) = (each for each in self.catalogue.datasets if each.name == name)
        return found

    def drop(self, dataset: str, name: str, text: str) -> None:
        """An office puts a file into its folder, an hour before the run."""
        path = self.folder / "var/inbox" / dataset.partition("-")[0] / dataset / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        hour_ago = self.clock.moment.timestamp() - 3600
        os.utime(path, (hour_ago, hour_ago))

    def table(self, dataset: str, version: str) -> None:
        self.drop(dataset, "table.csv", f"uid,area\n{version}-а,1.5\n{version}-б,2\n")
        self._expect(dataset, f"{dataset}/table")

    def file(self, dataset: str, name: str) -> None:
        self.drop(dataset, f"{name}.txt", f"Документ {name} без персональних даних.\n")
        self._expect(dataset, f"{dataset}/orders/{dataset}/{name}.txt")

    def _expect(self, dataset: str, document: str) -> None:
        self.diary.documents.setdefault(dataset, set()).add(document)

    def run(self, datasets: Iterable[str]) -> dict[Result, int]:
        """One run of the pipeline over these; how many ended how."""
        chosen = [self.dataset(name) for name in sorted(set(datasets))]
        counts: dict[Result, int] = {}
        for outcome in update_datasets(chosen, self.desk):
            counts[outcome.result] = counts.get(outcome.result, 0) + 1
            assert outcome.result is not Result.FAILED, told(outcome)
            self.clock.forward(seconds=1)
        return counts

    def withdraw(self, dataset: str, document: str | None = None) -> None:
        withdraw(Subject(self.dataset(dataset), document), ("city",), "рішення сесії", "Голова",
                 self.desk)  # fmt: skip
        self.diary.withdrawn.add(document or dataset)

    def restore(self, dataset: str, document: str | None = None) -> None:
        restore(Subject(self.dataset(dataset), document), "Голова", "помилка", self.desk)
        self.diary.withdrawn.discard(document or dataset)


def told(outcome: Outcome) -> str:
    return f"{outcome.dataset}: {outcome.sentence}"


def write_catalogue(folder: Path, port: int) -> None:
    offices = "".join(
        f"  {key}: {{name: Відділ {key}, email: {key}@city.example}}\n" for key in OFFICES
    )
    publisher = PUBLISHER.replace("PORT", str(port)).replace("demonstration: true\n", "")
    before, after = publisher.split("offices:\n")
    rest = after[after.index("report_portal") :]
    folder.mkdir(parents=True)
    (folder / "publisher.yaml").write_text(f"{before}offices:\n{offices}{rest}", encoding="utf-8")
    for name in (*TABLES, *NEW):
        write_descriptor(folder, name, "table", "csv", "once a quarter", SCHEMA)
    for name in (BOOKS, ORDERS, DRAFTS):
        write_descriptor(folder, name, "orders", "txt", "once a month", "")


def write_descriptor(
    folder: Path, name: str, resource: str, suffix: str, frequency: str, schema: str
) -> None:
    (folder / name / "sample").mkdir(parents=True)
    (folder / name / "sample" / f"a.{suffix}").write_text("uid,area\nа,1\n", encoding="utf-8")
    text = DESCRIPTOR.format(
        name=name,
        office=name.partition("-")[0],
        resource=resource,
        suffix=suffix,
        frequency=frequency,
        sample="sample/a.csv" if schema else "sample",
    )
    (folder / name / "datapackage.yaml").write_text(text + schema, encoding="utf-8")


@contextmanager
def open_city(folder: Path) -> Iterator[RealCity]:
    """The city before its first run, its portal answering."""
    write_catalogue(folder / "datapackages", free_port())
    clock = Clock(kyiv(date(2021, 3, 29), 10))
    settings = read_settings({}, folder / "datapackages", folder / "schedules", folder / "var")
    catalogue = read_catalogue(settings.catalogue)
    with open_desk(settings, catalogue, catalogue.datasets) as opened:
        desk = replace(
            opened,
            now=clock,
            ledger=replace(opened.ledger, clock=clock),
            sources=replace(opened.sources, now=clock),
        )
        yield RealCity(folder, catalogue, desk, clock, Diary())


# The story


def live_through_the_first_half_year(city: RealCity) -> None:
    """Day by day from April on; before every day the diary notes what stands."""
    publish_the_winter(city)
    acts = _acts()
    for number in range((AFTER - QUARTER).days):
        day = QUARTER + timedelta(days=number)
        city.diary.note(day)
        for hour, minute, act in acts.get(day, ()):
            city.clock.moment = kyiv(day, hour, minute)
            act(city)
    city.clock.moment = kyiv(AFTER, 8)
    city.file(ORDERS, "last")
    city.run([ORDERS])
    city.diary.note(AFTER)


def publish_the_winter(city: RealCity) -> None:
    """130 datasets of 634 documents, in one run in March."""
    for name in TABLES:
        city.table(name, "перша")
    for name in ("книга-1", "книга-2"):
        city.file(BOOKS, name)
    for number in range(505):
        city.file(ORDERS if number % 10 else DRAFTS, f"before-{number}")
    counts = city.run([*TABLES, BOOKS, ORDERS, DRAFTS])
    assert counts == {Result.PUBLISHED: 130}


def _acts() -> dict[date, list[tuple[int, int, Callable[[RealCity], object]]]]:
    """What persons do in the quarter, and the seven runs."""
    acts: dict[date, list[tuple[int, int, Callable[[RealCity], object]]]] = {}
    for number, day in enumerate(RUNS):
        acts[day] = [(10, 0, lambda city, number=number: run_of_the_fortnight(city, number))]
    for day, hour, minute, act in (
        (date(2021, 4, 21), 9, 0, lambda city: city.withdraw(ORDERS, RETURNED)),
        (date(2021, 5, 1), 9, 0, lambda city: city.restore(ORDERS, RETURNED)),
        (date(2021, 5, 11), 17, 0, lambda city: city.withdraw(BOOKS)),
        (date(2021, 6, 10), 9, 0, roll_one_back),
        (date(2021, 6, 30), 23, 59, lambda city: city.withdraw(GONE)),
    ):
        acts.setdefault(day, []).append((hour, minute, act))
    return acts


def run_of_the_fortnight(city: RealCity, number: int) -> None:
    """New orders and drafts, one new dataset, a seventh of the tables anew; in May a refusal."""
    touched = [name for place, name in enumerate(TABLES) if place % 7 == number]
    touched = [name for name in touched if name not in (REFUSED, FORGOTTEN)]
    for name in touched:
        city.table(name, "друга")
    city.table(NEW[number], "перша")
    for place in range(number, 423, 7):
        city.file(ORDERS if place < 399 else DRAFTS, f"spring-{place}")
    if number == 2:
        city.drop(REFUSED, "table.csv", "uid,area\n,не число\n")
    if number == 4:
        city.table(REFUSED, "друга")
    city.run([*touched, NEW[number], ORDERS, DRAFTS, REFUSED])


def roll_one_back(city: RealCity) -> None:
    roll_back(city.dataset(ROLLED_BACK), None, "Голова", "помилкові площі", city.desk)


def live_another_year(city: RealCity) -> None:
    """A year more: tables anew, more orders, a dataset withdrawn, one that comes back."""
    for month in (9, 12):
        city.clock.moment = kyiv(date(2021, month, 6), 10)
        for name in TABLES[20:26]:
            city.table(name, f"місяць {month}")
        city.file(ORDERS, f"later-{month}")
        city.run([*TABLES[20:26], ORDERS])
    city.clock.moment = kyiv(date(2022, 3, 1), 9)
    city.withdraw(TABLES[30])
    city.restore(BOOKS)
    city.clock.moment = kyiv(date(2022, 7, 1), 9)
