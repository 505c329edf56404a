"""A real server, a real wire between, and everything that goes wrong on the way."""

from __future__ import annotations

import hashlib
import io
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from labs import Lab
from small_city import City
from test_publish_contract import check_everything_once, publish, small_release
from wires import Trouble, troubled

from pipeline.model import PortalResult
from pipeline.publish.ckan import PortalClient, Timeouts
from pipeline.publish.download import Download
from pipeline.publish.errors import NotGiven, PortalDown, PortalError, PortalNotFound

IMPATIENT = Timeouts(connect=2, read=0.5, upload=0.5)
PATIENT = Timeouts(connect=20, read=60, upload=60)
FIRST, UPLOAD, LAST = 1, 2, 0
"""The record, the first files, and `datapackage.json`, which always goes alone."""


def page(status: str, text: str, *headers: str) -> bytes:
    """What a proxy answers by itself."""
    told = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers]
    body = f"<html><title>{text}</title></html>".encode()
    told += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(told).encode() + body


@pytest.fixture
def town(city: City, lab: Lab) -> City:
    """A free dataset on a portal that knows the organization already."""
    first = city.named(lab.free_name())
    publish(first, lab, small_release(first))
    return city.named(lab.free_name())


# One write in trouble, the same run goes on


@pytest.mark.parametrize("write", [FIRST, UPLOAD, LAST])
@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(Trouble(kept=0), id="the reply is lost"),
        pytest.param(Trouble(kept=60), id="the reply is cut in its head"),
        pytest.param(Trouble(kept=400), id="the reply is cut in its body"),
        pytest.param(Trouble(sent=200), id="the request is cut in its head"),
        pytest.param(Trouble(sent=700), id="the request is cut in its body"),
    ],
)
def test_a_wire_cut_in_the_middle_of_a_write_doubles_and_loses_nothing(
    town: City, lab: Lab, write: int, trouble: Trouble
) -> None:
    release, pauses = small_release(town), list[float]()
    with troubled(lab.url, write or lab.last_upload, trouble) as proxy:
        client = PortalClient(proxy.url, lab.key, timeouts=PATIENT, sleep=pauses.append)
        outcome = publish(town, lab, release, client=client)
    assert outcome.result is PortalResult.PUBLISHED, outcome.sentence
    assert len(pauses) == 1
    check_everything_once(town, lab, release)


@pytest.mark.parametrize("write", [FIRST, UPLOAD, LAST])
def test_a_write_that_arrives_after_it_was_repeated_is_done_once(
    city: City, guarding: Lab, write: int
) -> None:
    lab = guarding
    first, town = city.named(lab.free_name()), city.named(lab.free_name())
    publish(first, lab, small_release(first))
    release = small_release(town)
    with troubled(lab.url, write or lab.last_upload, Trouble(held=True)) as proxy:
        client = PortalClient(proxy.url, lab.key, timeouts=PATIENT, sleep=lambda _: None)
        outcome = publish(town, lab, release, client=client)
        assert outcome.result is PortalResult.PUBLISHED, outcome.sentence
        assert proxy.let_go().split(b"\r\n")[0].endswith((b"409 Conflict", b"409 CONFLICT"))
    check_everything_once(town, lab, release)


def test_an_answer_slower_than_our_patience_is_asked_after(city: City, embedded: Lab) -> None:
    town = city.named(embedded.free_name())
    release = small_release(town)
    publish(city.named(embedded.free_name()), embedded, release)
    with troubled(embedded.url, UPLOAD, Trouble(late=2)) as proxy:
        client = PortalClient(proxy.url, embedded.key, timeouts=IMPATIENT, sleep=lambda _: None)
        outcome = publish(town, embedded, release, client=client)
    assert outcome.result is PortalResult.PUBLISHED, outcome.sentence
    check_everything_once(town, embedded, release)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_portal_that_names_its_pause_is_given_it(town: City, lab: Lab, status: str) -> None:
    release, pauses = small_release(town), list[float]()
    trouble = Trouble(instead=page(status, "Later", "Retry-After: 7"))
    with troubled(lab.url, UPLOAD, trouble) as proxy:
        client = PortalClient(proxy.url, lab.key, timeouts=PATIENT, sleep=pauses.append)
        assert publish(town, lab, release, client=client).result is PortalResult.PUBLISHED
    assert pauses == [7]
    check_everything_once(town, lab, release)


