"""What the doctor learns of a portal, from a real embedded one and from answers of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import responses

from pipeline.doctor.diagnosis import Diagnosis, Light, green
from pipeline.doctor.portals import check_portal
from pipeline.model import Portal
from pipeline.portal.serve import running_portal
from pipeline.portal.site import read_site_id
from pipeline.publish.ckan import PortalClient
from pipeline.secret import SecretMissing

CKAN = Portal("gov", "https://ckan.example", "misto", "ckan")


def look(
    portal: Portal, key: str | None = "key", site: Callable[[], str | None] = lambda: None
) -> Diagnosis:
    def open_client() -> PortalClient:
        return PortalClient(portal.url, key, read_attempts=1)

    return check_portal(portal, open_client, site)


def answer(action: str, result: object) -> None:
    body = json.dumps({"success": True, "result": result})
    address = f"{CKAN.url}/api/action/{action}"
    responses.get(address, body=body, content_type="application/json")


@responses.activate
def test_a_key_with_the_right_of_the_organization_is_well() -> None:
    answer("status_show", {"ckan_version": "2.11.0"})
    answer("organization_list_for_user", [{"name": "misto"}])

    assert look(CKAN) == green(
        "Портал «gov»", "https://ckan.example, CKAN 2.11.0; ключ дає право публікувати в «misto»"
    )
    asked = [str(call.request.url) for call in responses.calls]
    assert any("permission=create_dataset" in url for url in asked)


@responses.activate
def test_an_old_portal_is_told_to_take_files_one_by_one() -> None:
    answer("status_show", {"ckan_version": "2.7.2"})
    answer("organization_list_for_user", [{"name": "misto"}])

    assert "CKAN 2.7.2, файли по одному" in look(CKAN).sentence


@responses.activate
def test_a_key_of_another_organization_is_red_and_names_what_it_may() -> None:
    answer("status_show", {"ckan_version": "2.11.0"})
    answer("organization_list_for_user", [{"name": "other"}])

    found = look(CKAN)
    assert found.light is Light.RED
    assert "не дає прав в організації «misto»; доступні: other" in found.sentence


@responses.activate
def test_a_portal_that_does_not_answer_is_red() -> None:
    found = look(CKAN)
    assert (found.light, found.advice.startswith("перевірте адресу")) == (Light.RED, True)


def test_a_key_that_is_nowhere_is_red() -> None:
    def missing() -> PortalClient:
        raise SecretMissing("не задано секрет GOV_KEY: додайте змінну оточення GOV_KEY")

    found = check_portal(CKAN, missing, lambda: None)
    assert (found.light, "GOV_KEY" in found.sentence) == (Light.RED, True)


# The embedded one


@pytest.fixture
def city() -> Portal:
    return Portal("city", "", "misto", "embedded")


def test_an_embedded_portal_that_never_ran_is_made_by_the_first_run(city: Portal) -> None:
    assert look(city) == green("Портал «city»", "ще не запускали; перша публікація його створить")


def test_our_own_portal_is_known_by_its_id_and_takes_our_key(city: Portal, tmp_path: Path) -> None:
    with running_portal(tmp_path) as url:
        key = (tmp_path / "key").read_text().strip()
        here = replace(city, url=url)
        found = look(here, key, lambda: read_site_id(tmp_path))
        assert found.sentence.endswith("організацію створить перша публікація")
        with PortalClient(url, key) as client:
            client.ensure_organization("misto", "Місто")
        found = look(here, key, lambda: read_site_id(tmp_path))
        assert found.sentence.endswith("ключ дає право публікувати в «misto»")
        stranger = look(here, key, lambda: "another")
        assert (stranger.light, "не портал нашої теки" in stranger.sentence) == (Light.RED, True)
        wrong = look(here, "wrong", lambda: read_site_id(tmp_path))
        assert (wrong.light, "не впізнає ключа" in wrong.sentence) == (Light.RED, True)


def test_our_own_portal_asleep_is_no_disaster(city: Portal, tmp_path: Path) -> None:
    with running_portal(tmp_path) as url:
        pass
    found = look(replace(city, url=url), "key", lambda: "id")
    assert (found.light, "pipeline publish запустить його" in found.sentence) == (
        Light.YELLOW,
        True,
    )
