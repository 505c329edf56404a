"""Withdrawal and return, on every portal alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests
from labs import Lab, Line
from towns import ROWS, Town

from pipeline.life.errors import NotPossible
from pipeline.life.restore import restore
from pipeline.life.withdraw import Subject, withdraw
from pipeline.model import PortalResult
from pipeline.record.event import Kind
from pipeline.record.history import bindings

GROUND = "Лист управління від 02.07.2021 № 5"
BY = "Олена Коваль"


def take_off(town: Town, document: str | None = None) -> list[str]:
    subject = Subject(town.dataset, document and town.named(document))
    return [item.sentence for item in withdraw(subject, ["city"], GROUND, BY, town.desk)]


def bring_back(town: Town, document: str | None = None) -> list[PortalResult]:
    subject = Subject(town.dataset, document and town.named(document))
    return [item.result for item in restore(subject, BY, "помилка", town.desk)]


def stranger_sees(town: Town) -> bool:
    answer = requests.get(
        f"{town.lab.url}/api/3/action/package_show", params={"id": town.name}, timeout=30
    )
    return answer.status_code == 200 and answer.json()["result"]["state"] == "active"


def statuses(urls: list[str]) -> set[bool]:
    return {requests.get(url, timeout=30).ok for url in urls}


def test_a_withdrawn_dataset_is_seen_and_downloaded_by_nobody(published: Town) -> None:
    urls = list(published.places().values())
    assert take_off(published) == ["відкликано"]
    assert not stranger_sees(published)
    assert statuses(urls) == {False}


def test_a_withdrawn_dataset_is_not_put_up_again_by_the_next_run(published: Town) -> None:
    take_off(published)
    outcome = published.run_again()
    assert outcome.result is PortalResult.SKIPPED
    assert outcome.sentence.startswith("відкликано 02.07.2021 (Олена Коваль)")
    assert not stranger_sees(published)


def test_a_restored_dataset_has_its_ids_addresses_and_bytes(published: Town) -> None:
    places = published.places()
    take_off(published)
    assert bring_back(published) == [PortalResult.PUBLISHED]
    assert published.places() == places
    assert statuses(list(places.values())) == {True}
    assert published.run_again().result is PortalResult.UNCHANGED


def test_a_withdrawn_document_goes_in_all_its_formats(published: Town) -> None:
    shown, places = published.shown(), published.places()
    take_off(published, "buildings")
    assert set(shown) - set(published.shown()) == {
        "buildings.csv",
        "buildings.xlsx",
        "structure-buildings.csv",
    }
    gone = [url for key, url in places.items() if key not in published.places()]
    assert statuses(gone) == {False}


def test_the_data_package_no_longer_names_a_withdrawn_document(published: Town) -> None:
    take_off(published, "buildings")
    (address,) = (url for url in published.places().values() if url.endswith("datapackage.json"))
    package = requests.get(address, timeout=30).json()
    assert "buildings" not in [item["name"] for item in package["resources"]]
    assert published.run_again().result is PortalResult.UNCHANGED


def test_a_restored_document_has_its_id_and_address(published: Town) -> None:
    places = published.places()
    take_off(published, "buildings")
    assert bring_back(published, "buildings") == [PortalResult.PUBLISHED]
    assert published.places() == places
    assert statuses(list(places.values())) == {True}


def test_figures_fall_from_the_withdrawal_on_and_stay_as_they_were_before(
    published: Town,
) -> None:
    before = published.city.now()
    take_off(published, "buildings")
    between = published.city.now()
    take_off(published)
    after = published.city.now()
    bring_back(published)
    bring_back(published, "buildings")
    found = [published.figures(moment).documents for moment in (before, between, after)]
    assert [*found, published.figures().documents] == [3, 2, 0, 3]


def test_a_withdrawal_says_who_and_why(published: Town) -> None:
    take_off(published, "buildings")
    (event,) = (item.event for item in published.events(Kind.WITHDRAWN))
    assert (event.document, event.portal, event.data["by"], event.data["ground"]) == (
        published.named("buildings"),
        "city",
        BY,
        GROUND,
    )
    assert event.sentence == f"Відкликано документ ({BY}): {GROUND}."


def test_withdrawing_twice_touches_nothing(published: Town) -> None:
    take_off(published)
    assert take_off(published) == [f"уже відкликано 02.07.2021 ({BY})"]
    assert len(published.events(Kind.WITHDRAWN)) == 1


@pytest.mark.parametrize("delivered", [True, False])
def test_a_lost_reply_is_looked_after(published: Town, delivered: bool) -> None:
    client = published.lab.client(Line(1, delivered))
    published.desk = replace(published.desk, clients={"city": client})
    assert take_off(published) == ["відкликано"]
    assert not stranger_sees(published)


def test_a_portal_that_is_down_is_told_and_the_word_holds(published: Town, lab: Lab) -> None:
    up = published.desk
    down = replace(lab, url="http://127.0.0.1:9").client()
    published.desk = replace(up, clients={"city": down})
    withdraw(Subject(published.dataset), ["city"], GROUND, BY, published.desk)
    published.desk = up
    assert stranger_sees(published)
    assert published.figures().documents == 3
    assert published.run_again().result is PortalResult.SKIPPED
    assert take_off(published) == ["відкликано"]
    assert published.figures().documents == 0


def test_an_act_cut_off_at_the_portal_is_finished_by_the_same_command(
    published: Town,
) -> None:
    class Cut(Exception):
        pass

    client = published.lab.client(Line(1, True, Cut))
    whole, published.desk = published.desk, replace(published.desk, clients={"city": client})
    with pytest.raises(Cut):
        take_off(published, "buildings")
    published.desk = whole
    published.run_again()
    assert "buildings.csv" not in published.shown()
    assert take_off(published, "buildings") == ["відкликано"]
    assert len(published.events(Kind.WITHDRAWN)) == 1


def test_what_was_never_published_is_not_withdrawn(published: Town) -> None:
    with pytest.raises(NotPossible, match="не публікувався"):
        take_off(published, "bridges")


def test_the_last_document_goes_with_its_dataset_only(town: Town) -> None:
    town.publish(town.city.table("buildings", ROWS))
    with pytest.raises(NotPossible, match="відкличте весь набір"):
        take_off(town, "buildings")


def test_what_is_not_withdrawn_is_not_restored(published: Town) -> None:
    with pytest.raises(NotPossible, match="не відкликано"):
        bring_back(published, "buildings")


def test_a_document_does_not_come_back_before_its_dataset(published: Town) -> None:
    take_off(published, "buildings")
    take_off(published)
    with pytest.raises(NotPossible, match="спершу поверніть"):
        bring_back(published, "buildings")


def test_the_ledger_keeps_the_ids_through_it_all(published: Town) -> None:
    before = bindings(published.desk.ledger, published.name, "city")
    take_off(published, "buildings")
    bring_back(published, "buildings")
    after = bindings(published.desk.ledger, published.name, "city")
    assert {key: item.resource_id for key, item in after.items()} == {
        key: item.resource_id for key, item in before.items()
    }
