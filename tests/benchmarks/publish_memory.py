"""Peak memory of one upload: each way in a process of its own, to a server that discards it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter

LARGE = 1 << 30
WAYS = {"pipeline": LARGE, "ckanapi": LARGE, "frictionless": 4 << 20}
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
            ckan.action.package_create(name="big", owner_org="city", title="Великий")
        yield url, key


@dataclass(frozen=True)
class Upload:
    """One upload of `size` bytes: the sender's peak resident memory in bytes, and seconds."""

    way: str
    target: str
    size: int
    peak: int
    seconds: float


def measure_uploads() -> Iterator[Upload]:
    """Each way to a server that discards, and ours to the embedded portal."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.csv"
        with sink() as url:
            for way, size in WAYS.items():
                with file.open("wb") as stream:
                    stream.truncate(size)
                yield _measure(way, "сервер, що відкидає", url, "key", file)
        with file.open("wb") as stream:
            stream.truncate(LARGE)
        with embedded(Path(folder) / "portal") as (url, key):
            yield _measure("pipeline", "вбудований портал", url, key, file)


def _measure(way: str, target: str, url: str, key: str, file: Path) -> Upload:
    began = perf_counter()
    words = [sys.executable, __file__, way, url, key, str(file)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    seconds = perf_counter() - began
    return Upload(way, target, file.stat().st_size, int(done.stdout), seconds)


def read_peak() -> int:
    """Bytes this process held at most; what its parent held before the start does not count."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("Linux tells it in /proc/self/status")


def upload(way: str, url: str, key: str, file: Path) -> None:
    """Send the file, the way's own way."""
    fields = {"package_id": "big", "name": "big", "mimetype": "text/csv"}
    if way == "pipeline":
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


if __name__ == "__main__":
    upload(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    sys.stdout.write(f"{read_peak()}\n")
