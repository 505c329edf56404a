"""Peak memory of one upload: each way in a process of its own, to a server that discards it.

    .venv/bin/python tests/benchmarks/publish_memory.py

Ours also to the embedded portal, to a real CKAN where CKAN_URL names one that takes files so large
(`ckan.max_resource_size`), and as the whole command: gathered, checked, archived, sent, downloaded.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter

LARGE = 1 << 30
BIG = f"big-{uuid.uuid4().hex[:8]}"
OURS = "pipeline, сама відправка"
WAYS = {OURS: LARGE, "ckanapi": LARGE, "frictionless": 4 << 20}
"""Bytes each way is given: frictionless 5.21 joins what it reads in time that grows with the square
of the size, and would not end with a large file."""


class Sink(BaseHTTPRequestHandler):
    """Reads whatever comes and says that all is well."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        body = json.dumps({"success": True, "result": {"id": "x", "url": ""}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def sink() -> Iterator[str]:
    """A server that discards, on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def embedded(folder: Path) -> Iterator[tuple[str, str]]:
    """The embedded portal in its own process, with a dataset to upload to: address and key."""
    from ckanapi import RemoteCKAN

    from pipeline.portal.serve import running_portal

    with running_portal(folder) as url:
        key = (folder / "key").read_text().strip()
        with RemoteCKAN(url, apikey=key) as ckan:
            ckan.action.organization_create(name="city", title="Місто")
            ckan.action.package_create(name=BIG, owner_org="city", title="Великий")
        yield url, key


@contextmanager
def real(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A real CKAN with a dataset to upload to, taken away at the end: address and key."""
    from ckanapi import RemoteCKAN

    url, key = environment["CKAN_URL"], environment["CKAN_PUBLISHER_TOKEN"]
    with RemoteCKAN(url, apikey=key) as ckan:
        ckan.action.package_create(name=BIG, owner_org=environment["CKAN_ORG"], title="Великий")
        try:
            yield url, key
        finally:
            ckan.action.package_delete(id=BIG)


@dataclass(frozen=True)
class Upload:
    """One upload of `size` bytes: the sender's peak resident memory in bytes, and seconds."""

    way: str
    target: str
    size: int
    peak: int
    seconds: float


def measure_uploads(environment: Mapping[str, str]) -> Iterator[Upload]:
    """Each way to a server that discards; ours to portals, and all of our command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "big.csv"
        with sink() as url:
            for way, size in WAYS.items():
                write_large(file, size)
                yield _measure(way, "сервер, що відкидає", url, "key", file)
        write_large(file, LARGE)
        with embedded(folder / "portal") as (url, key):
            yield _measure(OURS, "вбудований портал", url, key, file)
        if "CKAN_URL" in environment:
            with real(environment) as (url, key):
                yield _measure(OURS, "справжній CKAN", url, key, file)
    with tempfile.TemporaryDirectory() as name:
        yield measure_command(Path(name))


def write_large(path: Path, size: int, head: bytes = b"") -> None:
    """So many bytes that take no place on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(head)
        stream.truncate(size)


def measure_command(folder: Path) -> Upload:
    """`pipeline publish` over a city with one large file: its largest process, at its largest."""
    write_city(folder)
    file = folder / ".var" / "inbox" / "plans" / "plan.7z"
    write_large(file, LARGE, b"7z\xbc\xaf\x27\x1c")
    os.utime(file, (0, 0))
    began, peak = perf_counter(), 0
    words = [sys.executable, "-m", "pipeline", "publish"]
    with subprocess.Popen(words, cwd=folder, start_new_session=True) as process:
        while process.poll() is None:
            peak = max(peak, *peaks_of_group(process.pid), 0)
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit("pipeline publish failed")
    seconds = perf_counter() - began
    return Upload("pipeline publish, усе", "вбудований портал", LARGE, peak, seconds)


def peaks_of_group(group: int) -> Iterator[int]:
    """Bytes that each process of the group held at most so far."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            if os.getpgid(int(status.parent.name)) == group:
                yield peak_in(status)


def _measure(way: str, target: str, url: str, key: str, file: Path) -> Upload:
    began = perf_counter()
    words = [sys.executable, __file__, way, url, key, str(file), BIG]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    seconds = perf_counter() - began
    return Upload(way, target, file.stat().st_size, int(done.stdout), seconds)


def read_peak() -> int:
    """Bytes this process held at most; what its parent held before the start does not count."""
    return peak_in(Path("/proc/self/status"))


def peak_in(status: Path) -> int:
    """The same of any process, as Linux tells it; 0 for one that has just ended."""
    for line in status.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def upload(way: str, url: str, key: str, file: Path, package: str) -> None:
    """Send the file, the way's own way."""
    fields = {"package_id": package, "name": "big", "mimetype": "text/csv"}
    if way == OURS:
        from pipeline.publish.ckan import PortalClient

        with PortalClient(url, key) as client, file.open("rb") as stream:
            client.upload_resource("resource_create", fields, "big.csv", stream)
    elif way == "ckanapi":
        from ckanapi import RemoteCKAN

        with RemoteCKAN(url, apikey=key) as ckan, file.open("rb") as stream:
            ckan.call_action("resource_create", fields, files={"upload": stream})
    else:
        import frictionless
        from frictionless.portals.ckan import CkanControl
        from frictionless.portals.ckan.adapter import CkanAdapter

        control = CkanControl(baseurl=url, apikey=key, organization_name="city")
        resource = frictionless.Resource(path=file.name, name="big", basepath=str(file.parent))
        CkanAdapter(control).write_resource("big", resource)


CITY = {
    "datapackages/publisher.yaml": """\
demonstration: true
publisher:
  name: Приклад міська рада
  edrpou: "04052502"
  katottg: UA44120010010012345
  site: http://city.example
  email: data@city.example
offices: {plans: {name: Управління архітектури, email: plans@city.example}}
report_portal: city
portals:
  city: {url: "http://127.0.0.1:PORT", organization: city, profile: embedded}
""",
    "datapackages/plans-general/datapackage.yaml": """\
name: plans-general
title: Генеральний план
description: Генеральний план міста.
keywords: [план]
licenses: [{name: CC-BY-4.0}]
pipeline:
  office: plans
  responsible: {role: Головний спеціаліст, email: plans@city.example}
  frequency: once a year
  ground: Закон про доступ до публічної інформації
  purpose: Облік
  source: {folder: plans, pattern: "*.7z"}
  portals: [city]
resources:
  - {name: plans, title: Плани, path: sample}
""",
    "datapackages/plans-general/sample/.keep": "",
    "schedules/.keep": "",
}


def write_city(folder: Path) -> None:
    """A city with one dataset of plain files, and a free port for its portal."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    for name, text in CITY.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("PORT", port), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for it in measure_uploads(os.environ):
            sys.stdout.write(f"{it.way}, {it.target}: {it.size} B, peak {it.peak >> 20} MiB, ")
            sys.stdout.write(f"{it.seconds:.0f} s\n")
    else:
        upload(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5])
        sys.stdout.write(f"{read_peak()}\n")
