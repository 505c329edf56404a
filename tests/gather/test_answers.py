"""A file that did not change is not read again, and none is ever lost by that."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import responses

from pipeline.gather.answers import place_of
from pipeline.gather.spool import Fetched
from pipeline.gather.web import fetch_file
from pipeline.gather.web_faults import WebError
from pipeline.model import WebSource
from pipeline.record.archive import Archive

URL = "https://office.example/stalls.csv"
NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)
DOCUMENT = "economy-stalls/stalls"
MORNING = "Thu, 01 Jul 2021 06:00:00 GMT"
JUST_NOW = "Thu, 01 Jul 2021 11:59:30 GMT"


@pytest.fixture
def web() -> responses.RequestsMock:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def fetch(archive: Archive, url: str = URL, document: str = DOCUMENT) -> Fetched:
    return fetch_file(WebSource(url), {}, archive, lambda: NOW, document, lambda _: None)


def conditions(web: responses.RequestsMock) -> list[tuple[str | None, str | None]]:
    """Of every request: the tag and the date it was conditional on."""
    headers = [call.request.headers for call in web.calls]
    return [(each.get("If-None-Match"), each.get("If-Modified-Since")) for each in headers]


def test_an_unchanged_file_is_the_delivery_it_was(
    archive: Archive, web: responses.RequestsMock
) -> None:
    web.get(URL, body=b"uid\n1\n", headers={"ETag": '"a1"', "Last-Modified": MORNING})
    web.get(URL, status=304)
    first = fetch(archive)
    assert fetch(Archive(archive.folder)) == first
    assert conditions(web) == [(None, None), ('"a1"', None)]


def test_a_changed_file_is_read_and_remembered_instead(
    archive: Archive, web: responses.RequestsMock
) -> None:
    for tag, body in (('"a1"', b"uid\n1\n"), ('"a2"', b"uid\n2\n"), ('"a3"', b"uid\n3\n")):
        web.get(URL, body=body, headers={"ETag": tag})
    found = [fetch(archive).kept.path.read_bytes() for _ in range(3)]
    assert found == [b"uid\n1\n", b"uid\n2\n", b"uid\n3\n"]
    assert conditions(web) == [(None, None), ('"a1"', None), ('"a2"', None)]


def test_without_a_tag_the_date_is_the_condition(
    archive: Archive, web: responses.RequestsMock
) -> None:
    web.get(URL, body=b"uid\n", headers={"Last-Modified": MORNING})
    web.get(URL, status=304)
    assert fetch(archive) == fetch(archive)
    assert conditions(web) == [(None, None), (None, MORNING)]


def test_a_file_that_may_still_change_within_its_second_is_read_in_full(
    archive: Archive, web: responses.RequestsMock
) -> None:
    web.get(URL, body=b"uid\n", headers={"Last-Modified": JUST_NOW})
    fetch(archive)
    fetch(archive)
    assert conditions(web) == [(None, None), (None, None)]


def test_a_file_whose_bytes_are_gone_is_read_in_full(
    archive: Archive, web: responses.RequestsMock
) -> None:
    web.get(URL, body=b"uid\n", headers={"ETag": '"a1"'})
    archive.remove(fetch(archive).kept.sha256)
    assert fetch(archive).kept.path.read_bytes() == b"uid\n"
    assert conditions(web) == [(None, None), (None, None)]


def test_a_damaged_memory_counts_as_none(archive: Archive, web: responses.RequestsMock) -> None:
    web.get(URL, body=b"uid\n", headers={"ETag": '"a1"'})
    fetch(archive)
    place_of(DOCUMENT, archive).write_bytes(b'{"sha256": 1')
    fetch(archive)
    assert conditions(web) == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("url", "document"),
    [("https://office.example/other.csv", DOCUMENT), (URL, "economy-stalls/other")],
)
def test_a_condition_is_put_only_to_the_request_that_was_answered(
    archive: Archive, web: responses.RequestsMock, url: str, document: str
) -> None:
    web.get(URL, body=b"uid\n", headers={"ETag": '"a1"'})
    web.get("https://office.example/other.csv", body=b"uid\n")
    fetch(archive)
    fetch(archive, url, document)
    assert conditions(web) == [(None, None), (None, None)]


def test_a_redirect_that_leads_elsewhere_today_is_asked_without_conditions(
    archive: Archive, web: responses.RequestsMock
) -> None:
    may, june = "https://office.example/may.csv", "https://office.example/june.csv"
    web.get(URL, status=302, headers={"Location": may})
    web.get(may, body=b"may\n", headers={"Last-Modified": MORNING})
    web.get(URL, status=302, headers={"Location": june})
    web.get(june, body=b"june\n", headers={"Last-Modified": MORNING})
    web.get(URL, status=302, headers={"Location": june})
    web.get(june, status=304)
    found = [fetch(archive).kept.path.read_bytes() for _ in range(3)]
    assert found == [b"may\n", b"june\n", b"june\n"]
    assert conditions(web) == [(None, None)] * 5 + [(None, MORNING)]


def test_a_server_that_answers_unchanged_unasked_gives_no_file(
    archive: Archive, web: responses.RequestsMock
) -> None:
    web.get(URL, status=304)
    with pytest.raises(WebError) as caught:
        fetch(archive)
    assert str(caught.value) == f"{URL}: сервер відповів помилкою (HTTP 304)"
