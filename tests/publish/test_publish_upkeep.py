"""What years of updates leave as it was on every portal: ids, order, names, words of others."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from labs import Lab, Line
from small_city import City
from test_publish_contract import (
    CHANGED,
    FIRST,
    check_everything_once,
    files_on,
    full_release,
    places_on,
    publish,
    refused,
    small_release,
)

from pipeline.model import PortalResult, Release
from pipeline.publish.push import plan_release, publish_release
from pipeline.publish.steps import Act


@pytest.fixture
def town(city: City, lab: Lab) -> City:
    return city.named(lab.free_name())


def writes(line: Line) -> dict[str, int]:
    """How often each action that changes something was called."""
    reading = {"package_show", "status_show", "organization_show"}
    return Counter(action for action in line.actions if action not in reading)


def planned(town: City, lab: Lab, release: Release) -> list[tuple[Act, str]]:
    plan = plan_release(
        town.dataset, release, town.publisher, lab.portal, lab.client(), town.ledger
    )
    return [(step.act, step.file.filename) for step in plan.steps]


def resource_of(town: City, lab: Lab, filename: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        item
        for item in lab.show(town.dataset.name)["resources"]
        if item["url"].endswith(f"/{filename}")
    )
    return found


# What goes out


def test_a_changed_description_is_one_patch_and_no_document_goes(town: City, lab: Lab) -> None:
    release = full_release(town)
    publish(town, lab, release)
    town = replace(town, dataset=replace(town.dataset, description="Споруди громади."))
    assert planned(town, lab, release) == [
        (Act.REPLACE, "passport.csv"),
        (Act.REPLACE, "datapackage.json"),
    ]
    line = Line()
    assert publish(town, lab, release, line).sentence.startswith("оновлено супровідні файли, ")
    assert writes(line) == {"package_patch": 1, "resource_patch": 2}
    assert lab.show(town.dataset.name)["notes"] == "Споруди громади."


def test_a_record_edited_by_hand_is_one_patch_and_no_upload(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    lab.person().package_patch(id=town.dataset.name, notes="Хтось")
    line = Line()
    publish(town, lab, release, line)
    assert writes(line) == {"package_patch": 1}
    check_everything_once(town, lab, release)


def test_a_file_s_words_edited_by_hand_are_one_patch_and_no_upload(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    table = resource_of(town, lab, "buildings.csv")
    lab.person().resource_patch(id=table["id"], name="Хтось", description="Не те")
    line = Line()
    assert publish(town, lab, release, line).sentence.startswith("оновлено опис")
    sent = {"resource_patch"} if lab.profile != "ckan" else {"resource_patch", "package_revise"}
    assert (sum(writes(line).values()), set(writes(line)) <= sent) == (1, True)
    found = resource_of(town, lab, "buildings.csv")
    assert (found["name"], found["hash"]) == (table["name"], table["hash"])
    check_everything_once(town, lab, release)


def test_a_replaced_file_shows_the_size_type_and_hash_of_the_new_one(town: City, lab: Lab) -> None:
    before = town.release(town.plain("наказ.pdf", b"%PDF-1.4 short"))
    publish(town, lab, before)
    content = b"%PDF-1.4 " + b"much longer than it was" * 9
    after = town.release(town.plain("наказ.pdf", content), previous=before)
    publish(town, lab, after)
    (sent,) = after.documents[0].files
    shown = resource_of(town, lab, sent.filename)
    assert (shown["size"], shown["mimetype"], shown["hash"], shown["format"]) == (
        len(content),
        "application/pdf",
        f"sha256:{sent.sha256}",
        "PDF",
    )
    answer = requests.get(shown["url"], headers={"Authorization": lab.key}, timeout=30)
    assert answer.content == content


def test_a_key_that_this_portal_alone_asks_for_stands_in_the_record_or_its_loss_is_told(
    town: City, lab: Lab
) -> None:
    portal = replace(lab.portal, fields={"kod_yedrpou": "04052502"})
    outcome = publish_release(
        town.dataset,
        small_release(town),
        town.publisher,
        portal,
        lab.client(),
        town.ledger,
        town.archive,
        town.now,
        "tests",
    )
    shown = lab.show(town.dataset.name)
    custom = {item["key"]: item["value"] for item in shown.get("extras", [])}
    if lab.profile == "data.gov.ua":  # it keeps no key that is not of its own form
        assert outcome.result is PortalResult.FAILED
        assert "зберіг не те: kod_yedrpou" in outcome.sentence
    else:
        assert outcome.result is PortalResult.PUBLISHED
        assert {**shown, **custom}["kod_yedrpou"] == "04052502"


@pytest.mark.ckan
def test_a_new_file_has_the_preview_the_portal_gives_its_kind(city: City, real: Lab) -> None:
    town = city.named(real.free_name())
    publish(town, real, town.release(town.plain("план.png", b"\x89PNG\r\n\x1a\n")))
    picture = resource_of(town, real, "orders-plan.png")
    views = real.person().resource_view_list(id=picture["id"])
    assert [view["view_type"] for view in views] == ["image_view"]


# What stays


def test_the_order_of_files_is_kept_whatever_changes(town: City, lab: Lab) -> None:
    release = full_release(town)
    publish(town, lab, release)
    order = list(places_on(lab, town).items())
    release = town.release(
        town.table("buildings", CHANGED),
        town.table("listofreports", [("5", "")], "2021-Q1"),
        town.table("listofreports", [("9", "")], "2021-Q3"),
        previous=release,
    )
    publish(town, lab, release)
    now = list(places_on(lab, town).items())
    assert now[: len(order)] == order
    assert [url.rpartition("/")[2] for _, url in now[len(order) :]] == ["listofreports-2021-q3.csv"]


def test_names_of_files_are_ascii_and_stand_in_their_addresses(town: City, lab: Lab) -> None:
    release = full_release(town)
    publish(town, lab, release)
    wanted = {file.filename for document in release.documents for file in document.files}
    shown = set(files_on(lab, town))
    assert wanted < shown
    assert [name for name in shown if not re.fullmatch(r"[a-z0-9-]+\.[a-z0-9]+", name)] == []
    assert all(urlsplit(url).path.isascii() for url in places_on(lab, town).values())


def test_what_others_added_to_the_record_stays_beside_our_changes(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    extras = lab.show(town.dataset.name).get("extras", [])
    lab.person().package_patch(
        id=town.dataset.name,
        extras=[*extras, {"key": "odessa", "value": "7"}],
        version="7",
    )
    changed = town.release(town.table("buildings", CHANGED), previous=release)
    town = replace(town, dataset=replace(town.dataset, purpose="Облік", description="Інший опис."))
    assert publish(town, lab, changed).result is PortalResult.PUBLISHED
    shown = lab.show(town.dataset.name)
    assert {"key": "odessa", "value": "7"} in shown["extras"]
    assert (shown["version"], shown["notes"]) == ("7", "Інший опис.")


@pytest.mark.ckan
def test_what_a_person_hid_stays_hidden(city: City, real: Lab) -> None:
    town = city.named(real.free_name())
    release = small_release(town)
    publish(town, real, release)
    real.approve(town.dataset.name)
    real.person().package_patch(id=town.dataset.name, private=True)
    changed = town.release(town.table("buildings", CHANGED), previous=release)
    outcome = publish(town, real, changed)
    assert outcome.sentence.startswith("надіслано 1\u00a0документ, ")
    assert real.show(town.dataset.name)["private"]


def test_a_file_replaced_by_hand_is_sent_again_in_its_own_place(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    places = places_on(lab, town)
    table = resource_of(town, lab, "buildings.csv")
    theirs = io.BytesIO(b"not,ours\n")
    theirs.name = "buildings.csv"
    lab.person().resource_patch(id=table["id"], upload=theirs, hash="")
    line = Line()
    assert publish(town, lab, release, line).result is PortalResult.PUBLISHED
    assert writes(line) == {"resource_patch": 1}
    assert places_on(lab, town) == places
    check_everything_once(town, lab, release)


# What a portal does not take, or does not keep


class Small(Line):
    """Before the portal stands a proxy that takes no pictures."""

    def send(self, request: Any, *args: object, **options: object) -> object:
        fields = getattr(getattr(request.body, "encoder", None), "fields", {})
        if any(value[0].endswith(".png") for value in fields.values() if len(value) == 3):
            return refused(request)
        return super().send(request, *args, **options)


def test_a_file_the_portal_will_not_have_is_named_and_stops_no_other(town: City, lab: Lab) -> None:
    names = ["а.txt", "план.png", "я.txt"]
    release = town.release(*(town.plain(name, name.encode()) for name in names))
    outcome = publish(town, lab, release, Small())
    assert outcome.result is PortalResult.FAILED
    assert outcome.sentence.startswith("orders-plan.png — Файл завеликий для порталу ")
    sent = ["orders-a.txt", "orders-ya.txt", "passport.csv"]
    assert sorted(files_on(lab, town)) == sent
    assert publish(town, lab, release).result is PortalResult.PUBLISHED
    assert sorted(files_on(lab, town)) == sorted([*sent, "orders-plan.png", "datapackage.json"])


class Forgetful(Line):
    """A portal whose own form has no such field: it takes it and says nothing."""

    def send(self, request: Any, *args: object, **options: object) -> object:
        if request.url.endswith(("package_create", "package_patch")):
            sent = json.loads(request.body)
            sent.pop("author_email", None)
            request.prepare_body(None, None, json=sent)
        return super().send(request, *args, **options)


def test_a_field_that_a_portal_drops_in_silence_is_named(town: City, lab: Lab) -> None:
    release = town.release(town.table("buildings", FIRST))
    outcome = publish(town, lab, release, Forgetful())
    assert outcome.result is PortalResult.FAILED
    assert "зберіг не те: author_email" in outcome.sentence
    assert sorted(files_on(lab, town)) == [
        "buildings.csv",
        "buildings.xlsx",
        "datapackage.json",
        "passport.csv",
        "structure-buildings.csv",
    ]


def test_a_record_data_gov_ua_would_refuse_is_told_before_anything_is_sent(
    town: City, lab: Lab
) -> None:
    strict = replace(lab, profile="data.gov.ua")
    asked = replace(town.dataset, frequency="щокварталу", purpose="")
    line = Line()
    outcome = publish(replace(town, dataset=asked), strict, small_release(town), line)
    assert (outcome.result, line.actions) == (PortalResult.FAILED, [])
    assert outcome.sentence == (
        "Для data.gov.ua обов’язкове поле «purpose_of_collecting_information», а воно порожнє. "
        "Портал не знає періоду оновлення «щокварталу»."
    )
