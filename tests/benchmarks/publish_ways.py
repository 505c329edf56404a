"""The bare loop of calls, and our own way: plan, intent, act, outcome."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from ckanapi import RemoteCKAN
from publish_bench import Bench, Parcel, at_once
from publish_city import PUBLISHER
from requests.adapters import HTTPAdapter

from pipeline.clock import now
from pipeline.model import PortalOutcome, PortalResult, ReadBack
from pipeline.publish.ckan import PortalClient
from pipeline.publish.clients import ThreadClients
from pipeline.publish.download import Download
from pipeline.publish.plan import describe_file
from pipeline.publish.push import publish_release
from pipeline.publish.session import open_session
from pipeline.publish.state import PortalState
from pipeline.publish.uploads import Upload


@dataclass(frozen=True)
class Bare:
    """A bare loop of ckanapi calls: the same records and files, nothing else."""

    bench: Bench
    documents_only: bool = False

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """It needs nothing."""

    def send(self, parcels: Sequence[Parcel]) -> ReadBack:
        """`package_create`, then `resource_create` with every file; a session a thread."""
        own = threading.local()
        opened: list[RemoteCKAN] = []

        def one(parcel: Parcel) -> None:
            if not hasattr(own, "ckan"):
                own.ckan = RemoteCKAN(self.bench.portal.url, apikey=self.bench.key)
                opened.append(own.ckan)
            made = own.ckan.action.package_create(**parcel.record)
            for file in parcel.documents if self.documents_only else parcel.files:
                with file.open(self.bench.archive) as stream:
                    upload = (file.filename, stream, file.mimetype)
                    fields = {"package_id": made["id"], **describe_file(file)}
                    own.ckan.call_action("resource_create", fields, files={"upload": upload})

        at_once(one, parcels)
        for ckan in opened:
            ckan.close()
        return ReadBack()

    def send_again(self, parcels: Sequence[Parcel]) -> int | None:
        """A bare loop would only fail: the names are taken."""
        raise NotImplementedError


class Wire(HTTPAdapter):
    """Counts what goes to the portal."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        self.requests += 1
        return super().send(request, *args, **options)


class Trusting(PortalClient):
    """Takes the portal's word for what strangers download, to time the sending alone."""

    told: dict[str, Download]

    def upload_resource(self, action: str, fields: Any, filename: str, stream: BinaryIO) -> str:
        address = super().upload_resource(action, fields, filename, stream)
        self.told = {address: promise(fields)}
        return address

    def upload_many(self, state: PortalState, uploads: Sequence[Upload]) -> dict[str, str]:
        addresses = super().upload_many(state, uploads)
        self.told = {addresses[it.resource_id]: promise(it.fields) for it in uploads}
        return addresses

    def read_download(self, url: str) -> Download:
        return self.told[url]


def promise(fields: Any) -> Download:
    """What a stranger should get, by the fields sent."""
    return Download(fields["hash"].partition(":")[2], int(fields["size"]), 0)


@dataclass(frozen=True)
class Pipeline:
    """Our own way; `trusting` leaves out the downloads that prove it."""

    bench: Bench
    trusting: bool = False

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """It needs nothing."""

    def send(self, parcels: Sequence[Parcel]) -> ReadBack:
        """Plan, intent, act, outcome, and reading back."""
        outcomes = self._publish(parcels, Wire())
        return sum((outcome.read_back for outcome in outcomes), ReadBack())

    def send_again(self, parcels: Sequence[Parcel]) -> int | None:
        """The next run of the daemon."""
        wire = Wire()
        self._publish(parcels, wire)
        return wire.requests

    def _publish(self, parcels: Sequence[Parcel], wire: Wire) -> list[PortalOutcome]:
        portal, bench = self.bench.portal, self.bench

        def open_client() -> PortalClient:
            session = open_session(portal.url)
            session.mount(portal.url, wire)
            kind = Trusting if self.trusting else PortalClient
            return kind(portal.url, bench.key, session=session)

        with ThreadClients({portal.name: open_client}) as clients:

            def one(parcel: Parcel) -> PortalOutcome:
                town, client = parcel.town, clients[portal.name]
                outcome = publish_release(
                    *(town.dataset, town.release, PUBLISHER, portal, client),
                    *(bench.ledger, bench.archive, now, "benchmark"),
                )
                if outcome.result in (PortalResult.FAILED, PortalResult.PENDING):
                    raise SystemExit(outcome.sentence)
                return outcome

            return at_once(one, parcels)
