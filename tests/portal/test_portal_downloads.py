"""Published files over HTTP."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
import requests

CONTENT = "id,title\n1,місто\n".encode()


@pytest.fixture
def resource(portal: Any, dataset: Any) -> dict[str, Any]:
    return portal.client.action.resource_create(  # type: ignore[no-any-return]
        package_id=dataset["id"], upload=("buildings.csv", io.BytesIO(CONTENT))
    )


def test_a_file_is_served_for_saving_and_never_for_running(resource: Any) -> None:
    answer = requests.get(resource["url"], timeout=10)
    names = (
        "Content-Type",
        "Content-Disposition",
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Access-Control-Allow-Origin",
        "Accept-Ranges",
        "ETag",
    )
    assert answer.content == CONTENT
    assert {name: answer.headers[name] for name in names} == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": "attachment; filename=buildings.csv",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Accept-Ranges": "bytes",
        "ETag": '"' + resource["hash"].removeprefix("sha256:") + '"',
    }


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.geojson", "application/geo+json"),
        ("a.pdf", "application/pdf"),
        ("a.json", "application/json"),
        ("a.html", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_the_content_type_follows_the_extension(
    portal: Any, dataset: Any, filename: str, expected: str
) -> None:
    made = portal.client.action.resource_create(
        package_id=dataset["id"], mimetype="text/html", upload=(filename, io.BytesIO(b"<b>"))
    )
    assert requests.head(made["url"], timeout=10).headers["Content-Type"] == expected


def test_who_has_the_bytes_is_not_sent_them_again(resource: Any) -> None:
    etag = requests.head(resource["url"], timeout=10).headers["ETag"]
    same = requests.get(resource["url"], headers={"If-None-Match": etag}, timeout=10)
    assert (same.status_code, same.content) == (304, b"")


def test_a_part_may_be_asked_for(resource: Any) -> None:
    answer = requests.get(resource["url"], headers={"Range": "bytes=3-7"}, timeout=10)
    assert (answer.status_code, answer.headers["Content-Range"], answer.content) == (
        206,
        f"bytes 3-7/{len(CONTENT)}",
        CONTENT[3:8],
    )


def test_a_part_of_a_file_that_has_changed_is_the_whole_file(portal: Any, resource: Any) -> None:
    etag = requests.head(resource["url"], timeout=10).headers["ETag"]
    portal.client.action.resource_update(
        id=resource["id"], upload=("buildings.csv", io.BytesIO(b"new\n"))
    )
    asked = {"Range": "bytes=3-7", "If-Range": etag}
    answer = requests.get(resource["url"], headers=asked, timeout=10)
    assert (answer.status_code, answer.content) == (200, b"new\n")


def test_an_address_with_a_former_file_name_leads_on(portal: Any, resource: Any) -> None:
    portal.client.action.resource_update(
        id=resource["id"], upload=("objects.csv", io.BytesIO(b"new\n"))
    )
    answer = requests.get(resource["url"], timeout=10)
    assert answer.content == b"new\n"
    assert answer.url.endswith(f"/resource/{resource['id']}/download/objects.csv")


def test_a_file_replaced_while_it_is_looked_up_is_still_found(
    portal: Any, resource: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.portal import downloads

    look_up = downloads._find_file
    calls: list[Any] = []

    def replaced_meanwhile(site: Any, *ids: str) -> Any:
        row = look_up(site, *ids)
        if not calls:
            calls.append(row)
            portal.client.action.resource_update(
                id=resource["id"], upload=("buildings.csv", io.BytesIO(b"new\n"))
            )
        return row

    monkeypatch.setattr(downloads, "_find_file", replaced_meanwhile)
    assert requests.get(resource["url"], timeout=10).content == b"new\n"


def test_a_file_of_another_dataset_or_of_none_is_not_found(portal: Any, resource: Any) -> None:
    address = resource["url"].replace(resource["package_id"], "another")
    assert requests.get(address, timeout=10).status_code == 404
    address = resource["url"].replace(resource["id"], "another")
    assert requests.get(address, timeout=10).status_code == 404


def test_a_file_the_disk_lost_is_said_to_the_visitor_and_in_one_line_of_the_log(
    portal: Any, resource: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (stored,) = (portal.folder / "files").iterdir()
    stored.unlink()
    answer = requests.get(resource["url"], timeout=10)
    assert (answer.status_code, "Файл зараз недоступний" in answer.text) == (404, True)
    (line,) = (item for item in caplog.records if item.levelno >= logging.WARNING)
    address = resource["url"].removeprefix(portal.url)
    assert (line.getMessage(), line.exc_info) == (
        f"Файл {address} зник із диска порталу ({stored}). Його поверне pipeline reconcile"
        " --downloads --repair.",
        None,
    )
