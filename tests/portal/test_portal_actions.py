"""The action API as ckanapi sees it."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
import requests
from ckanapi import NotFound, RemoteCKAN, ValidationError

from pipeline.portal.site import read_site_id

PRESET = "5f0f8f6c-7c1e-4d8e-9b1d-2a3c4d5e6f70"


def test_status_names_the_site_by_the_id_its_folder_keeps(portal: Any) -> None:
    status = portal.stranger.action.status_show()
    assert (
        status["ckan_version"],
        status["site_id"],
        status["site_url"],
        status["site_title"],
    ) == (
        "2.10.0",
        read_site_id(portal.folder),
        portal.url,
        "Відкриті дані",
    )


@pytest.mark.parametrize("base", ["/api/3/action", "/api/action"])
def test_reads_answer_get_and_post_under_both_addresses(portal: Any, base: str) -> None:
    portal.client.action.package_create(name="tariffs", owner_org="lysychansk")
    address = f"{portal.url}{base}/package_show"
    got = requests.get(address, params={"id": "tariffs"}, timeout=10).json()
    posted = requests.post(address, json={"id": "tariffs"}, timeout=10).json()
    curled = requests.post(address, data='{"id": "tariffs"}', timeout=10).json()
    assert got == posted == curled
    assert got["success"] is True
    assert got["help"] == f"{portal.url}/api/3/action/help_show?name=package_show"


def test_a_dataset_keeps_its_custom_keys_extras_and_tags(portal: Any, dataset: Any) -> None:
    extras = [{"key": "КАТОТТГ", "value": "UA44120070010048859"}]
    portal.client.action.package_patch(id=dataset["id"], extras=extras)
    shown = portal.stranger.action.package_show(id="economy-buildings")
    assert shown["purpose_of_collecting_information"] == "Облік майна громади"
    assert shown["actual_at"] == "2021-06-30T21:00:00+00:00"
    assert shown["extras"] == extras
    assert [tag["name"] for tag in shown["tags"]] == ["майно", "оренда"]
    assert (shown["license_title"], shown["isopen"]) == (
        "Creative Commons Attribution 4.0 (CC BY 4.0)",
        True,
    )
    assert shown["organization"]["name"] == "lysychansk"
    assert (shown["num_tags"], shown["num_resources"], shown["state"]) == (2, 0, "active")


def test_tag_string_makes_tags(portal: Any) -> None:
    made = portal.client.action.package_create(
        name="tariffs", owner_org="lysychansk", tag_string="тарифи, вода,,тарифи"
    )
    assert [tag["name"] for tag in made["tags"]] == ["тарифи", "вода"]


def test_a_dataset_without_a_title_is_shown_under_its_name(portal: Any) -> None:
    made = portal.client.action.package_create(name="tariffs", owner_org="lysychansk")
    assert made["title"] == "tariffs"


def test_update_without_resources_removes_them_and_their_files(city: Any) -> None:
    before = city.client.action.package_show(id="economy-buildings")
    fields = {"id": before["id"], "owner_org": "lysychansk", "title": "Інша назва"}
    updated = city.client.action.package_update(**fields)
    assert (updated["resources"], updated["title"], updated["author"]) == ([], "Інша назва", None)
    assert updated["name"] == "economy-buildings"
    assert updated["metadata_created"] == before["metadata_created"]
    assert b"id,title\n1,x\n" not in city.files()


def test_patch_keeps_what_it_does_not_name(city: Any) -> None:
    before = city.client.action.package_show(id="economy-buildings")
    patched = city.client.action.package_patch(id="economy-buildings", title="Інша назва")
    changed = {"title", "metadata_modified"}
    assert {key: value for key, value in patched.items() if key not in changed} == {
        key: value for key, value in before.items() if key not in changed
    }
    assert patched["title"] == "Інша назва"


def test_an_update_that_changes_nothing_leaves_the_record_as_it_was(city: Any) -> None:
    before = city.client.action.package_show(id="economy-buildings")
    assert city.client.action.package_update(**before) == before
    assert city.client.action.package_patch(id=before["id"], title=before["title"]) == before
    resource = before["resources"][0]
    assert city.client.action.resource_update(**resource) == resource
    assert city.client.action.package_show(id="economy-buildings") == before


def test_update_puts_the_resources_in_the_order_it_lists_them(city: Any) -> None:
    before = city.client.action.package_show(id="economy-buildings")
    listed = [before["resources"][2], before["resources"][0]]
    after = city.client.action.package_update(**{**before, "resources": listed})
    assert [(each["id"], each["position"]) for each in after["resources"]] == [
        (listed[0]["id"], 0),
        (listed[1]["id"], 1),
    ]
    assert [each["hash"] for each in after["resources"]] == [each["hash"] for each in listed]


def test_a_dataset_may_be_made_with_links(portal: Any) -> None:
    made = portal.client.action.package_create(
        name="budget",
        owner_org="lysychansk",
        resources=[{"url": "https://openbudget.gov.ua/", "name": "Бюджет", "format": "HTML"}],
    )
    link = made["resources"][0]
    assert (link["url"], link["url_type"], link["size"], link["format"]) == (
        "https://openbudget.gov.ua/",
        None,
        None,
        "HTML",
    )


def test_delete_takes_the_dataset_its_files_and_its_name_away(city: Any) -> None:
    for name in ("economy-buildings", "organization-orders"):
        city.client.action.package_delete(id=name)
    with pytest.raises(NotFound):
        city.stranger.action.package_show(id="economy-buildings")
    assert city.files() == []
    made = city.client.action.package_create(name="economy-buildings", owner_org="lysychansk")
    assert made["resources"] == []


def test_package_list_is_sorted_and_can_be_cut(portal: Any) -> None:
    for name in ("tariffs", "shelters", "routes"):
        portal.client.action.package_create(name=name, owner_org="lysychansk")
    assert portal.stranger.action.package_list() == ["routes", "shelters", "tariffs"]
    assert portal.stranger.action.package_list(limit=1, offset=1) == ["shelters"]


def test_preset_ids_are_taken_as_they_are(portal: Any) -> None:
    package_id = str(uuid.uuid4())
    portal.client.action.package_create(id=package_id, name="tariffs", owner_org="lysychansk")
    made = portal.client.action.resource_create(
        id=PRESET, package_id="tariffs", upload=("tariffs.csv", io.BytesIO(b"a\n"))
    )
    address = f"/dataset/{package_id}/resource/{PRESET}/download/tariffs.csv"
    assert (made["id"], made["url"]) == (PRESET, portal.url + address)


def test_a_resource_updated_in_place_keeps_its_id_and_url(portal: Any, dataset: Any) -> None:
    act = portal.client.action
    first = act.resource_create(
        package_id=dataset["id"], name="Перелік", upload=("buildings.csv", io.BytesIO(b"1\n"))
    )
    second = act.resource_update(
        id=first["id"], name="Перелік", upload=("Buildings.CSV", io.BytesIO(b"1\n2\n"))
    )
    assert (second["id"], second["url"], second["size"]) == (first["id"], first["url"], 4)
    assert second["last_modified"] > first["last_modified"]
    assert second["created"] == first["created"]
    assert portal.files() == [b"1\n2\n"]


def test_patching_a_resource_keeps_its_file_and_its_date(portal: Any, dataset: Any) -> None:
    act = portal.client.action
    first = act.resource_create(
        package_id=dataset["id"], name="Перелік", upload=("b.csv", io.BytesIO(b"1\n"))
    )
    second = act.resource_patch(id=first["id"], description="96 рядків")
    changed = {"description", "metadata_modified"}
    assert {key for key in second if second[key] != first[key]} == changed


def test_a_resource_says_what_its_file_is(portal: Any, dataset: Any) -> None:
    made = portal.client.action.resource_create(
        package_id=dataset["id"], upload=("Межі міста_2.GeoJSON", io.BytesIO(b"{}"))
    )
    facts = ("format", "mimetype", "size", "hash", "url_type")
    assert {name: made[name] for name in facts} == {
        "format": "GeoJSON",
        "mimetype": "application/geo+json",
        "size": 2,
        "hash": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "url_type": "upload",
    }
    assert made["url"].endswith("/download/2.geojson")


def test_an_upload_may_become_a_link_and_its_bytes_go(portal: Any, dataset: Any) -> None:
    made = portal.client.action.resource_create(
        package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n"))
    )
    linked = portal.client.action.resource_update(id=made["id"], url="https://data.example/b.csv")
    assert (linked["url"], linked["url_type"]) == ("https://data.example/b.csv", None)
    assert portal.files() == []


def test_deleting_a_resource_takes_its_file_along(portal: Any, dataset: Any) -> None:
    made = portal.client.action.resource_create(
        package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n"))
    )
    assert portal.client.action.resource_delete(id=made["id"]) is None
    with pytest.raises(NotFound):
        portal.stranger.action.resource_show(id=made["id"])
    assert portal.files() == []


def test_resources_are_put_in_order(portal: Any, dataset: Any) -> None:
    act = portal.client.action
    for number in range(3):
        act.resource_create(package_id=dataset["id"], url=f"https://data.example/{number}.csv")
    present = [item["id"] for item in act.package_show(id=dataset["id"])["resources"]]
    first = present[-1]
    wanted = [first, *present[:-1]]
    assert act.package_resource_reorder(id=dataset["id"], order=[first]) == {
        "id": dataset["id"],
        "order": wanted,
    }
    assert [item["id"] for item in act.package_show(id=dataset["id"])["resources"]] == wanted
    with pytest.raises(ValidationError):
        act.package_resource_reorder(id=dataset["id"], order=["x"])


def test_organizations_are_made_listed_and_shown(portal: Any, dataset: Any) -> None:
    act = portal.stranger.action
    assert act.organization_list() == ["lysychansk"]
    shown = act.organization_show(id="lysychansk")
    assert act.organization_list(all_fields=True) == [shown]
    assert (shown["title"], shown["package_count"], shown["is_organization"]) == (
        "Лисичанська міська військово-цивільна адміністрація",
        1,
        True,
    )


def test_only_a_key_holder_has_organizations_to_publish_for(portal: Any) -> None:
    ask = {"permission": "create_dataset"}
    own = portal.client.call_action("organization_list_for_user", ask)
    assert [(each["name"], each["capacity"]) for each in own] == [("lysychansk", "admin")]
    assert portal.stranger.call_action("organization_list_for_user", ask) == []
    wrong = RemoteCKAN(portal.url, apikey="wrong")
    assert wrong.call_action("organization_list_for_user", ask) == []


def test_the_small_lists_are_there(portal: Any) -> None:
    assert portal.stranger.action.group_list() == []
    assert "cc-by" in [licence["id"] for licence in portal.stranger.action.license_list()]
    said = portal.stranger.action.help_show(name="package_delete")
    assert said.startswith("Take a dataset, its resources and their files away for good")


def test_a_taken_id_is_refused(portal: Any, dataset: Any) -> None:
    act = portal.client.action
    act.resource_create(id=PRESET, package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1")))
    with pytest.raises(ValidationError) as refusal:
        act.resource_create(id=PRESET, package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"2")))
    assert refusal.value.error_dict["id"] == ["Ресурс із таким id уже є."]
    assert portal.files() == [b"1"]
