"""A file that strangers do not get as it was sent is sent again into its own place."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from labs import Lab, embedded_lab
from small_city import City
from towns import Town, build_desk, fill

from pipeline.life.reconcile import Reconciled, reconcile_dataset
from pipeline.model import PortalResult
from pipeline.publish.ckan import PortalClient
from pipeline.publish.download import Download
from pipeline.publish.errors import NotGiven, PortalDown, PortalError, PortalNotFound
from pipeline.publish.reconcile import Difference
from pipeline.record.event import Kind
from pipeline.record.history import bindings


def look(town: Town, *, repair: bool = False) -> Reconciled:
    (found,) = reconcile_dataset(town.dataset, town.desk, downloads=True, repair=repair)
    return found


def use(town: Town, kind: type[PortalClient]) -> None:
    town.desk = replace(town.desk, clients={"city": town.lab.client(kind=kind)})


def acts_on(town: Town, document: str) -> list[tuple[Kind, Any]]:
    """What the ledger says was done about a file since its publication, intent and outcome."""
    kinds = (Kind.DRIFT, Kind.PUBLISHING, Kind.PUBLISHED)
    return [
        (item.event.kind, item.event.data.get("act"))
        for item in town.events(*kinds)
        if item.event.document == document
    ][2:]


# Whatever comes at the address of one file, on any portal


def not_found(url: str) -> PortalError:
    return PortalNotFound(f"{url} — відповідь 404")


def failing(url: str) -> PortalError:
    return NotGiven("Портал зараз не віддає файлів (500).", f"{url} — відповідь 500")


def refused(url: str) -> PortalError:
    return PortalError(f"{url} — відповідь 403")


def losing(*names: str, answer: Callable[[str], PortalError]) -> type[PortalClient]:
    """A portal that lost these files: each is answered so until it is sent again."""
    lost = set(names)

    class Losing(PortalClient):
        def read_download(self, url: str) -> Download:
            if url.rpartition("/")[2] in lost:
                raise answer(url)
            return super().read_download(url)

        def upload_resource(self, *sent: Any) -> str:
            lost.discard(sent[2])
            return super().upload_resource(*sent)

    return Losing


@pytest.mark.parametrize(
    ("answer", "status"),
    [(not_found, 404), (failing, 500), (refused, 403)],
    ids=["404", "500", "403"],
)
def test_a_file_that_alone_does_not_come_is_sent_again(
    published: Town, answer: Callable[[str], PortalError], status: int
) -> None:
    document, places = published.named("buildings"), published.places()
    use(published, losing("buildings.csv", answer=answer))
    (found,) = look(published).found
    (url,) = (url for url in places.values() if url.endswith("/buildings.csv"))
    assert (found.difference, found.key, found.sentence) == (
        Difference.ALTERED,
        document,
        f"{document} не завантажується: {url} — відповідь {status}",
    )
    mended = look(published, repair=True)
    assert (mended.found, mended.failure) == ((), None)
    assert mended.mended
    assert (
        mended.mended.result,
        mended.mended.sentence.startswith("надіслано 1\u00a0документ"),
    ) == (
        PortalResult.PUBLISHED,
        True,
    )
    assert published.places() == places
    assert acts_on(published, document) == [
        (Kind.DRIFT, None),
        (Kind.PUBLISHING, "replace"),
        (Kind.PUBLISHED, "replace"),
    ]
    assert look(published).agrees


def test_a_plain_run_sends_again_what_a_look_found_lost(published: Town) -> None:
    use(published, losing("buildings.csv", answer=failing))
    assert not look(published).agrees
    assert published.run_again().result is PortalResult.PUBLISHED
    assert look(published).agrees


@pytest.mark.ckan
def test_other_bytes_under_the_hash_that_was_sent_are_replaced(on_ckan: Town) -> None:
    published, places = on_ckan, on_ckan.places()
    (resource,) = (
        item
        for item in published.lab.state(published.name).resources
        if item.url.endswith("/buildings.csv")
    )
    wrong = ("buildings.csv", io.BytesIO(b"x" * (resource.size or 0)))
    published.lab.person().resource_patch(id=resource.id, upload=wrong)
    assert [item.key for item in look(published).found] == [published.named("buildings")]
    assert look(published, repair=True).agrees
    assert published.places() == places


# A portal that gives no files is down, and nothing is sent


@pytest.mark.parametrize(
    "answer", [failing, lambda _: PortalDown("з’єднання не встановлено")], ids=["500", "silence"]
)
def test_a_portal_that_gives_no_file_is_told_as_down(
    published: Town, answer: Callable[[str], PortalError]
) -> None:
    names = {url.rpartition("/")[2] for url in published.places().values()}
    before = len(published.events(*Kind))
    use(published, losing(*names, answer=answer))
    found = look(published, repair=True)
    assert (found.found, found.mended) == ((), None)
    assert found.failure in ("Портал зараз не віддає файлів (500).", "з’єднання не встановлено")
    assert len(published.events(*Kind)) == before


# The embedded portal, whose disk is at hand


@pytest.fixture
def at_hand(city: City, tmp_path: Path) -> Any:
    """A published dataset, and the folder of the portal's files."""
    with embedded_lab(tmp_path / "portal") as lab:
        named = city.named(lab.free_name())
        yield fill(Town(named, lab, build_desk(named, lab, tmp_path))), tmp_path / "portal/files"


