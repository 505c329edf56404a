"""How files come in: in chunks, onto the portal's own disk, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from ckanapi import ValidationError
from requests_toolbelt import MultipartEncoder

from pipeline.portal.files import Shelf
from pipeline.portal.intake import STRANGER_LIMIT

CONTENT = b"id,title\n" + b"1,\xd0\xbc\xd1\x96\xd1\x81\xd1\x82\xd0\xbe\n" * 200_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_streamed_upload_arrives_whole(portal: Any, dataset: Any) -> None:
    fields = {
        "package_id": dataset["id"],
        "name": "Перелік",
        "hash": f"sha256:{SHA256}",
        "size": str(len(CONTENT)),
        "resource_type": "data",
        "upload": ("buildings.csv", io.BytesIO(CONTENT), "text/csv"),
    }
    form = MultipartEncoder(fields)
    answer = requests.post(
        f"{portal.url}/api/3/action/resource_create",
        data=form,
        headers={"Content-Type": form.content_type, "Authorization": portal.key},
        timeout=30,
    )
    made = answer.json()["result"]
    assert (made["size"], made["hash"]) == (len(CONTENT), f"sha256:{SHA256}")
    assert requests.get(made["url"], timeout=10).content == CONTENT
    assert list((portal.folder / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("claimed", "field"),
    [({"hash": "sha256:" + "0" * 64}, "hash"), ({"size": "7"}, "size")],
)
def test_other_bytes_than_promised_are_refused(
    portal: Any, dataset: Any, claimed: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        portal.client.action.resource_create(
            package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n")), **claimed
        )
    assert set(refusal.value.error_dict) == {"__type", field}
    assert portal.files() == []
    assert portal.client.action.package_show(id=dataset["id"]) == dataset


def test_a_record_cannot_claim_another_hash_than_its_file_has(portal: Any, dataset: Any) -> None:
    made = portal.client.action.resource_create(
        package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n"))
    )
    with pytest.raises(ValidationError):
        portal.client.action.resource_patch(id=made["id"], hash="sha256:" + "0" * 64)


def test_the_same_bytes_again_change_nothing(portal: Any, dataset: Any) -> None:
    act = portal.client.action
    made = act.resource_create(package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n")))
    stored = sorted((portal.folder / "files").iterdir())
    again = act.resource_update(id=made["id"], upload=("b.csv", io.BytesIO(b"1\n")))
    assert again == made
    assert sorted((portal.folder / "files").iterdir()) == stored


@pytest.mark.parametrize("left", [None, b"?\n"], ids=["lost", "damaged"])
def test_the_same_bytes_again_replace_those_the_disk_lost_or_damaged(
    portal: Any, dataset: Any, left: bytes | None
) -> None:
    act = portal.client.action
    made = act.resource_create(package_id=dataset["id"], upload=("b.csv", io.BytesIO(b"1\n")))
    (stored,) = (portal.folder / "files").iterdir()
    stored.unlink()
    if left:
        stored.write_bytes(left)
    again = act.resource_patch(id=made["id"], upload=("b.csv", io.BytesIO(b"1\n")))
    assert (again["id"], again["url"], again["hash"]) == (made["id"], made["url"], made["hash"])
    assert portal.files() == [b"1\n"]
    assert requests.get(made["url"], timeout=10).content == b"1\n"


def test_a_form_that_breaks_off_is_refused_and_leaves_nothing(portal: Any, dataset: Any) -> None:
    form = MultipartEncoder(
        {"package_id": dataset["id"], "upload": ("b.csv", io.BytesIO(CONTENT), "text/csv")}
    )
    answer = requests.post(
        f"{portal.url}/api/3/action/resource_create",
        data=form.to_string()[:-5000],
        headers={"Content-Type": form.content_type, "Authorization": portal.key},
        timeout=30,
    )
    assert answer.status_code == 400
    assert portal.client.action.package_show(id=dataset["id"]) == dataset
    assert portal.files() == list((portal.folder / "incoming").iterdir()) == []


def test_a_sender_that_hangs_up_leaves_nothing(portal: Any, dataset: Any) -> None:
    with _half_upload(portal, portal.key):
        pass
    assert portal.client.action.package_show(id=dataset["id"]) == dataset
    assert portal.files() == list((portal.folder / "incoming").iterdir()) == []


def test_a_waiting_body_stands_on_the_disk_of_the_portal(portal: Any) -> None:
    with _half_upload(portal, portal.key):
        _wait_for(lambda: _open_files(portal.folder / "incoming"))
        assert len(_open_files(portal.folder / "incoming")) == 1


def test_the_body_of_a_stranger_is_not_kept(portal: Any) -> None:
    with _half_upload(portal, "wrong"):
        assert portal.stranger.action.package_list() == []
        assert _open_files(portal.folder / "incoming") == []
    form = MultipartEncoder({"upload": ("b.csv", io.BytesIO(bytes(STRANGER_LIMIT * 3)))})
    answer = requests.post(
        f"{portal.url}/api/3/action/resource_create",
        data=form,
        headers={"Content-Type": form.content_type, "Authorization": "wrong"},
        timeout=30,
    )
    assert answer.status_code == 403


def test_a_chunked_upload_is_taken_too(portal: Any, dataset: Any) -> None:
    form = MultipartEncoder(
        {"package_id": dataset["id"], "upload": ("b.csv", io.BytesIO(CONTENT), "text/csv")}
    )
    answer = requests.post(
        f"{portal.url}/api/3/action/resource_create",
        data=iter(lambda: form.read(50_000), b""),
        headers={"Content-Type": form.content_type, "Authorization": portal.key},
        timeout=30,
    )
    assert answer.json()["result"]["hash"] == f"sha256:{SHA256}"


def test_concurrent_uploads_to_one_dataset_lose_nothing(portal: Any, dataset: Any) -> None:
    def upload(number: int) -> None:
        files = {"upload": (f"{number}.csv", io.BytesIO(b"%d" % number))}
        requests.post(
            f"{portal.url}/api/3/action/resource_create",
            data={"package_id": dataset["id"], "name": str(number)},
            files=files,
            headers={"Authorization": portal.key},
            timeout=30,
        ).raise_for_status()

    threads = [threading.Thread(target=upload, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    resources = portal.client.action.package_show(id=dataset["id"])["resources"]
    assert sorted(int(each["name"]) for each in resources) == list(range(24))
    assert [each["position"] for each in resources] == list(range(24))


def test_the_sweep_removes_only_what_nothing_names(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    uploads = [shelf.receive("a.csv"), shelf.receive("b.csv"), shelf.receive("c.csv")]
    for upload in uploads:
        upload.write(b"x")
        upload.settle()
    named, _orphan = shelf.keep(uploads[0]), shelf.keep(uploads[1])
    assert shelf.sweep({named}) == 2
    assert [path.name for path in (tmp_path / "files").iterdir()] == [named]
    assert list((tmp_path / "incoming").iterdir()) == []


def _half_upload(portal: Any, key: str) -> socket.socket:
    """A connection that has promised two megabytes and sent one."""
    address = urlsplit(portal.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=10)
    head = (
        "POST /api/3/action/resource_create HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: {key}\r\nContent-Length: 2000000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="upload"; filename="b.csv"\r\n\r\n'
    )
    connection.sendall(head.encode() + bytes(1_000_000))
    return connection


def _open_files(folder: Path) -> list[str]:
    found = []
    for path in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since the folder was listed
            found.append(str(path.readlink()))
    return [name for name in found if name.startswith(str(folder.resolve()))]


def _wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
