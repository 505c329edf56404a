"""What a portal can answer, or not answer, and what a person reads of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from pipeline.publish.ckan import Capabilities, PortalClient
from pipeline.publish.errors import (
    FieldsRefused,
    NotAllowed,
    Overtaken,
    PortalDown,
    PortalError,
    PortalNotFound,
    Unanswered,
)
from pipeline.publish.rights import explain_rights
from pipeline.publish.state import read_state
from pipeline.publish.uploads import Upload as FileUpload

URL = "https://portal.example"
KEY = "5d1c-secret-key"
READ = f"{URL}/api/action/package_show"
WRITE = f"{URL}/api/action/package_patch"
UPLOAD = f"{URL}/api/action/resource_create"


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(pauses: list[float]) -> PortalClient:
    return PortalClient(URL, KEY, sleep=pauses.append)


def upload(client: PortalClient) -> None:
    fields = {"id": "r1", "mimetype": "text/csv", "size": "4"}
    client.upload_resource("resource_create", fields, "stops.csv", io.BytesIO(b"a,b\n"))


def refusal(kind: str, **fields: object) -> dict[str, object]:
    return {"success": False, "error": {"__type": kind, **fields}}


# What is sent


def test_the_bare_key_goes_in_both_headers_with_a_name_of_ours(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    headers = {"Authorization": KEY, "X-CKAN-API-Key": KEY}
    answer = {"success": True, "result": {}}
    web.post(WRITE, json=answer, match=[matchers.header_matcher(headers)])
    web.post(UPLOAD, json=answer, match=[matchers.header_matcher(headers)])
    client.patch_package({"id": "p1"})
    upload(client)
    agents = {str(call.request.headers["User-Agent"]).split("/")[0] for call in web.calls}
    assert agents == {"open-data-pipeline"}


def test_an_upload_is_a_form_with_the_file_last(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sent: list[bytes] = []

    def keep(request: Any) -> tuple[int, dict[str, str], str]:
        sent.append(request.body)
        return 200, {}, json.dumps({"success": True, "result": {}})

    web.add_callback("POST", UPLOAD, keep)
    upload(client)
    parts = [part.split(b"\r\n")[1] for part in sent[0].split(b"\r\n--")[:-1]]
    assert parts[0].endswith(b'name="id"')
    assert parts[-1].endswith(b'name="upload"; filename="stops.csv"')
    assert b"a,b\n" in sent[0]


def test_every_request_has_timeouts(client: PortalClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def send(self: object, request: object, **options: object) -> requests.Response:
        seen.append(options["timeout"])
        raise requests.ReadTimeout

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    for call in (lambda: client.patch_package({}), lambda: upload(client)):
        with pytest.raises(Unanswered):
            call()
    assert seen == [(10, 60), (10, 600)]


def test_a_key_is_in_no_repr_and_no_error(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    web.post(WRITE, json=refusal("Authorization Error", message="Access denied"), status=403)
    with pytest.raises(NotAllowed) as caught:
        client.patch_package({"id": "p1"})
    assert KEY not in repr(client) + repr(caught.value) + str(caught.value)


# What is answered


def sentences_of_a_write(
    web: responses.RequestsMock, client: PortalClient, error: type[PortalError], **answer: Any
) -> str:
    web.post(WRITE, **answer)
    with pytest.raises(PortalError) as caught:
        client.patch_package({"id": "p1"})
    assert type(caught.value) is error
    return caught.value.sentence


def test_400_says_that_the_request_was_not_understood(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentence = sentences_of_a_write(
        web,
        client,
        PortalError,
        status=400,
        json="Bad request - Action name not known: package_patch",
    )
    assert "не зрозумів запиту (400)" in sentence


def test_403_says_to_check_the_key_and_the_role(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentence = sentences_of_a_write(
        web,
        client,
        NotAllowed,
        status=403,
        json=refusal("Authorization Error", message="У доступі відмовлено"),
    )
    assert sentence == (
        "Портал portal.example відмовив у доступі (403): ключ невідомий або не має прав на цю "
        "організацію чи набір. Перевірте ключ і роль його власника (потрібен редактор)."
    )


def test_404_is_told_apart(web: responses.RequestsMock, client: PortalClient) -> None:
    sentences_of_a_write(
        web, client, PortalNotFound, status=404, json=refusal("Not Found Error", message="x")
    )


def test_409_names_the_fields_with_the_portal_s_own_words(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentence = sentences_of_a_write(
        web,
        client,
        FieldsRefused,
        status=409,
        json=refusal("Validation Error", title=["Бракує значення"], extras=[{"key": ["Є поле"]}]),
    )
    assert sentence == (
        "Портал portal.example не прийняв полів (409): title: Бракує значення; "
        "extras: key: Є поле. Виправте опис набору."
    )


def test_a_file_ckan_finds_too_large_says_what_to_ask_for(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    body = refusal("Validation Error", upload=["File upload too large"])
    web.post(UPLOAD, status=409, json=body)
    with pytest.raises(FieldsRefused, match=r"Файл завеликий.*ckan\.max_resource_size"):
        upload(client)


REVISE = f"{URL}/api/action/package_revise"
SEEN = read_state({"id": "p1", "metadata_modified": "2021-07-02T11:05:00.1"})


def revise(client: PortalClient) -> dict[str, str]:
    new = FileUpload("r1", {"mimetype": "text/csv"}, True, "stops.csv", io.BytesIO(b"a,b\n"))
    return client.upload_many(SEEN, [new])


def test_a_file_ckan_finds_too_large_among_others_says_the_same(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    body = refusal("Validation Error", resources=[{}, {"upload": ["File upload too large"]}])
    web.post(REVISE, status=409, json=body)
    with pytest.raises(FieldsRefused, match=r"Файл завеликий.*ckan\.max_resource_size"):
        revise(client)


def test_a_dataset_changed_by_somebody_meanwhile_is_told_apart(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    web.post(REVISE, status=409, json=refusal("Validation Error", match=["metadata_modified"]))
    with pytest.raises(Overtaken, match="саме змінює хтось інший"):
        revise(client)


def test_previews_that_a_portal_does_not_give_cost_no_file(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    package = {"id": "p1", "resources": [{"id": "r1", "url": f"{URL}/stops.csv"}]}
    web.post(REVISE, json={"success": True, "result": {"package": package}})
    views = f"{URL}/api/action/package_create_default_resource_views"
    web.post(views, status=400, json="Bad request - Action name not known")
    assert revise(client) == {"r1": f"{URL}/stops.csv"}


def test_a_file_the_proxy_finds_too_large_says_the_same(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    web.post(UPLOAD, status=413, body="<html>413 Request Entity Too Large</html>")
    with pytest.raises(PortalError, match="Файл завеликий"):
        upload(client)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_write_that_ends_in_a_server_error_has_an_unknown_outcome(
    web: responses.RequestsMock, client: PortalClient, status: int
) -> None:
    sentence = sentences_of_a_write(
        web, client, Unanswered, status=status, body="<html>Bad Gateway</html>"
    )
    assert f"зараз не працює ({status})" in sentence


def test_a_search_index_error_is_an_unknown_outcome_too(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    body = refusal("Search Index Error", message="Unable to add package to search index")
    sentences_of_a_write(web, client, Unanswered, status=500, json=body)


@pytest.mark.parametrize("kind", ["Search Error", "Search Query Error"])
def test_a_portal_whose_search_fails_is_down_for_now(
    web: responses.RequestsMock, client: PortalClient, kind: str
) -> None:
    body = refusal(kind, message="Solr is not there")
    sentence = sentences_of_a_write(web, client, Unanswered, status=409, json=body)
    assert "не працює пошук (409)" in sentence
    web.get(READ, status=409, json=body)
    with pytest.raises(PortalDown) as caught:
        client.read_package("stops")
    assert not isinstance(caught.value, Unanswered)


def test_bad_json_says_that_the_request_was_not_understood(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    body = "Bad request - JSON Error: Error decoding JSON data."
    sentence = sentences_of_a_write(web, client, PortalError, status=400, json=body)
    assert "не зрозумів запиту (400)" in sentence


def test_what_a_portal_sees_of_us_can_be_set(web: responses.RequestsMock) -> None:
    answer = {"success": True, "result": {}}
    named = [matchers.header_matcher({"User-Agent": "misto/1.0"})]
    web.post(WRITE, json=answer, match=named)
    web.post(UPLOAD, json=answer, match=named)
    web.get(f"{URL}/file", body=b"", match=named)
    client = PortalClient(URL, KEY, user_agent="misto/1.0")
    client.patch_package({"id": "p1"})
    upload(client)
    client.read_download(f"{URL}/file")


def test_429_waits_as_long_as_the_portal_asks(
    web: responses.RequestsMock, client: PortalClient, pauses: list[float]
) -> None:
    web.get(READ, status=429, headers={"Retry-After": "7"})
    web.get(READ, json={"success": True, "result": {"id": "p1"}})
    state = client.read_package("stops")
    assert state is not None
    assert pauses == [7]


def test_a_date_to_come_again_is_left_to_a_pause_of_our_own(
    web: responses.RequestsMock, client: PortalClient, pauses: list[float]
) -> None:
    web.get(READ, status=503, headers={"Retry-After": "Fri, 02 Jul 2021 11:05:00 GMT"})
    web.get(READ, json={"success": True, "result": {"id": "p1"}})
    assert client.read_package("stops") is not None
    assert [0 < pause < 2 for pause in pauses] == [True]


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, PortalError, "відхилив захист Cloudflare"),
        (503, Unanswered, "Відповів Cloudflare: можливо, він не пускає"),
    ],
)
def test_cloudflare_s_page_is_named(
    web: responses.RequestsMock,
    client: PortalClient,
    status: int,
    error: type[PortalError],
    words: str,
) -> None:
    page = "<!DOCTYPE html><title>Attention Required! | Cloudflare</title>"
    sentence = sentences_of_a_write(web, client, error, status=status, body=page)
    assert words in sentence


def test_a_web_page_in_place_of_the_api_says_to_check_the_address(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentence = sentences_of_a_write(
        web, client, PortalError, status=200, body="<html>Вітаємо</html>", content_type="text/html"
    )
    assert "відповідає вебсторінка, а не API" in sentence


def test_an_answer_cut_off_in_the_middle_is_an_unknown_outcome(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentences_of_a_write(
        web, client, Unanswered, body='{"success": true, "resu', content_type="application/json"
    )


def test_an_untrusted_certificate_is_no_temporary_trouble(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentence = sentences_of_a_write(
        web, client, PortalError, body=requests.exceptions.SSLError("certificate verify failed")
    )
    assert "сертифікат, якому не можна довіряти" in sentence


@pytest.mark.parametrize(
    "fault",
    [
        requests.exceptions.ReadTimeout(),
        requests.exceptions.ConnectionError("Connection aborted."),
        requests.exceptions.ChunkedEncodingError(),
    ],
)
def test_a_write_without_an_answer_has_an_unknown_outcome(
    web: responses.RequestsMock, client: PortalClient, fault: Exception
) -> None:
    sentences_of_a_write(web, client, Unanswered, body=fault)


def test_a_refused_connection_sent_nothing() -> None:
    client = PortalClient("http://127.0.0.1:9", KEY)
    with pytest.raises(PortalDown, match="з’єднання не встановлено") as caught:
        client.patch_package({"id": "p1"})
    assert not isinstance(caught.value, Unanswered)


def test_a_connection_that_timed_out_sent_nothing(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    sentences_of_a_write(web, client, PortalDown, body=requests.exceptions.ConnectTimeout())


def test_a_bad_address_says_so() -> None:
    with pytest.raises(PortalError, match="перевірте його адресу"):
        PortalClient("portal.example", KEY).patch_package({})


# Reads and redirects


def test_reads_are_tried_again_and_writes_are_not(
    web: responses.RequestsMock, client: PortalClient, pauses: list[float]
) -> None:
    web.get(READ, status=502)
    web.get(READ, body=requests.exceptions.ReadTimeout())
    web.get(READ, json=refusal("Not Found Error", message="x"), status=404)
    assert client.read_package("stops") is None
    assert len(pauses) == 2
    web.post(WRITE, status=502)
    with pytest.raises(Unanswered):
        client.patch_package({"id": "p1"})
    assert len(web.calls) == 4


def test_a_portal_that_stays_down_is_left_after_a_few_tries(
    web: responses.RequestsMock, client: PortalClient, pauses: list[float]
) -> None:
    web.get(READ, status=503)
    with pytest.raises(PortalDown):
        client.read_package("stops")
    assert (len(web.calls), len(pauses)) == (4, 3)


def test_a_read_follows_a_redirect_and_a_write_does_not(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    moved = {"Location": "https://new.example/api/action/package_show"}
    web.get(READ, status=301, headers=moved)
    web.get(moved["Location"], json={"success": True, "result": {"id": "p1"}})
    assert client.read_package("stops") is not None
    sentence = sentences_of_a_write(web, client, PortalError, status=301, headers=moved)
    assert "переїхав за адресу new.example" in sentence


def test_the_key_does_not_follow_a_redirect_to_another_host(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    web.get(READ, status=302, headers={"Location": "https://other.example/x"})
    web.get("https://other.example/x", json={"success": True, "result": {"id": "p1"}})
    client.read_package("stops")
    assert KEY not in str(web.calls[1].request.headers)


@pytest.mark.parametrize(
    ("version", "numbers", "loses"),
    [
        ("2.7.2", (2, 7, 2), True),
        ("2.9.5", (2, 9, 5), True),
        ("2.9.6", (2, 9, 6), False),
        ("2.12.0a0", (2, 12, 0), False),
        (None, (), True),
    ],
)
def test_what_a_portal_can_do_is_asked_once_by_its_version(
    web: responses.RequestsMock,
    client: PortalClient,
    version: str | None,
    numbers: tuple[int, ...],
    loses: bool,
) -> None:
    answer = {"success": True, "result": {"ckan_version": version} if version else {}}
    web.get(f"{URL}/api/action/status_show", json=answer)
    assert client.capabilities() == client.capabilities() == Capabilities(numbers)
    assert client.capabilities().loses_resources is loses
    assert len(web.calls) == 1


# Rights


@pytest.mark.parametrize(
    ("organizations", "words"),
    [
        ([], "не впізнає ключа"),
        ([{"name": "other"}], "не дає прав в організації «city»; доступні: other"),
    ],
)
def test_the_rights_of_a_key_are_told_apart_from_a_wrong_key(
    web: responses.RequestsMock,
    client: PortalClient,
    organizations: list[dict[str, str]],
    words: str,
) -> None:
    web.get(
        f"{URL}/api/action/organization_list_for_user",
        json={"success": True, "result": organizations},
    )
    error = explain_rights(client, "city")
    assert error is not None
    assert words in error.sentence


def test_rights_that_suffice_leave_the_portal_s_own_word(
    web: responses.RequestsMock, client: PortalClient
) -> None:
    web.get(
        f"{URL}/api/action/organization_list_for_user",
        json={"success": True, "result": [{"name": "city"}]},
    )
    assert explain_rights(client, "city") is None
