"""A fresh organization on a real CKAN, what is to be brought there, and how long each way takes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol, TypeVar

from ckanapi import RemoteCKAN
from publish_city import PUBLISHER, Town, build_towns

from pipeline.clock import now
from pipeline.model import Portal, ReadBack
from pipeline.publish.datapackage import build_datapackage
from pipeline.publish.package import PackageFile, Role
from pipeline.publish.payload import build_payload
from pipeline.publish.target import build_target
from pipeline.record.archive import Archive
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.run import AT_ONCE

T = TypeVar("T")


@dataclass(frozen=True)
class Parcel:
    """One dataset ready to go: its record as CKAN takes it, and all its files."""

    town: Town
    record: Mapping[str, Any]
    files: tuple[PackageFile, ...]

    @property
    def name(self) -> str:
        """The dataset's name, free on the portal."""
        return self.town.dataset.name

    @property
    def documents(self) -> tuple[PackageFile, ...]:
        """The files that count as documents."""
        return tuple(file for file in self.files if file.role is Role.DATA)


@dataclass(frozen=True)
class Shown:
    """A resource as the portal shows it: when its file was last written, and its size."""

    written: str
    size: int


@dataclass(frozen=True)
class Bench:
    """A portal and everything needed to publish on it."""

    portal: Portal
    key: str
    sysadmin: str
    ledger: Ledger
    archive: Archive

    def build_parcels(self, places: Sequence[int]) -> tuple[Parcel, ...]:
        """Datasets of those numbers under names nobody has yet."""
        return tuple(map(self._pack, build_towns(self.archive, self.portal, places)))

    def _pack(self, town: Town) -> Parcel:
        target = build_target(town.dataset, town.release, PUBLISHER, self.portal)
        addresses = dict.fromkeys((file.key for file in target.files), f"{target.url}/x.csv")
        package = build_datapackage(town.dataset, PUBLISHER, town.release, target.url, addresses)
        record = build_payload(target.record, self.portal.profile)
        return Parcel(town, record, (*target.files, package))

    def resources_of(self, parcels: Sequence[Parcel]) -> dict[str, Shown]:
        """What stands on the portal, by the id of each resource."""
        with RemoteCKAN(self.portal.url, apikey=self.key) as ckan:
            shown = [ckan.action.package_show(id=parcel.name) for parcel in parcels]
        return {
            item["id"]: Shown(item["last_modified"] or item["created"], item["size"] or 0)
            for package in shown
            for item in package["resources"]
        }

    def purge(self, parcels: Sequence[Parcel]) -> None:
        """Leave the portal as it was found, so that every lane meets the same one."""
        with RemoteCKAN(self.portal.url, apikey=self.sysadmin) as ckan:
            for parcel in parcels:
                ckan.action.dataset_purge(id=parcel.name)


class Way(Protocol):
    """One way to bring parcels to the portal."""

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """What the user of this way has at hand before it starts."""

    def send(self, parcels: Sequence[Parcel]) -> ReadBack:
        """Bring them there for the first time; what was downloaded again on the way."""

    def send_again(self, parcels: Sequence[Parcel]) -> int | None:
        """Bring them once more though nothing changed: requests made, None where not counted."""


@dataclass
class Again:
    """Second runs over what had not changed; `sent` are the bytes of files written anew."""

    seconds: float = 0.0
    requests: int | None = None
    sent: int = 0
    new_ids: int = 0
    files: int = 0


@dataclass
class Lane:
    """What one way came to so far; `files` are those on the portal after the first runs."""

    name: str
    way: Way
    repeats: bool = False
    seconds: float = 0.0
    datasets: int = 0
    documents: int = 0
    files: int = 0
    read_back: ReadBack = field(default_factory=ReadBack)
    again: Again = field(default_factory=Again)

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds

    def measure(self, parcels: Sequence[Parcel], bench: Bench) -> None:
        """The first run over these parcels and, where the way `repeats`, the second."""
        self.way.prepare(parcels)
        began = perf_counter()
        self.read_back += self.way.send(parcels)
        self.seconds += perf_counter() - began
        self.datasets += len(parcels)
        self.documents += sum(len(parcel.documents) for parcel in parcels)
        before = bench.resources_of(parcels)
        self.files += len(before)
        if self.repeats:
            self._measure_again(parcels, bench, before)

    def _measure_again(
        self, parcels: Sequence[Parcel], bench: Bench, before: Mapping[str, Shown]
    ) -> None:
        began = perf_counter()
        requests = self.way.send_again(parcels)
        self.again.seconds += perf_counter() - began
        if requests is not None:
            self.again.requests = (self.again.requests or 0) + requests
        after = bench.resources_of(parcels)
        self.again.files += len(after)
        self.again.new_ids += len(after.keys() - before.keys())
        self.again.sent += sum(
            shown.size for key, shown in after.items() if before.get(key) != shown
        )


def at_once(one: Callable[[Parcel], T], parcels: Sequence[Parcel]) -> list[T]:
    """As many at a time as the product takes."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, parcels))


@contextmanager
def fresh_bench(folder: Path, environment: Mapping[str, str]) -> Iterator[Bench]:
    """An organization of its own, whose editor the publisher becomes; purged at the end."""
    url, key = environment["CKAN_URL"], environment["CKAN_PUBLISHER_TOKEN"]
    sysadmin = environment["CKAN_TOKEN"]
    name = f"bench-{uuid.uuid4().hex[:8]}"
    with RemoteCKAN(url, apikey=sysadmin) as ckan:
        ckan.action.organization_create(name=name, title="Вимірювання")
        user = environment.get("CKAN_PUBLISHER", "publisher")
        ckan.action.organization_member_create(id=name, username=user, role="editor")
        try:
            with open_ledger(f"sqlite:///{folder}/{name}.sqlite3", now) as ledger:
                portal = Portal("lab", url, name, "ckan")
                yield Bench(portal, key, sysadmin, ledger, Archive(folder / name))
        finally:
            ckan.action.organization_purge(id=name)
