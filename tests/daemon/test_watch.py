"""Drop folders: what changed and stands still is taken, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.daemon.watch import Watch


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox" / "economy").mkdir(parents=True)
    return tmp_path / "inbox"


def drop(inbox: Path, text: str, name: str = "stalls.csv") -> None:
    (inbox / "economy" / name).write_text(text, encoding="utf-8")


def ripe(watch: Watch) -> tuple[str, ...]:
    return watch.ripe_folders(("economy",))


def test_an_empty_folder_is_never_ripe(inbox: Path) -> None:
    watch = Watch(inbox)
    assert [ripe(watch), ripe(watch)] == [(), ()]


def test_a_file_is_ripe_at_the_second_look_that_sees_it_alike(inbox: Path) -> None:
    watch = Watch(inbox)
    drop(inbox, "uid")
    assert [ripe(watch), ripe(watch)] == [(), ("economy",)]


def test_a_file_that_grows_is_waited_for(inbox: Path) -> None:
    watch = Watch(inbox)
    looks = []
    for length in range(1, 4):
        drop(inbox, "uid" * length)
        looks.append(ripe(watch))
    assert [*looks, ripe(watch)] == [(), (), (), ("economy",)]


def test_what_was_taken_is_not_ripe_until_it_changes_again(inbox: Path) -> None:
    watch = Watch(inbox)
    drop(inbox, "uid")
    ripe(watch)
    ripe(watch)
    watch.take("economy")
    assert [ripe(watch), ripe(watch)] == [(), ()]
    drop(inbox, "uid,area")
    assert [ripe(watch), ripe(watch)] == [(), ("economy",)]


def test_a_folder_not_taken_stays_ripe(inbox: Path) -> None:
    watch = Watch(inbox)
    drop(inbox, "uid")
    assert [ripe(watch) for _ in range(3)] == [(), ("economy",), ("economy",)]


def test_the_replies_to_an_office_are_no_files_of_it(inbox: Path) -> None:
    watch = Watch(inbox)
    (inbox / "economy" / "Зауваження").mkdir()
    drop(inbox, "uid", "Зауваження/report.html")
    assert [ripe(watch), ripe(watch)] == [(), ()]


def test_a_share_that_vanishes_and_returns_brings_nothing_new(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "pipeline")
    watch = Watch(inbox)
    drop(inbox, "uid")
    ripe(watch)
    ripe(watch)
    watch.take("economy")
    inbox.rename(inbox.with_name("away"))
    assert [ripe(watch), ripe(watch)] == [(), ()]
    inbox.with_name("away").rename(inbox)
    assert [ripe(watch), ripe(watch)] == [(), ()]
    told = [record.getMessage() for record in caplog.records]
    assert [len(told), told[0].partition(":")[0], told[1]] == [
        2,
        f"Тека надходжень {inbox}/economy недоступна",
        "Теку надходжень «economy» знову видно.",
    ]
