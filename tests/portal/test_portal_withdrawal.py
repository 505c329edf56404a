"""What was withdrawn is gone for every reader, and its address says since when and why."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from ckanapi import NotFound, ValidationError

GROUND = "Персональні дані, лист від 01.07.2021 № 5"


def data_of(city: Any) -> dict[str, Any]:
    return city.client.action.package_show(id="economy-buildings")["resources"][0]  # type: ignore[no-any-return]


def withdraw_dataset(city: Any) -> None:
    city.client.action.package_patch(
        id="economy-buildings", state="withdrawn", withdrawn_ground=GROUND
    )


def withdraw_resource(city: Any, resource_id: str) -> None:
    city.client.action.resource_patch(id=resource_id, state="withdrawn", withdrawn_ground=GROUND)


def told(address: str) -> tuple[int, str]:
    answer = requests.get(address, timeout=10)
    main = BeautifulSoup(answer.text, "html.parser").select_one("main")
    assert main is not None
    return answer.status_code, main.get_text(" ", strip=True)


def test_a_withdrawn_dataset_leaves_a_tombstone_at_its_address(city: Any) -> None:
    withdraw_dataset(city)
    status, text = told(f"{city.url}/dataset/economy-buildings")
    assert status == 410
    assert "Перелік об’єктів комунальної власності. Відкликано " in text
    assert f"Підстава: {GROUND}." in text


def test_no_file_of_a_withdrawn_dataset_is_downloaded(city: Any) -> None:
    url = data_of(city)["url"]
    withdraw_dataset(city)
    status, text = told(url)
    assert (status, GROUND in text) == (410, True)


def test_a_withdrawn_dataset_is_neither_listed_nor_counted(city: Any) -> None:
    withdraw_dataset(city)
    ask = city.stranger.action
    page = city.page("/")
    assert ask.package_list() == ["organization-orders"]
    assert [item["name"] for item in ask.package_search()["results"]] == ["organization-orders"]
    assert ask.package_search(fq="tags:майно")["count"] == 0
    assert ask.organization_show(id="lysychansk")["package_count"] == 1
    assert "економіки" not in page.get_text()
    assert "60 документів" in page.get_text(" ", strip=True).replace("\u00a0", " ")


def test_a_withdrawn_dataset_says_so_through_the_api(city: Any) -> None:
    withdraw_dataset(city)
    shown = city.stranger.action.package_show(id="economy-buildings")
    assert (shown["state"], shown["withdrawn_ground"]) == ("withdrawn", GROUND)


def test_a_dataset_comes_back_as_it_was(city: Any) -> None:
    before = city.client.action.package_show(id="economy-buildings")
    withdraw_dataset(city)
    city.client.action.package_patch(id="economy-buildings", state="active")
    after = city.client.action.package_show(id="economy-buildings")
    assert {**after, "metadata_modified": ""} == {**before, "metadata_modified": ""}
    assert requests.get(before["resources"][0]["url"], timeout=10).content == b"id,title\n1,x\n"


def test_a_change_of_another_field_brings_nothing_back(city: Any) -> None:
    withdraw_dataset(city)
    since = city.client.action.package_show(id="economy-buildings")["withdrawn_at"]
    city.client.action.package_patch(id="economy-buildings", title="Інша назва")
    city.client.action.package_update(
        name="economy-buildings", owner_org="lysychansk", title="Ще інша"
    )
    shown = city.client.action.package_show(id="economy-buildings")
    assert (shown["state"], shown["withdrawn_at"]) == ("withdrawn", since)


@pytest.mark.parametrize("ground", [None, "", "  ", 5])
def test_nothing_is_withdrawn_without_a_ground(city: Any, ground: object) -> None:
    with pytest.raises(ValidationError) as refused:
        city.client.action.package_patch(
            id="economy-buildings", state="withdrawn", withdrawn_ground=ground
        )
    assert "withdrawn_ground" in refused.value.error_dict
    assert city.client.action.package_show(id="economy-buildings")["state"] == "active"


def test_the_bytes_of_a_withdrawn_document_leave_the_disk(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    assert b"id,title\n1,x\n" not in city.files()
    assert told(resource["url"])[0] == 410
    assert city.client.action.resource_show(id=resource["id"])["state"] == "withdrawn"


def test_a_withdrawn_document_stands_on_its_page_as_a_sentence(city: Any) -> None:
    withdraw_resource(city, data_of(city)["id"])
    page = city.page("/dataset/economy-buildings").get_text(" ", strip=True)
    assert f"Підстава: {GROUND}." in page
    assert "0 документів" in page.replace("\u00a0", " ")


def test_a_withdrawn_document_is_found_by_nothing(city: Any) -> None:
    described = city.client.action.package_show(id="economy-buildings")["resources"][4]
    assert city.stranger.action.package_search(q="програм")["count"] == 1
    withdraw_resource(city, described["id"])
    shown = city.stranger.action.package_show(id="economy-buildings")
    assert described["id"] not in [item["id"] for item in shown["resources"]]
    assert city.stranger.action.package_search(q="програм")["count"] == 0


def test_a_patch_of_its_dataset_leaves_a_tombstone_alone(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    city.client.action.package_patch(id="economy-buildings", title="Інша назва")
    assert city.client.action.resource_show(id=resource["id"])["state"] == "withdrawn"
    with pytest.raises(NotFound):
        city.client.action.resource_patch(id=resource["id"], name="Жива")


def test_a_document_made_again_under_its_id_takes_its_old_place(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    city.client.action.resource_create(
        id=resource["id"],
        package_id="economy-buildings",
        name=resource["name"],
        resource_type="data",
        upload=("buildings.csv", io.BytesIO(b"id,title\n1,x\n")),
    )
    back = data_of(city)
    same = ("id", "url", "created", "position", "hash")
    assert {key: back[key] for key in same} == {key: resource[key] for key in same}
    assert requests.get(back["url"], timeout=10).content == b"id,title\n1,x\n"


def test_withdrawing_twice_changes_nothing(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    first = city.client.action.resource_show(id=resource["id"])
    withdraw_resource(city, resource["id"])
    assert city.client.action.resource_show(id=resource["id"]) == first


def test_a_withdrawn_id_is_not_for_another_dataset(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    with pytest.raises(ValidationError):
        city.client.action.resource_create(
            id=resource["id"], package_id="organization-orders", url="https://x.example"
        )


def test_deleting_a_dataset_takes_its_tombstones_along(city: Any) -> None:
    resource = data_of(city)
    withdraw_resource(city, resource["id"])
    city.client.action.package_delete(id="economy-buildings")
    with pytest.raises(NotFound):
        city.client.action.resource_show(id=resource["id"])
