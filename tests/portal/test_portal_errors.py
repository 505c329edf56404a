"""Refusals: CKAN's status codes and bodies."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError
from ckanapi.errors import SearchQueryError

WRITES = [
    "organization_create",
    "package_create",
    "package_update",
    "package_patch",
    "package_delete",
    "package_resource_reorder",
    "resource_create",
    "resource_update",
    "resource_patch",
    "resource_delete",
]


def post(portal: Any, action: str, key: str | None = None, **sent: Any) -> Any:
    headers = {"Authorization": key} if key else {}
    address = f"{portal.url}/api/3/action/{action}"
    return requests.post(address, headers=headers | sent.pop("headers", {}), timeout=10, **sent)


def test_an_unknown_action_is_a_bare_sentence(portal: Any) -> None:
    answer = post(portal, "package_revise", json={})
    assert (answer.status_code, answer.json()) == (
        400,
        "Bad request - Action name not known: package_revise",
    )


@pytest.mark.parametrize("body", ["{", "[1]", '"x"'])
def test_a_body_that_is_no_json_object_is_refused(portal: Any, body: str) -> None:
    sent = {"data": body, "headers": {"Content-Type": "application/json"}}
    answer = post(portal, "package_show", **sent)
    assert answer.status_code == 400
    assert answer.json().startswith("Bad request - JSON Error: ")


def test_a_write_by_get_is_refused(portal: Any) -> None:
    address = f"{portal.url}/api/3/action/package_delete"
    answer = requests.get(address, params={"id": "x"}, timeout=10)
    assert answer.status_code == 400


@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize("key", [None, "wrong"])
def test_writing_needs_a_key(portal: Any, action: str, key: str | None) -> None:
    answer = post(portal, action, key, json={"id": "x", "name": "x"})
    assert (answer.status_code, answer.json()) == (
        403,
        {
            "help": f"{portal.url}/api/3/action/help_show?name={action}",
            "success": False,
            "error": {
                "__type": "Authorization Error",
                "message": "Access denied: потрібен чинний ключ API",
            },
        },
    )


@pytest.mark.parametrize("header", ["Authorization", "X-CKAN-API-Key"])
def test_the_key_may_come_in_either_header(portal: Any, header: str) -> None:
    sent = {"json": {"name": "tariffs", "owner_org": "lysychansk"}, "headers": {header: portal.key}}
    assert post(portal, "package_create", **sent).status_code == 200


def test_ckanapi_tells_the_refusals_apart(portal: Any) -> None:
    with pytest.raises(NotAuthorized):
        RemoteCKAN(portal.url, apikey="wrong").action.package_create(name="tariffs")
    with pytest.raises(NotFound):
        portal.client.action.package_show(id="nothing")
    with pytest.raises(NotFound):
        portal.client.action.resource_create(package_id="nothing", url="https://x.example")
    with pytest.raises(ValidationError):
        portal.client.action.package_create(name="tariffs", owner_org="another-city")
    with pytest.raises(SearchQueryError):
        portal.client.action.package_search(fq="colour:green")


def test_not_found_has_ckans_body(portal: Any) -> None:
    answer = post(portal, "resource_show", json={"id": "nothing"})
    assert (answer.status_code, answer.json()["error"]) == (
        404,
        {
            "__type": "Not Found Error",
            "message": "Not found: ресурсу «nothing» на порталі немає",
        },
    )


def test_one_answer_names_every_broken_rule(portal: Any) -> None:
    wrong = {
        "name": "Реєстр",
        "title": 5,
        "tags": [{"name": "?"}],
        "extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}],
        "private": True,
        "groups": [{"name": "transport"}],
        "resources": "none",
    }
    answer = post(portal, "package_create", portal.key, json=wrong)
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        {
            "__type": "Validation Error",
            "title": ["Потрібен текст."],
            "name": ["Дозволено від 2 до 100 малих латинських літер, цифр, знаків «-» та «_»."],
            "owner_org": ["Це поле обов’язкове."],
            "tags": ["Мітка «?»: 2–100 літер, цифр, пробілів, знаків «-», «_», «.»."],
            "extras": ["Ключ «a» повторюється."],
            "resources": ["Потрібен перелік ресурсів."],
            "private": ["Закритих наборів портал не веде."],
            "groups": ["Груп на цьому порталі немає."],
        },
    )


@pytest.mark.parametrize(
    ("action", "sent", "field"),
    [
        ("package_show", {}, "name_or_id"),
        ("package_create", {"name": "a", "owner_org": "lysychansk"}, "name"),
        ("package_create", {"name": "x" * 101, "owner_org": "lysychansk"}, "name"),
        ("package_create", {"name": "economy-buildings", "owner_org": "lysychansk"}, "name"),
        ("package_create", {"id": "no-uuid", "name": "ok", "owner_org": "lysychansk"}, "id"),
        ("package_create", {"name": "ok", "owner_org": "lysychansk", "tags": ["x"]}, "tags"),
        ("package_create", {"name": "ok", "owner_org": "lysychansk", "extras": [1]}, "extras"),
        ("organization_create", {"name": "lysychansk"}, "name"),
        ("resource_create", {"name": "x"}, "package_id"),
        ("resource_create", {"package_id": "economy-buildings"}, "url"),
        ("resource_create", {"package_id": "economy-buildings", "id": "7", "url": "x"}, "id"),
        ("resource_create", {"package_id": "economy-buildings", "url": "x", "name": 5}, "name"),
        ("package_search", {"rows": "багато"}, "rows"),
        ("package_search", {"start": -1}, "start"),
    ],
)
def test_a_broken_rule_names_its_field(
    portal: Any, dataset: Any, action: str, sent: dict[str, Any], field: str
) -> None:
    answer = post(portal, action, portal.key, json=sent)
    assert answer.status_code == 409
    assert set(answer.json()["error"]) == {"__type", field}


def test_a_refused_call_changes_nothing(portal: Any, dataset: Any) -> None:
    with pytest.raises(ValidationError):
        portal.client.action.package_update(
            **{**dataset, "title": "Інша", "resources": [{"name": "без файлу"}]}
        )
    assert portal.client.action.package_show(id=dataset["id"]) == dataset


def test_a_full_disk_is_an_honest_failure(
    portal: Any, dataset: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.portal.files.Upload.write", fail)
    files = {"upload": ("b.csv", io.BytesIO(b"1\n"))}
    sent = {"data": {"package_id": dataset["id"]}, "files": files}
    answer = post(portal, "resource_create", portal.key, **sent)
    assert (answer.status_code, answer.json()["error"]["__type"]) == (500, "Internal Server Error")
    assert list((portal.folder / "incoming").iterdir()) == []


def test_other_sites_may_read_but_not_write(portal: Any) -> None:
    address = f"{portal.url}/api/3/action/package_create"
    allowed = requests.options(address, headers={"Origin": "https://x.example"}, timeout=10).headers
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert allowed["Access-Control-Allow-Headers"] == "Content-Type"
    read = requests.get(f"{portal.url}/api/3/action/status_show", timeout=10)
    assert read.headers["Access-Control-Allow-Origin"] == "*"
