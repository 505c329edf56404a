"""What may leave the archive, when, and what never may."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ledgers import NOON, Clock, an_event

from pipeline.model import Document, DocumentFile, Finding, Release, Verdict
from pipeline.record.archive import Archive
from pipeline.record.erasure import ErasureRefused, erase
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger
from pipeline.record.retention import Outdated, find_outdated, prune

YEAR = 365


class City:
    """A ledger and an archive whose files are as old as the events that speak of them."""

    def __init__(self, ledger: Ledger, clock: Clock, archive: Archive) -> None:
        self.ledger, self.clock, self.archive = ledger, clock, archive

    def keep(self, content: str) -> str:
        kept = self.archive.keep_bytes(content.encode())
        os.utime(kept.path, (self.clock().timestamp(),) * 2)
        return kept.sha256

    def delivered(self, content: str, document: str = "d/1") -> str:
        sha256 = self.keep(content)
        self.tell(Kind.GATHERED, document, sha256)
        return sha256

    def published(self, content: str, document: str = "d/1") -> str:
        sha256 = self.keep(content)
        self.tell(Kind.PUBLISHED, document, sha256, portal="city", data={"role": "data"})
        return sha256

    def tell(self, kind: Kind, document: str, sha256: str, **parts: Any) -> None:
        event = an_event(kind, self.clock(), dataset="d", document=document, sha256=sha256, **parts)
        self.ledger.record(event)

    def release(self, delivery: str, content: str, document: str = "d/1") -> None:
        file = DocumentFile("CSV", "1.csv", "text/csv", self.keep(content), 1)
        kept = Document(document, "1", "Перелік", (file,), delivery, NOON)
        self.archive.keep_release(Release("d", (kept,), NOON, NOON))

    def outdated(self, days: int = YEAR) -> set[str]:
        found = find_outdated(self.ledger, self.archive, days, self.clock())
        return {each.sha256 for each in found}


@pytest.fixture
def city(ledger: Ledger, clock: Clock, tmp_path: Path) -> City:
    return City(ledger, clock, Archive(tmp_path / "archive"))


# By age


def test_an_old_delivery_that_others_followed_may_go(city: City) -> None:
    old = city.delivered("old")
    city.clock.forward(days=200)
    new = city.delivered("new")
    city.clock.forward(days=165, seconds=1)

    assert city.outdated() == {old}
    assert city.outdated(366) == set()
    city.clock.forward(days=1000)
    assert new not in city.outdated()


def test_what_the_current_release_stands_on_stays(city: City) -> None:
    good = city.delivered("good")
    city.release(good, "clean")
    city.delivered("refused")
    city.clock.forward(days=1000)

    assert city.outdated() == set()


def test_a_delivery_handed_in_again_counts_from_then(city: City) -> None:
    first = city.delivered("first")
    city.delivered("second")
    city.clock.forward(days=300)
    city.tell(Kind.GATHERED, "d/1", first)
    city.delivered("third")
    city.clock.forward(days=300)

    assert first not in city.outdated()


def test_bytes_handed_in_anew_and_not_yet_recorded_stay(city: City) -> None:
    city.delivered("first")
    city.delivered("second")
    city.clock.forward(days=1000)
    city.keep("first")

    assert city.outdated() == set()


def test_a_plain_file_stays_while_it_was_published_within_that_time(city: City) -> None:
    plain = city.delivered("plain")
    assert city.published("plain") == plain
    city.delivered("next")
    city.clock.forward(days=300)
    city.published("next")
    city.clock.forward(days=300)

    assert city.outdated() == set()
    city.clock.forward(days=70)
    assert city.outdated() == {plain}


def test_only_deliveries_go(city: City) -> None:
    city.published("clean, first")
    city.published("clean, second")
    city.keep("nobody speaks of it")
    city.clock.forward(days=5000)

    assert city.outdated() == set()


def test_pruning_is_written_down_and_leaves_the_rest(city: City) -> None:
    old, new = city.delivered("old"), city.delivered("newer")
    city.clock.forward(days=400)
    found = find_outdated(city.ledger, city.archive, YEAR, city.clock())
    prune(found, city.ledger, city.archive, YEAR, city.clock(), "olena")

    assert found == (Outdated(old, 3),)
    assert city.archive.path_of(new).read_bytes() == b"newer"
    with pytest.raises(FileNotFoundError):
        city.archive.path_of(old)
    assert last_event(city.ledger) == Event(
        kind=Kind.PRUNED,
        at=city.clock(),
        actor="olena",
        sentence="З архіву вилучено давні надходження: 1\u00a0файл, 3\u00a0Б; "
        "їх зберігають 365\u00a0днів.",
        data={"files": 1, "size": 3, "keep_raw_days": YEAR},
    )
    assert city.outdated() == set()


def test_nothing_to_prune_is_no_event(city: City) -> None:
    prune((), city.ledger, city.archive, YEAR, city.clock(), "olena")

    assert city.ledger.last() is None


def last_event(ledger: Ledger) -> Event | None:
    last = ledger.last()
    return last.event if last else None


# By a person's word


@pytest.fixture
def leak(city: City) -> str:
    """A refused delivery, and what was found in it."""
    sha256 = city.delivered("Іваненко Іван")
    finding = Finding("personal", blocks=True, message="Особисті дані.", value="Іваненко Іван")
    city.archive.keep_verdict("key", Verdict("d/1", sha256, (finding,)))
    return sha256


def erased(city: City, sha256: str) -> None:
    erase(sha256, "персональні дані", "Олена Коваль", city.ledger, city.archive, city.clock(), "o")


def test_erased_bytes_are_gone_with_what_was_found_in_them(city: City, leak: str) -> None:
    erased(city, leak)

    left = [path for path in city.archive.folder.rglob("*") if path.is_file()]
    assert left == []
    assert last_event(city.ledger) == Event(
        kind=Kind.ERASED,
        at=city.clock(),
        actor="o",
        sentence="З архіву вилучено надходження, якого не можна зберігати: персональні дані.",
        dataset="d",
        document="d/1",
        sha256=leak,
        data={"by": "Олена Коваль", "ground": "персональні дані", "size": 25},
    )
    with pytest.raises(ErasureRefused, match="немає файлу з хешем"):
        erased(city, leak)


def test_raw_bytes_go_while_the_clean_ones_made_of_them_stay(city: City, leak: str) -> None:
    city.release(leak, "clean")
    city.published("clean")
    erased(city, leak)

    current = city.archive.read_release("d")
    assert current is not None
    assert city.archive.path_of(current.documents[0].files[0].sha256).read_bytes() == b"clean"


def test_published_bytes_are_never_erased(city: City, leak: str) -> None:
    city.published("Іваненко Іван")

    with pytest.raises(ErasureRefused, match=r"Ці байти опубліковано \(подія 2, d/1\)"):
        erased(city, leak)
    assert city.archive.path_of(leak).is_file()


def test_bytes_of_a_release_are_never_erased(city: City) -> None:
    city.release("ab" * 32, "clean, not sent yet")
    manifest = (city.archive.folder / "current" / "d").read_text()
    clean = city.keep("clean, not sent yet")

    for sha256 in (manifest, clean):
        with pytest.raises(ErasureRefused, match="належать випускові"):
            erased(city, sha256)


@pytest.mark.parametrize("wrong", ["", "abc", "../../etc/passwd", "AB" * 32])
def test_a_wrong_hash_is_a_sentence(city: City, wrong: str) -> None:
    with pytest.raises(ErasureRefused, match="Хеш надходження має 64 знаки"):
        erased(city, wrong)
