"""Adoption: a city that already publishes goes on from what its portal holds.

Of every dataset a descriptor is written, the ids are bound in the ledger, the files are archived,
and the baseline is entered under the portal's own dates. The portal itself is only read. The
descriptor comes last: a dataset whose adoption was cut off is adopted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.catalogue import read_catalogue
from pipeline.catalogue.values import is_name
from pipeline.gather.web import fetch_file
from pipeline.gather.web_faults import WebError
from pipeline.life.adopted_descriptor import write_descriptor
from pipeline.life.adoption_events import adopted_events
from pipeline.life.inventory import Item, read_items, read_moment
from pipeline.model import Document, DocumentFile, Office, Release, WebSource
from pipeline.publish.answers import site_of
from pipeline.publish.formats import format_of
from pipeline.publish.organization import read_organization
from pipeline.publish.package import Role
from pipeline.record.archive import Kept
from pipeline.record.disk import new_file
from pipeline.record.entries import described_event
from pipeline.record.event import Kind
from pipeline.record.lock import dataset_lock
from pipeline.run import LOCK_SECONDS, Desk

_BESIDE = "супровідний файл"


class _Busy(Exception):
    """The portal cannot give one of its own files just now."""


_PAGE = (b"<!doctype html", b"<html")
"""How a web page begins: a link that leads to one leads to no document."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A resource that counts as no document, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one dataset: `documents` by title; `refused` says why not."""

    dataset: str
    documents: tuple[str, ...] = ()
    others: tuple[Beside, ...] = ()
    refused: str | None = None
    known: bool = False


def adopt_portal(
    portal: str, otherwise: Office | None, folder: Path, desk: Desk
) -> Iterator[Adopted]:
    """Adopt every dataset of our organization there; PortalError as it comes.

    `otherwise` is the office of datasets whose author is none of ours.
    """
    described = {dataset.name for dataset in desk.catalogue.datasets}
    organization = desk.catalogue.portals[portal].organization
    for package in read_organization(desk.clients[portal], organization):
        name = package["name"]
        office = _office(package, desk) or otherwise
        if name in described:
            yield Adopted(name, known=True)
        elif not is_name(name):
            yield Adopted(name, refused="ім’я набору не може бути назвою теки")
        elif office is None:
            author = package.get("author") or "не вказано"
            yield Adopted(
                name,
                refused=f"підрозділу «{author}» немає в publisher.yaml: "
                "додайте його або вкажіть --office",
            )
        else:
            with dataset_lock(desk.locks, name, LOCK_SECONDS):
                try:
                    yield _adopt(package, portal, office, folder, desk)
                except _Busy as error:
                    yield Adopted(name, refused=f"{error}; повторіть команду згодом")


def _adopt(
    package: Mapping[str, Any], portal: str, office: Office, folder: Path, desk: Desk
) -> Adopted:
    name = package["name"]
    site = desk.clients[portal].site
    found = {raw["id"]: _fetch(raw.get("url") or "", site, desk) for raw in package["resources"]}
    fetched = {key: kept for key, kept in found.items() if isinstance(kept, Kept)}
    items = read_items(package, desk.now(), fetched)
    counted = [item for item in items if item.resource]
    release = build_baseline(package, counted, fetched, desk)
    desk.archive.keep_release(release)
    told = _told(name, portal, desk)
    for event in adopted_events(package["id"], items, fetched, release, portal, desk):
        if (event.document, event.at, event.sha256) not in told:
            desk.ledger.record(event)
    text = write_descriptor(package, counted, office, portal)
    _write(folder / name / "datapackage.yaml", text)
    dataset = read_catalogue(folder).dataset(name)
    described = described_event(dataset, release, None, release.first_made_at, desk.actor)
    if described:
        desk.ledger.record(described)
    titles = tuple(document.title for document in release.documents)
    others = tuple(
        Beside(item.title, why if isinstance(why := found[item.id], str) else _BESIDE)
        for item in items
        if not item.resource
    )
    return Adopted(name, titles, others)


def _told(dataset: str, portal: str, desk: Desk) -> set[tuple[str | None, datetime, str | None]]:
    """What an adoption that was cut off wrote down already: nothing is entered twice."""
    found = desk.ledger.read(dataset=dataset, portal=portal, kinds=(Kind.ADOPTED,))
    return {(item.event.document, item.event.at, item.event.sha256) for item in found}


def _write(place: Path, text: str) -> None:
    """Put a descriptor where people edit theirs, as readable as those."""
    place.parent.mkdir(exist_ok=True)
    with new_file(place) as file:
        file.write(text.encode())
    place.chmod(0o644)


def build_baseline(
    package: Mapping[str, Any], counted: Sequence[Item], fetched: Mapping[str, Kept], desk: Desk
) -> Release:
    """The release that stands on the portal already, with the portal's own dates."""
    documents = tuple(
        _document(item, [other for other in counted if other.resource == item.resource], fetched)
        for item in counted
        if item.role is Role.DATA
    )
    first = read_moment(package.get("metadata_created")) or desk.now()
    made = max((item.modified for item in counted), default=first)
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    return Release(package["name"], ordered, max(first, made), first)


def _document(item: Item, formats: Sequence[Item], fetched: Mapping[str, Kept]) -> Document:
    files = tuple(
        DocumentFile(
            format=each.format,
            filename=each.filename,
            mimetype=format_of(each.filename).mimetype,
            sha256=fetched[each.id].sha256,
            size=fetched[each.id].size,
        )
        for each in formats
    )
    return Document(
        id=item.key,
        resource=item.resource or "",
        title=item.title,
        files=files,
        delivery=fetched[item.id].sha256,
        actual_at=item.modified,
    )


def _fetch(url: str, site: str, desk: Desk) -> Kept | str:
    """The bytes strangers get at the address, archived, or why there are none.

    A link to elsewhere that leads nowhere is no document. A file that the portal itself cannot give
    just now is one all the same: its dataset waits.
    """
    try:
        kept = fetch_file(WebSource(url), {}, desk.archive, desk.now).kept
    except WebError as error:
        if error.passing and site_of(url) == site:
            raise _Busy(str(error)) from error
        return str(error)
    with kept.path.open("rb") as stream:
        beginning = stream.read(256).lstrip().lower()
    return "вебсторінка" if beginning.startswith(_PAGE) else kept


def _office(package: Mapping[str, Any], desk: Desk) -> Office | None:
    """The office that the record names as its author, by name or by address."""
    said = {str(package.get(key) or "").casefold() for key in ("author", "author_email")}
    for office in desk.catalogue.offices.values():
        if said & {office.name.casefold(), office.email.casefold()}:
            return office
    return None