def test_a_pause_of_an_hour_is_left_to_the_next_run(town: City, lab: Lab) -> None:
    release, pauses = small_release(town), list[float]()
    answer = page("503 Service Unavailable", "Maintenance", "Retry-After: 3600")
    with troubled(lab.url, UPLOAD, Trouble(instead=answer)) as proxy:
        client = PortalClient(proxy.url, lab.key, timeouts=PATIENT, sleep=pauses.append)
        outcome = publish(town, lab, release, client=client)
    assert (outcome.result, pauses) == (PortalResult.PENDING, [])
    assert "зараз не працює (503)" in outcome.sentence
    assert publish(town, lab, release).result is PortalResult.PUBLISHED
    check_everything_once(town, lab, release)


# A proxy that says no


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(
            page("413 Request Entity Too Large", "nginx"), "Файл завеликий для порталу", id="413"
        ),
        pytest.param(
            page("403 Forbidden", "Squid"), "вебсторінка, а не API порталу (403)", id="403"
        ),
        pytest.param(
            page("403 Forbidden", "Attention Required! | Cloudflare"),
            "відхилив захист Cloudflare перед порталом (403)",
            id="Cloudflare",
        ),
    ],
)
def test_a_proxy_s_page_ends_as_a_sentence_and_the_next_run_goes_on(
    town: City, lab: Lab, answer: bytes, words: str
) -> None:
    release = small_release(town)
    with troubled(lab.url, lab.last_upload, Trouble(instead=answer)) as proxy:
        client = PortalClient(proxy.url, lab.key, timeouts=PATIENT, sleep=lambda _: None)
        outcome = publish(town, lab, release, client=client)
    assert outcome.result is PortalResult.FAILED
    assert words in outcome.sentence
    assert publish(town, lab, release).result is PortalResult.PUBLISHED
    check_everything_once(town, lab, release)


# Memory


class Sink(BaseHTTPRequestHandler):
    """Takes any upload and keeps nothing."""

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 16)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"success": true, "result": {"url": ""}}')

    def log_message(self, *_: object) -> None:
        return


def test_a_large_file_is_never_held_in_memory(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(64 << 20)
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = PortalClient(f"http://127.0.0.1:{server.server_port}", "key")
        fields = {"mimetype": "text/csv"}
        client.upload_resource("resource_create", fields, "small.csv", io.BytesIO(b"a"))
        tracemalloc.start()
        with large.open("rb") as stream:
            client.upload_resource("resource_create", fields, "large.csv", stream)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        server.shutdown()
    assert peak < 16 << 20


# What a stranger downloads


class Files(BaseHTTPRequestHandler):
    """One file: whole, cut at `/cut`, refused at `/403` and the like, busy the first time."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Authorization")))
        body = b"a,b\n" * 1000
        busy = self.path == "/busy" and len(self.seen) == 1
        status = self.path[1:]
        self.send_response(503 if busy else int(status) if status.isdigit() else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:10] if self.path == "/cut" else body)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def files() -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    seen: list[tuple[str, str | None]] = []
    handler = type("Handler", (Files,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


def test_a_download_is_hashed_whole_and_without_our_key() -> None:
    with files() as (url, seen):
        found = PortalClient(url, "secret").read_download(f"{url}/whole")
    digest = hashlib.sha256(b"a,b\n" * 1000).hexdigest()
    assert found == Download(digest, 4000, found.seconds)
    assert seen == [("/whole", None)]


def test_a_busy_portal_is_asked_again_for_a_download() -> None:
    pauses: list[float] = []
    with files() as (url, _):
        client = PortalClient(url, "secret", sleep=pauses.append)
        assert client.read_download(f"{url}/busy").size == 4000
    assert len(pauses) == 1


def test_a_download_cut_short_is_no_download() -> None:
    with files() as (url, seen):
        client = PortalClient(url, "secret", sleep=lambda _: None)
        with pytest.raises(PortalDown, match="не відповів до кінця"):
            client.read_download(f"{url}/cut")
    assert len(seen) == 4


def test_a_download_refused_to_strangers_says_so_at_once() -> None:
    with files() as (url, seen):
        client = PortalClient(url, "secret", sleep=lambda _: None)
        with pytest.raises(PortalError, match="відповідь 403"):
            client.read_download(f"{url}/403")
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, PortalNotFound), (410, PortalNotFound), (429, PortalDown), (500, NotGiven)],
)
def test_an_answer_without_the_file_says_whether_the_file_or_the_portal_is_meant(
    status: int, kind: type[PortalError]
) -> None:
    with files() as (url, _):
        client = PortalClient(url, "secret", sleep=lambda _: None)
        with pytest.raises(PortalError) as caught:
            client.read_download(f"{url}/{status}")
    assert type(caught.value) is kind
