"""What a round of the house removes, and what it leaves whatever the terms say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ledgers import NOON, Clock, an_event

from pipeline.housekeeping import Tidied, keep_house
from pipeline.housekeeping.words import lines_of
from pipeline.model import Document, DocumentFile, Release, Retention, Verdict
from pipeline.record.archive import Archive
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger
from pipeline.record.lock import dataset_lock
from pipeline.settings import Settings, read_settings

TWO = Retention(releases=2)


class House:
    """A dataset whose releases follow one another, a day apart, on the portal «city»."""

    def __init__(self, ledger: Ledger, clock: Clock, settings: Settings) -> None:
        self.ledger, self.clock, self.settings = ledger, clock, settings
        self.archive = Archive(settings.archive)

    def keep(self, content: str) -> str:
        kept = self.archive.keep_bytes(content.encode())
        self.date(kept.path)
        return kept.sha256

    def date(self, path: Path) -> None:
        os.utime(path, (self.clock().timestamp(),) * 2)

    def deliver(self, content: str, document: str = "d/1") -> str:
        sha256 = self.keep(content)
        self.tell(Kind.GATHERED, document=document, sha256=sha256)
        return sha256

    def make(self, content: str, delivery: str = "", dataset: str = "d") -> Release:
        """A release of one file, kept and not yet published."""
        file = DocumentFile("CSV", "1.csv", "text/csv", self.keep(content), 1)
        delivery = delivery or "ab" * 32
        document = Document(f"{dataset}/1", "1", "Перелік", (file,), delivery, NOON)
        release = Release(dataset, (document,), self.clock(), NOON)
        self.archive.keep_verdict("key", Verdict(document.id, delivery, ()))
        self.archive.keep_release(release)
        self.date(self.archive.folder / "releases" / dataset / release.hash)
        return release

    def publish(self, content: str, delivery: str = "", dataset: str = "d") -> Release:
        release = self.make(content, delivery, dataset)
        self.tell_published(release)
        self.clock.forward(days=2)
        return release

    def tell_published(self, release: Release, portal: str = "city") -> None:
        self.tell(
            Kind.PUBLISHED,
            dataset=release.dataset,
            document=f"{release.dataset}/1",
            sha256=self.bytes_of(release),
            release=release.hash,
            portal=portal,
            data={"role": "data"},
        )

    def bytes_of(self, release: Release) -> str:
        return release.documents[0].files[0].sha256

    def tell(self, kind: Kind, **parts: Any) -> None:
        self.ledger.record(an_event(kind, self.clock(), **{"dataset": "d", **parts}))

    def tidy(self, terms: Retention = TWO, *, dry_run: bool = False) -> Tidied:
        now = self.clock()
        return keep_house(self.settings, terms, self.ledger, now, "olena", dry_run=dry_run)

    def lasting(self) -> set[str]:
        """Past releases that can stand again, their bytes all there."""
        found = {hash_ for _, hash_, _ in self.archive.past_releases()}
        for name in found:
            release = self.archive.find_release(name)
            assert release
            assert self.archive.path_of(self.bytes_of(release)).is_file()
        return found

    def has(self, sha256: str) -> bool:
        try:
            return self.archive.path_of(sha256).is_file()
        except FileNotFoundError:
            return False


@pytest.fixture
def house(ledger: Ledger, clock: Clock, tmp_path: Path) -> House:
    return House(ledger, clock, read_settings({}, var=tmp_path))


# Releases


def test_releases_before_the_last_ones_go_with_bytes_only_they_had(house: House) -> None:
    first, shared, last = house.publish("1"), house.publish("2"), house.publish("3")
    tidied = house.tidy()

    assert [(spent.dataset, spent.size) for spent in tidied.releases] == [("d", 1)]
    assert house.lasting() == {shared.hash, last.hash}
    assert not house.has(house.bytes_of(first))
    assert house.tidy() == Tidied()


def test_the_removal_is_written_down(house: House) -> None:
    first = house.publish("1")
    house.publish("2")
    house.publish("3")
    house.tidy()

    last = house.ledger.last()
    assert last is not None
    assert last.event == Event(
        kind=Kind.PRUNED,
        at=house.clock(),
        actor="olena",
        sentence="З архіву вилучено давні випуски: 1\u00a0випуск, 1\u00a0файл, 1\u00a0Б; "
        "лишаються останні 2.",
        dataset="d",
        data={"releases": [first.hash], "files": 1, "size": 1, "keep_releases": 2},
    )


def test_bytes_that_another_dataset_stands_on_stay(house: House) -> None:
    shared = house.publish("same")
    house.publish("same", dataset="other")
    house.publish("2")
    house.publish("3")
    house.tidy()

    assert shared.hash not in house.lasting()
    assert house.has(house.bytes_of(shared))


def test_what_a_portal_took_last_stays_however_old(house: House) -> None:
    old = house.publish("1")
    house.tell_published(old, "data.gov.ua")
    for content in "2345":
        house.publish(content)
    house.tidy()

    assert old.hash in house.lasting()


def test_a_rolled_back_release_stays_with_the_one_before_it(house: House) -> None:
    first, second, third = house.publish("1"), house.publish("2"), house.publish("3")
    house.tell(Kind.ROLLED_BACK, release=second.hash)
    house.archive.keep_release(second)
    house.clock.forward(days=2)
    house.tidy()

    assert house.lasting() == {first.hash, second.hash, third.hash}


def test_a_release_just_made_and_not_yet_sent_stays(house: House) -> None:
    for content in "123":
        house.publish(content)
    made = house.make("4")
    house.tell(Kind.ROLLED_BACK, release=house.publish("5").hash)
    house.clock.forward(days=-2)
    house.tidy()

    assert made.hash in house.lasting()


def test_bytes_kept_anew_a_moment_ago_stay(house: House) -> None:
    first = house.publish("1")
    house.publish("2")
    house.publish("3")
    house.keep("1")
    house.tidy()

    assert first.hash not in house.lasting()
    assert house.has(house.bytes_of(first))


def test_findings_of_a_release_that_is_gone_go_and_others_stay(house: House) -> None:
    deliveries = ["aa" * 32, "bb" * 32, "cc" * 32]
    for content, delivery in zip("123", deliveries, strict=True):
        house.publish(content, delivery)
    house.tidy()

    found = [house.archive.read_evidence("d/1", delivery) for delivery in deliveries]
    assert [verdict is not None for verdict in found] == [False, True, True]


def test_a_dataset_under_update_waits_and_the_others_do_not(house: House) -> None:
    for dataset in ("busy", "free"):
        for content in "123":
            house.publish(content + dataset, dataset=dataset)
    with dataset_lock(house.settings.locks, "busy", 0):
        tidied = house.tidy()

    assert [spent.dataset for spent in tidied.releases] == ["free"]
    assert len(tidied.problems) == 1
    assert tidied.problems[0].endswith("Його давні випуски буде вилучено наступного разу.")
    assert [spent.dataset for spent in house.tidy().releases] == ["busy"]


def test_a_damaged_release_stops_its_pruning_and_not_the_rest(house: House) -> None:
    for content in "123":
        house.publish(content)
    pointer = house.archive.folder / "current" / "d"
    house.archive.path_of(pointer.read_text()).write_bytes(b"damaged")
    page = house.settings.reports / "d" / "1" / "report.html"
    page.parent.mkdir(parents=True)
    page.touch()
    os.utime(page, (0, 0))
    tidied = house.tidy(Retention(releases=2, report_days=30))

    assert "Опис випуску набору «d» пошкоджено" in tidied.problems[0]
    assert tidied.reports == (page.parent,)


def test_a_dry_run_removes_nothing_and_says_everything(house: House) -> None:
    first = house.publish("1")
    house.publish("2")
    house.publish("3")
    tidied = house.tidy(dry_run=True)

    assert first.hash in house.lasting()
    assert list(lines_of(tidied, TWO, dry_run=True)) == [
        "Випуски: буде вилучено 1\u00a0випуск, 1\u00a0Б (лишаються останні 2 кожного набору).",
        f"  d {first.hash}",
        "Надходження: лишаються всі (у publisher.yaml не задано archive.keep_raw_days).",
        "Звіти для підрозділів: лишаються всі "
        "(у publisher.yaml не задано archive.keep_report_days).",
    ]


# Deliveries


def test_a_plain_file_of_a_release_that_can_stand_again_outlives_its_age(house: House) -> None:
    plain = house.deliver("plain")
    house.publish("plain", plain)
    following = house.deliver("next")
    house.publish("next", following)
    house.clock.forward(days=400)

    assert house.tidy(Retention(raw_days=365, releases=2)).deliveries == ()
    assert house.has(plain)


def test_a_delivery_is_left_to_its_own_term_even_where_its_release_goes(house: House) -> None:
    plain = house.deliver("plain")
    house.publish("plain", plain)
    house.publish("2")
    house.publish("3")
    house.tidy()

    assert house.has(plain)


# Reports


def test_old_reports_go_but_for_those_of_what_still_waits(house: House) -> None:
    reports = house.settings.reports
    for document in ("d/1", "d/2", "d/3", "d/4/inner"):
        page = reports / document / "report.html"
        page.parent.mkdir(parents=True)
        page.write_text("…")
        (page.parent / "findings.csv").touch()
        house.date(page)
    house.tell(Kind.REFUSED, document="d/1")
    house.tell(Kind.HELD, document="d/2")
    house.clock.forward(days=31)
    fresh = reports / "d" / "3" / "report.html"
    house.date(fresh)
    tidied = house.tidy(Retention(report_days=30))

    assert tidied.reports == (reports / "d" / "4" / "inner",)
    assert sorted(str(path.relative_to(reports)) for path in reports.glob("*/*")) == [
        "d/1",
        "d/2",
        "d/3",
    ]


def test_the_folder_of_a_killed_backup_goes_after_a_day(house: House) -> None:
    staging = house.settings.var / ".backup-x1"
    (staging / "portal").mkdir(parents=True)
    house.date(staging)
    assert house.tidy(Retention()).unfinished == ()
    house.clock.forward(days=2)
    assert house.tidy(Retention()).unfinished == (staging,)
    assert not staging.exists()


def test_what_a_crash_left_unfinished_goes_after_a_day(house: House) -> None:
    folder = house.settings.reports / "d"
    folder.mkdir(parents=True)
    for name in (".report.html.part", ".findings.csv.part"):
        (folder / name).touch()
        house.date(folder / name)
    house.clock.forward(days=2)
    house.date(folder / ".findings.csv.part")

    assert house.tidy(Retention()).unfinished == (folder / ".report.html.part",)
    assert [path.name for path in folder.iterdir()] == [".findings.csv.part"]


def test_what_a_crash_left_in_an_offices_folder_goes_and_what_is_the_offices_stays(
    house: House,
) -> None:
    office = house.settings.inbox / "economy"
    ours, theirs = office / "Зауваження" / "d" / ".report.html.part", office / ".звіт.xlsx.part"
    ours.parent.mkdir(parents=True)
    for path in (ours, theirs):
        path.touch()
        house.date(path)
    house.clock.forward(days=2)

    assert house.tidy(Retention()).unfinished == (ours,)
    assert theirs.exists()


def test_a_download_cut_off_on_its_way_into_the_archive_goes_after_a_day(house: House) -> None:
    folder = house.archive.folder / "unfinished"
    folder.mkdir(parents=True)
    half, going_on = folder / "tmp1", folder / "tmp2"
    half.touch()
    house.date(half)
    house.clock.forward(days=2)
    going_on.touch()
    house.date(going_on)

    assert house.tidy(Retention()).unfinished == (half,)
    assert going_on.exists()


# Bytes that nothing names


def test_bytes_that_nothing_names_go_after_a_month_and_it_is_written_down(house: House) -> None:
    nobodys = house.keep("kept by a run that was killed")
    release = house.publish("1", house.deliver("delivered"))
    house.clock.forward(days=31)
    tidied = house.tidy(Retention())

    assert [each.sha256 for each in tidied.orphans] == [nobodys]
    assert not house.has(nobodys)
    assert house.lasting() == {release.hash}
    last = house.ledger.last()
    assert last is not None
    assert last.event == Event(
        kind=Kind.PRUNED,
        at=house.clock(),
        actor="olena",
        sentence="З архіву вилучено нічиї файли: 1\u00a0файл, 29\u00a0Б; їх не називає жодна "
        "подія, і 30\u00a0днів їх ніхто не чіпав.",
        data={"orphans": 1, "size": 29},
    )
    assert house.tidy(Retention()) == Tidied()


def test_bytes_that_a_run_may_be_about_to_record_stay(house: House) -> None:
    house.publish("1")
    known = house.keep("delivered long ago and again just now")
    house.clock.forward(days=40)
    house.keep("delivered long ago and again just now")

    assert house.tidy(Retention()).orphans == ()
    assert house.has(known)


def test_whatever_any_event_names_stays(house: House) -> None:
    house.publish("1")
    refused = house.deliver("refused", document="d/2")
    house.clock.forward(days=400)

    assert house.tidy(Retention()).orphans == ()
    assert house.has(refused)


def test_a_ledger_of_another_archive_makes_nothing_nobodys(house: House) -> None:
    """As where PIPELINE_LEDGER_URL was forgotten and an empty ledger was made."""
    house.make("1")
    nobodys = house.keep("named in the ledger that was forgotten")
    house.clock.forward(days=400)
    tidied = house.tidy(Retention())

    assert tidied.problems == (
        "Журнал не знає чинного випуску набору «d»: він не від цього архіву, тож нічийних файлів "
        "не шукано. Перевірте PIPELINE_LEDGER_URL.",
    )
    assert house.has(nobodys)


# Locks


def test_locks_that_nobody_took_for_a_month_go(house: House) -> None:
    for name in ("gone", "held", "used"):
        with dataset_lock(house.settings.locks, name, 0):
            pass
        house.date(house.settings.locks / f"{name}.lock")
    house.clock.forward(days=31)
    house.date(house.settings.locks / "used.lock")
    with dataset_lock(house.settings.locks, "held", 0):
        house.tidy(Retention())

    assert sorted(path.name for path in house.settings.locks.iterdir()) == [
        "held.lock",
        "used.lock",
    ]


def test_leftovers_are_told(house: House) -> None:
    house.publish("1")
    nobodys = house.keep("1 byte")
    lock = house.settings.locks / "gone.lock"
    lock.parent.mkdir()
    lock.touch()
    house.date(lock)
    house.clock.forward(days=31)
    tidied = house.tidy(TWO, dry_run=True)

    assert list(lines_of(tidied, TWO, dry_run=True))[2:] == [
        "Нічиї файли архіву: буде вилучено 1\u00a0файл, 6\u00a0Б.",
        f"  {nobodys}  6\u00a0Б",
        "Звіти для підрозділів: лишаються всі "
        "(у publisher.yaml не задано archive.keep_report_days).",
        f"  {lock}",
        "Замки, яких місяць ніхто не брав: буде вилучено 1\u00a0файл.",
    ]
    assert house.has(nobodys)
    assert lock.exists()
