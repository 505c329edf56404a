"""Several datasets at a time: a client for each thread, and one memory of portals that are down."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from labs import Lab, Line
from small_city import NOW, City, build_city

from pipeline.model import PortalOutcome, PortalResult
from pipeline.publish.ckan import PortalClient
from pipeline.publish.clients import ThreadClients
from pipeline.publish.errors import PortalDown
from pipeline.publish.outages import TRIED, Outages
from pipeline.publish.push import publish_release
from pipeline.record.history import bindings
from pipeline.record.ledger import open_ledger

AT_ONCE = 4


def publish(town: City, lab: Lab, client: PortalClient, outages: Outages) -> PortalOutcome:
    return publish_release(
        town.dataset,
        town.release(town.table("buildings", [("1", "12.5", "1971")])),
        town.publisher,
        lab.portal,
        client,
        town.ledger,
        town.archive,
        town.now,
        "tests",
        outages,
    )


class Dead(Line):
    """A wire on which nobody answers."""

    def send(self, request: object, *args: object, **options: object) -> object:
        self.actions.append("tried")
        raise requests.ConnectTimeout


def test_datasets_published_side_by_side_are_all_there_and_the_chain_is_whole(
    city: City, lab: Lab
) -> None:
    towns = [city.named(lab.free_name()) for _ in range(2 * AT_ONCE)]
    opened = []

    def open_client() -> PortalClient:
        opened.append(threading.current_thread().name)
        return lab.client()

    outages = Outages()
    with ThreadClients({"lab": open_client}) as clients, ThreadPoolExecutor(AT_ONCE) as pool:
        updates = [pool.submit(lambda t=t: publish(t, lab, clients["lab"], outages)) for t in towns]
        outcomes = [update.result() for update in updates]
    assert [outcome.result for outcome in outcomes] == [PortalResult.PUBLISHED] * len(towns)
    assert [len(lab.state(town.dataset.name).resources) for town in towns] == [5] * len(towns)
    assert len(opened) == len(set(opened)) <= AT_ONCE
    events = list(city.ledger.read())
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]


def test_two_installations_at_once_make_every_file_once(guarding: Lab, tmp_path: Path) -> None:
    """Each has a ledger and an archive of its own; neither knows of the other."""
    lab = guarding
    name, start = lab.free_name(), threading.Barrier(2)
    with ExitStack() as stack:
        towns = [found_city(tmp_path / each, stack).named(name) for each in ("one", "other")]

        def publish_at_once(town: City) -> PortalOutcome:
            start.wait()
            return publish(town, lab, lab.client(), Outages())

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(publish_at_once, towns))
        for town in towns:
            publish(town, lab, lab.client(), Outages())
        ids = [resource.id for resource in lab.state(name).resources]
        assert len(set(ids)) == len(ids) == 5
        for town in towns:
            bound = bindings(town.ledger, name, "lab").values()
            assert {binding.resource_id for binding in bound if binding.settled} == set(ids)
            outcome = publish(town, lab, lab.client(), Outages())
            assert outcome.result is PortalResult.UNCHANGED, outcome.sentence


class Busy(Line):
    """Before each of the first writes of files somebody edits the dataset."""

    def __init__(self, lab: Lab, name: str, times: int) -> None:
        super().__init__()
        self.lab, self.name, self.times = lab, name, times

    def send(self, request: Any, *args: object, **options: object) -> object:
        if request.url.endswith("package_revise") and self.times:
            self.times -= 1
            self.lab.person().package_patch(id=self.name, version=str(self.times))
        return super().send(request, *args, **options)


def test_a_dataset_that_somebody_edits_meanwhile_is_read_anew(city: City, guarding: Lab) -> None:
    town = city.named(guarding.free_name())
    line = Busy(guarding, town.dataset.name, 2)
    assert publish(town, guarding, guarding.client(line), Outages()).result is (
        PortalResult.PUBLISHED
    )
    assert len(guarding.state(town.dataset.name).resources) == 5


def test_a_dataset_that_somebody_keeps_editing_waits_for_the_next_run(
    city: City, guarding: Lab
) -> None:
    town = city.named(guarding.free_name())
    line = Busy(guarding, town.dataset.name, 99)
    outcome = publish(town, guarding, guarding.client(line), Outages())
    if guarding.profile == "ckan":
        assert outcome.result is PortalResult.PENDING
        assert "саме змінює хтось інший" in outcome.sentence
    again = publish(town, guarding, guarding.client(), Outages())
    assert again.result is not PortalResult.PENDING
    assert len(guarding.state(town.dataset.name).resources) == 5


def found_city(folder: Path, stack: ExitStack) -> City:
    folder.mkdir()
    ledger = open_ledger(f"sqlite:///{folder}/ledger.sqlite3", lambda: NOW)
    return build_city(folder, stack.enter_context(ledger))


def test_each_thread_keeps_its_own_client() -> None:
    with ThreadClients({"lab": lambda: PortalClient("http://127.0.0.1:9", None)}) as clients:
        mine = clients["lab"]
        with ThreadPoolExecutor(1) as pool:
            theirs = pool.submit(lambda: clients["lab"]).result()
        assert clients["lab"] is mine
        assert theirs is not mine


def test_a_portal_that_is_down_is_left_for_the_rest_of_the_run(city: City, lab: Lab) -> None:
    outages, line = Outages(), Dead()
    outcomes = [publish(city, lab, lab.client(line), outages) for _ in range(TRIED + 2)]
    assert {outcome.result for outcome in outcomes} == {PortalResult.PENDING}
    assert len(line.actions) == TRIED * 4
    assert "у цьому запуску вже не відповів 3 разам поспіль" in outcomes[-1].sentence
    assert [event.event.sentence for event in city.ledger.read()] == [
        outcome.sentence for outcome in outcomes
    ]


def test_other_portals_go_on(city: City, lab: Lab) -> None:
    outages = Outages()
    for _ in range(TRIED):
        outages.note(PortalOutcome("data.gov.ua", PortalResult.PENDING, ""))
    town = city.named(lab.free_name())
    assert publish(town, lab, lab.client(), outages).result is PortalResult.PUBLISHED


def test_a_portal_that_answers_in_between_is_not_left(lab: Lab) -> None:
    outages = Outages()
    for result in [*[PortalResult.PENDING] * (TRIED - 1), PortalResult.UNCHANGED] * 2:
        outages.note(PortalOutcome("lab", result, ""))
    outages.check(lab.portal)
    for _ in range(TRIED):
        outages.note(PortalOutcome("lab", PortalResult.PENDING, ""))
    with pytest.raises(PortalDown):
        outages.check(lab.portal)


def test_an_organization_made_meanwhile_by_another_thread_is_as_good() -> None:
    url = "https://portal.example"
    client = PortalClient(url, "key")
    absent = {"success": False, "error": {"__type": "Not Found Error", "message": "x"}}
    taken = {"success": False, "error": {"__type": "Validation Error", "name": ["Taken"]}}
    with responses.RequestsMock() as web:
        web.get(f"{url}/api/action/organization_show", status=404, json=absent)
        web.post(f"{url}/api/action/organization_create", status=409, json=taken)
        web.get(f"{url}/api/action/organization_show", json={"success": True, "result": {}})
        client.ensure_organization("city", "Місто")
        assert len(web.calls) == 3
