"""Every act of a person, cut off at every instant it could be told by, and then given once more.

An instant lies before and after each event, each pointer of the archive and each write to a portal:
whatever dies between two of them has done the same. `PIPELINE_EVERY_INSTANT=1` tries all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
from labs import Killed, Lab, Line
from small_city import City
from towns import OTHERS, ROWS, Town, build_desk, fill

from pipeline.life.confirm import confirm
from pipeline.life.errors import NotPossible
from pipeline.life.reconcile import reconcile_dataset
from pipeline.life.restore import restore
from pipeline.life.rollback import roll_back
from pipeline.life.withdraw import Subject, withdraw
from pipeline.publish.ckan import PortalClient
from pipeline.publish.session import open_session
from pipeline.record.archive import Archive
from pipeline.record.event import Event, Kind, Recorded
from pipeline.record.ledger import Ledger
from pipeline.renewal import finish_rollback

# Odd, so that instants before and after an effect take turns.
STRIDE = 1 if "PIPELINE_EVERY_INSTANT" in os.environ else 7
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
BY = "Олена Коваль"
Act = Callable[[Town], object]


@dataclass
class Fuse:
    """Burns at every instant; at the last one the process dies."""

    left: int

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


@dataclass(frozen=True)
class FusedLedger(Ledger):
    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    def record(self, event: Event) -> Recorded:
        self.fuse.burn()
        recorded = Ledger.record(self, event)
        self.fuse.burn()
        return recorded


@dataclass(frozen=True)
class FusedArchive(Archive):
    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    def _replace(self, place: Path, content: bytes) -> None:
        self.fuse.burn()
        Archive._replace(self, place, content)
        self.fuse.burn()


class FusedLine(Line):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self.fuse = fuse

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        if request.method != "POST":
            return super().send(request, *args, **options)
        self.fuse.burn()
        answer = super().send(request, *args, **options)
        self.fuse.burn()
        return answer


def fused(town: Town, fuse: Fuse) -> Town:
    """The same town at a desk that may die."""
    desk, lab = town.desk, town.lab
    session = open_session(lab.url)
    session.mount(lab.url, FusedLine(fuse))
    client = PortalClient(lab.url, lab.key, session=session, sleep=lambda _: None)
    return replace(
        town,
        desk=replace(
            desk,
            ledger=FusedLedger(desk.ledger.engine, desk.ledger.clock, fuse),
            archive=FusedArchive(desk.archive.folder, None, fuse),
            clients={"city": client},
        ),
    )


def take_off(town: Town, document: str | None = None) -> None:
    subject = Subject(town.dataset, document and town.named(document))
    withdraw(subject, ["city"], "підстава", BY, town.desk)


def bring_back(town: Town, document: str | None = None) -> None:
    """Given once more after it was done, it finds nothing to do."""
    subject = Subject(town.dataset, document and town.named(document))
    with suppress(NotPossible):
        restore(subject, BY, "помилка", town.desk)


def go_back(town: Town) -> None:
    """Given once more after it was done, it finds nothing before the first."""
    with suppress(NotPossible):
        roll_back(town.dataset, None, BY, "хибний файл", town.desk)


def say_again(town: Town) -> None:
    confirm(town.dataset, BY, town.desk)


def next_run(town: Town) -> None:
    """What the daemon does of it: it gathers nothing new here."""
    desk = town.desk
    finish_rollback(town.name, desk.ledger, desk.archive, desk.now())
    town.run_again()


def two_releases(town: Town) -> Town:
    town.publish(town.city.table("buildings", ROWS))
    town.publish(town.city.table("buildings", OTHERS))
    return town


def without(document: str | None) -> Act:
    def prepare(town: Town) -> Town:
        take_off(fill(town), document)
        return town

    return prepare


ACTS: dict[str, tuple[Act, Act]] = {
    "withdraw a document": (fill, lambda town: take_off(town, "buildings")),
    "withdraw the dataset": (fill, take_off),
    "restore a document": (without("buildings"), lambda town: bring_back(town, "buildings")),
    "restore the dataset": (without(None), bring_back),
    "roll back": (two_releases, go_back),
    "confirm": (fill, say_again),
}


def stands(town: Town) -> tuple[object, ...]:
    """The end: every file byte for byte but for names and moments, figures, what is withdrawn."""
    state = town.lab.state(town.name)
    own = {town.name: "НАБІР", state.package_id: "ПАКЕТ"}
    own |= {item.id: item.url.rpartition("/")[2] for item in state.resources}
    files = {}
    for item in state.resources:
        answer = requests.get(item.url, headers={"Authorization": town.lab.key}, timeout=30)
        text = answer.content.decode("latin-1") if answer.ok else str(answer.status_code)
        for name, common in own.items():
            text = text.replace(name, common)
        files[own[item.id]] = MOMENT.sub("ЧАС", text)
    kinds = (Kind.WITHDRAWN, Kind.RESTORED, Kind.CONFIRMED)
    told = [(item.event.kind, item.event.document) for item in town.events(*kinds)]
    (compared,) = reconcile_dataset(town.dataset, town.desk)
    counted = [item.document for item in town.figures().standing if item.dataset == town.name]
    return (state.deleted, files, len(counted), len(told), compared.found)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_cut_off_anywhere_ends_as_one_left_in_peace(
    name: str, city: City, embedded: Lab, tmp_path: Path
) -> None:
    prepare, act = ACTS[name]

    def settle() -> Town:
        named = city.named(embedded.free_name())
        town = Town(named, embedded, build_desk(named, embedded, tmp_path / named.dataset.name))
        prepare(town)
        return town

    peaceful = settle()
    act(peaceful)
    next_run(peaceful)
    expected = stands(peaceful)
    for instant in count(1, STRIDE):
        town = settle()
        try:
            act(fused(town, Fuse(instant)))
        except Killed:
            next_run(town)
            act(town)
            next_run(town)
            assert stands(town) == expected, instant
        else:
            assert instant > 2
            return