def test_every_file_the_disk_lost_is_put_back(at_hand: tuple[Town, Path]) -> None:
    town, folder = at_hand
    places, whole = town.places(), sorted(path.read_bytes() for path in folder.iterdir())
    for path in folder.iterdir():
        path.unlink()
    assert len(look(town).found) == len(places)
    assert look(town, repair=True).agrees
    assert town.places() == places
    assert sorted(path.read_bytes() for path in folder.iterdir()) == whole
    assert town.run_again().result is PortalResult.UNCHANGED


def test_damaged_bytes_are_put_right(at_hand: tuple[Town, Path]) -> None:
    town, folder = at_hand
    places, whole = town.places(), sorted(path.read_bytes() for path in folder.iterdir())
    path = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    path.write_bytes(b"????" + path.read_bytes()[4:])
    (found,) = look(town).found
    assert found.sentence == f"{found.key} завантажується не таким, як надіслано"
    assert look(town, repair=True).agrees
    assert town.places() == places
    assert sorted(path.read_bytes() for path in folder.iterdir()) == whole


def test_a_file_that_the_archive_lost_too_is_told(at_hand: tuple[Town, Path]) -> None:
    town, folder = at_hand
    document = town.named("buildings")
    sha256 = bindings(town.desk.ledger, town.name, "city")[document].sha256 or ""
    archived = town.desk.archive.path_of(sha256)
    (path,) = (path for path in folder.iterdir() if path.read_bytes() == archived.read_bytes())
    path.unlink()
    archived.unlink()
    told = look(town, repair=True)
    assert [item.key for item in told.found] == [document]
    assert told.failure == f"В архіві «{town.desk.archive.folder}» немає файлу з хешем {sha256}"


def test_a_portal_that_never_gives_what_was_sent_is_told_why(published: Town, lab: Lab) -> None:
    class Other(PortalClient):
        def read_download(self, url: str) -> Download:
            found = super().read_download(url)
            return replace(found, sha256="0" * 64) if url.endswith("/buildings.csv") else found

    use(published, Other)
    told = look(published, repair=True)
    assert told.mended
    assert told.mended.result is PortalResult.FAILED
    size = next(
        item.size
        for item in lab.state(published.name).resources
        if item.url.endswith("/buildings.csv")
    )
    assert (
        f"buildings.csv віддає інший вміст (ті самі {size}\u00a0Б, але інші байти)"
        in told.mended.sentence
    )
    assert [item.key for item in told.found] == [published.named("buildings")]
