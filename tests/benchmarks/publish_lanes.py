"""The ways to bring the same files to the same CKAN, each with as many workers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, BinaryIO, TypeVar

from ckanapi import RemoteCKAN
from publish_city import PUBLISHER, Town
from requests.adapters import HTTPAdapter

from pipeline.clock import now
from pipeline.model import Portal, PortalOutcome, PortalResult, ReadBack
from pipeline.publish.ckan import PortalClient
from pipeline.publish.clients import ThreadClients
from pipeline.publish.datapackage import build_datapackage
from pipeline.publish.download import Download
from pipeline.publish.package import PackageFile, Role
from pipeline.publish.payload import build_payload
from pipeline.publish.plan import describe_file
from pipeline.publish.push import publish_release
from pipeline.publish.session import open_session
from pipeline.publish.target import build_target
from pipeline.publish.uploads import Upload
from pipeline.record.archive import Archive
from pipeline.record.ledger import Ledger
from pipeline.run import AT_ONCE

T = TypeVar("T")


@dataclass
class Wire(HTTPAdapter):
    """Counts what goes to the portal."""

    reads: int = 0
    writes: int = 0
    sent: int = 0
    received: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        answer = super().send(request, *args, **options)
        self.reads += request.method == "GET"
        self.writes += request.method == "POST"
        self.sent += int(request.headers.get("Content-Length") or 0)
        self.received += len(answer.content)
        return answer


class Trusting(PortalClient):
    """Takes the portal's word for what strangers download, to time the sending alone."""

    told: dict[str, Download]

    def upload_resource(self, action: str, fields: Any, filename: str, stream: BinaryIO) -> str:
        address = super().upload_resource(action, fields, filename, stream)
        self.told = {address: promise(fields)}
        return address

    def upload_many(self, package_id: str, uploads: Sequence[Upload]) -> dict[str, str]:
        addresses = super().upload_many(package_id, uploads)
        self.told = {addresses[it.resource_id]: promise(it.fields) for it in uploads}
        return addresses

    def read_download(self, url: str) -> Download:
        return self.told[url]


def promise(fields: Any) -> Download:
    """What a stranger should get, by the fields sent."""
    return Download(fields["hash"].partition(":")[2], int(fields["size"]), 0)


@dataclass
class Lane:
    """What one way came to so far."""

    name: str
    seconds: float = 0.0
    documents: int = 0
    datasets: int = 0
    read_back: ReadBack = field(default_factory=ReadBack)
    again: Wire = field(default_factory=Wire)

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds


@dataclass(frozen=True)
class Bench:
    """A portal, and everything needed to publish on it."""

    portal: Portal
    key: str
    ledger: Ledger
    archive: Archive

    def publish(self, towns: Sequence[Town], lane: Lane, kind: type[PortalClient]) -> None:
        """Our own way: plan, intent, act, outcome."""
        self.time(towns, lambda: self._publish(towns, lane, kind, Wire()), lane)

    def publish_again(self, towns: Sequence[Town], lane: Lane) -> None:
        """A second run over what has not changed, to count what it costs."""
        self._publish(towns, lane, PortalClient, lane.again)

    def _publish(
        self, towns: Sequence[Town], lane: Lane, kind: type[PortalClient], wire: Wire
    ) -> None:
        def open_client() -> PortalClient:
            session = open_session(self.portal.url)
            session.mount(self.portal.url, wire)
            return kind(self.portal.url, self.key, session=session)

        with ThreadClients({self.portal.name: open_client}) as clients:

            def one(town: Town) -> PortalOutcome:
                return publish_release(
                    town.dataset,
                    town.release,
                    PUBLISHER,
                    self.portal,
                    clients[self.portal.name],
                    self.ledger,
                    self.archive,
                    now,
                    "benchmark",
                )

            for outcome in at_once(one, towns):
                if outcome.result in (PortalResult.FAILED, PortalResult.PENDING):
                    raise SystemExit(outcome.sentence)
                lane.read_back += outcome.read_back

    def call_bare(self, towns: Sequence[Town], lane: Lane, *, documents_only: bool = False) -> None:
        """A bare loop of ckanapi calls: the same records, the same files, nothing else."""
        own = threading.local()

        def one(town: Town) -> None:
            if not hasattr(own, "ckan"):
                own.ckan = RemoteCKAN(self.portal.url, apikey=self.key)
            record, files = self.files_of(town)
            made = own.ckan.action.package_create(**record)
            for file in files:
                if documents_only and file.role is not Role.DATA:
                    continue
                with file.open(self.archive) as stream:
                    upload = (file.filename, stream, file.mimetype)
                    own.ckan.call_action(
                        "resource_create",
                        {"package_id": made["id"], **describe_file(file)},
                        files={"upload": upload},
                    )

        self.time(towns, lambda: at_once(one, towns), lane)

    def files_of(self, town: Town) -> tuple[dict[str, Any], tuple[PackageFile, ...]]:
        """The record and all files of a dataset."""
        target = build_target(town.dataset, town.release, PUBLISHER, self.portal)
        addresses = dict.fromkeys((file.key for file in target.files), f"{target.url}/x.csv")
        package = build_datapackage(town.dataset, PUBLISHER, town.release, target.url, addresses)
        return build_payload(target.record, self.portal.profile), (*target.files, package)

    def time(self, towns: Sequence[Town], act: Callable[[], object], lane: Lane) -> None:
        """Add one way's turn to its lane."""
        began = perf_counter()
        act()
        lane.seconds += perf_counter() - began
        lane.documents += sum(len(town.release.documents) for town in towns)
        lane.datasets += len(towns)

    def clear(self, towns: Sequence[Town]) -> None:
        """Leave the portal as it was found, so that every lane meets the same one."""
        with RemoteCKAN(self.portal.url, apikey=self.key) as ckan:
            for town in towns:
                ckan.action.package_delete(id=town.dataset.name)


def at_once(one: Callable[[Town], T], towns: Sequence[Town]) -> list[T]:
    """As many at a time as the product takes."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, towns))
