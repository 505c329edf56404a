"""An earlier release again, pinned until another file comes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from towns import OTHERS, ROWS, Town

from pipeline.gather.pinned import leave_pinned
from pipeline.life.errors import NotPossible
from pipeline.life.rollback import RolledBack, roll_back
from pipeline.model import Delivery, Gathered, PortalResult
from pipeline.record.decisions import pins, releases_stood
from pipeline.record.entries import gathered_event
from pipeline.record.event import Kind

THIRD = [("3", "1", "2000")]


def back(town: Town, to: str | None = None) -> RolledBack:
    return roll_back(town.dataset, to, "Олена Коваль", "хибний файл", town.desk)


def deliver(town: Town, rows: list[tuple[str, ...]]) -> Delivery:
    """What the office's folder holds now; the ledger learns of it as a run would tell."""
    delivery = town.city.deliver("buildings", None, repr(rows).encode())
    town.desk.ledger.record(gathered_event(delivery, town.city.now(), "tests"))
    return delivery


def publish(town: Town, rows: list[tuple[str, ...]]) -> str:
    deliver(town, rows)
    return town.publish(town.city.table("buildings", rows)).hash


def counted(town: Town, delivery: Delivery) -> bool:
    gathered = Gathered((delivery,))
    return leave_pinned(gathered, pins(town.desk.ledger, town.name)).deliveries != ()


def test_the_release_before_stands_again_in_its_place(town: Town) -> None:
    first, _ = publish(town, ROWS), publish(town, OTHERS)
    places = town.places()
    done = back(town)
    assert (done.release.hash, [item.result for item in done.portals]) == (
        first,
        [PortalResult.PUBLISHED],
    )
    assert town.places() == places
    assert town.run_again().result is PortalResult.UNCHANGED


def test_the_dataset_says_that_it_changed_today(town: Town) -> None:
    publish(town, ROWS)
    made = town.publish(town.city.table("buildings", OTHERS)).made_at
    assert back(town).release.made_at > made


def test_a_delivery_that_was_rolled_back_does_not_come_back(town: Town) -> None:
    publish(town, ROWS)
    publish(town, OTHERS)
    back(town)
    gathered = leave_pinned(Gathered((deliver(town, OTHERS),)), pins(town.desk.ledger, town.name))
    assert gathered.deliveries == ()
    (finding,) = gathered.findings
    assert (finding.code, finding.blocks) == ("delivery-rolled-back", False)
    assert "Олена Коваль" in finding.message


def test_a_new_delivery_lifts_the_pin_of_its_document(town: Town) -> None:
    publish(town, ROWS)
    publish(town, OTHERS)
    back(town)
    new = deliver(town, THIRD)
    assert counted(town, new)
    assert counted(town, deliver(town, OTHERS))


def test_the_delivery_that_stands_again_counts(town: Town) -> None:
    publish(town, ROWS)
    publish(town, OTHERS)
    back(town)
    assert counted(town, deliver(town, ROWS))
    assert not counted(town, deliver(town, OTHERS))


def test_a_named_release_stands_again(town: Town) -> None:
    first, _, _ = publish(town, ROWS), publish(town, OTHERS), publish(town, THIRD)
    assert back(town, first).release.hash == first


def test_what_was_rolled_back_is_not_the_release_before(town: Town) -> None:
    first, second = publish(town, ROWS), publish(town, OTHERS)
    back(town)
    third = publish(town, THIRD)
    assert second not in releases_stood(town.desk.ledger, town.name)
    assert releases_stood(town.desk.ledger, town.name) == (first, third)
    assert back(town).release.hash == first


def test_the_event_says_who_why_and_what_is_pinned(town: Town) -> None:
    first, second = publish(town, ROWS), publish(town, OTHERS)
    pinned = deliver(town, OTHERS).sha256
    back(town)
    (event,) = (item.event for item in town.events(Kind.ROLLED_BACK))
    assert (event.release, dict(event.data)) == (
        first,
        {"by": "Олена Коваль", "reason": "хибний файл", "from": second, "pinned": [pinned]},
    )


def test_a_document_the_earlier_release_lacks_stays_and_is_told(town: Town) -> None:
    publish(town, ROWS)
    town.publish(town.city.plain("наказ.pdf", b"%PDF"))
    done = back(town)
    assert done.left == (town.named("orders/наказ.pdf"),)
    assert "orders-nakaz.pdf" in town.shown()


def test_a_rollback_cut_off_before_the_portal_is_finished_by_the_next_run(town: Town) -> None:
    first, _ = publish(town, ROWS), publish(town, OTHERS)
    up = town.desk
    down = replace(town.lab, url="http://127.0.0.1:9").client()
    town.desk = replace(up, clients={"city": down})
    assert [item.result for item in back(town).portals] == [PortalResult.PENDING]
    town.desk = up
    assert town.run_again().result is PortalResult.PUBLISHED
    release = town.desk.archive.read_release(town.name)
    assert release
    assert release.hash == first


def test_there_is_nothing_before_the_first_release(town: Town) -> None:
    publish(town, ROWS)
    with pytest.raises(NotPossible, match="перший"):
        back(town)


def test_a_release_nobody_knows_is_refused_with_those_there_were(town: Town) -> None:
    first, _ = publish(town, ROWS), publish(town, OTHERS)
    with pytest.raises(NotPossible, match=f"Були: {first}"):
        back(town, "0" * 16)


def test_nothing_is_rolled_back_to_bytes_the_archive_lost(town: Town) -> None:
    release = town.publish(town.city.table("buildings", ROWS))
    publish(town, OTHERS)
    town.desk.archive.path_of(release.documents[0].files[0].sha256).unlink()
    with pytest.raises(NotPossible, match="неповний"):
        back(town)
    assert town.events(Kind.ROLLED_BACK) == []
