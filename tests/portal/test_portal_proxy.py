"""The portal behind a real nginx with TLS, configured as the README says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cities import free_port, write_city

ROOT = Path(__file__).parents[2]
NAME = socket.gethostname()
"""A name of this machine that is no loopback address in the eyes of the product."""
MAIN = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{server}
}}
"""

pytestmark = pytest.mark.system


@dataclass(frozen=True)
class Site:
    """A city whose portal stands behind the proxy, and how its commands are run."""

    folder: Path
    url: str
    inner: str
    ca: Path

    def command(self, *words: str) -> list[str]:
        folder = self.folder
        names = {"catalogue": "datapackages", "schedules": "schedules", "var": "var"}
        options = [word for key, name in names.items() for word in (f"--{key}", str(folder / name))]
        return [sys.executable, "-m", "pipeline", *options, *words]

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "REQUESTS_CA_BUNDLE": str(self.ca),
            "NO_PROXY": NAME,
            "no_proxy": NAME,
        }

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self.command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str, base: str | None = None, **headers: str) -> requests.Response:
        session = requests.Session()
        session.trust_env = False
        address = (base or self.url) + path
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return session.get(
            address, headers=named, verify=str(self.ca), timeout=10, allow_redirects=False
        )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    outer, inner = free_port(), free_port()
    url = f"https://{NAME}:{outer}"
    write_city(tmp_path / "datapackages", inner)
    (tmp_path / "schedules").mkdir()
    schedule = "title: Щомісяця\ncron: 0 5 1 * *\nfrequencies: [once a quarter]\n"
    (tmp_path / "schedules" / "monthly.yaml").write_text(schedule, "utf-8")
    publisher = tmp_path / "datapackages" / "publisher.yaml"
    text = publisher.read_text("utf-8").replace("demonstration: true", "demonstration: false")
    address = f'url: "{url}", listen: "127.0.0.1:{inner}"'
    publisher.write_text(text.replace(f'url: "http://127.0.0.1:{inner}"', address), "utf-8")
    delivery = tmp_path / "var" / "inbox" / "economy" / "stalls.csv"
    delivery.parent.mkdir(parents=True)
    delivery.write_text(  # more than the megabyte nginx lets through by itself
        "uid,area\n" + "".join(f"місце-{n:0>100},{n}\n" for n in range(20_000))
    )
    os.utime(delivery, (1_600_000_000, 1_600_000_000))
    ca = make_certificate(tmp_path)
    found = Site(tmp_path, url, f"http://127.0.0.1:{inner}", ca)
    with nginx(tmp_path, outer, inner), portal(found):
        yield found


def make_certificate(folder: Path) -> Path:
    place = folder / "site.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-keyout", folder / "site.key", "-out", place, "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}"],
        check=True, capture_output=True,
    )  # fmt: skip
    return place


def server_of_readme(folder: Path, outer: int, inner: int) -> str:
    """The README's own lines, with the ports, the name and the certificate of this test."""
    text = (ROOT / "README.md").read_text("utf-8")
    (found,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    for old, new in (
        ("listen 443 ssl", f"listen {outer} ssl"),
        ("server_name data.misto.gov.ua", f"server_name {NAME}"),
        ("/etc/ssl/data.misto.gov.ua.pem", f"{folder}/site.pem"),
        ("/etc/ssl/data.misto.gov.ua.key", f"{folder}/site.key"),
        ("http://127.0.0.1:5080", f"http://127.0.0.1:{inner}"),
    ):
        assert old in found
        found = found.replace(old, new)
    return found


@contextmanager
def nginx(folder: Path, outer: int, inner: int) -> Iterator[None]:
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(folder=folder, server=server_of_readme(folder, outer, inner)))
    folder.chmod(0o755)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def portal(site: Site) -> Iterator[None]:
    process = subprocess.Popen(
        site.command("portal"), env=site.environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert site.url in process.stdout.readline()
        for _ in range(100):
            try:
                site.get("/")
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def test_a_city_publishes_and_is_read_through_the_proxy(site: Site) -> None:
    told = site.run("publish")
    assert "опубліковано  economy-stalls" in told
    assert "з порталом" not in told

    package = site.get("/api/3/action/package_show?id=economy-stalls").json()["result"]
    urls = [resource["url"] for resource in package["resources"]]
    assert all(url.startswith(f"{site.url}/dataset/") for url in urls)
    table = next(url for url in urls if url.endswith("stalls.csv"))
    assert len(site.get(table.removeprefix(site.url)).content) > 2 << 20
    page = site.get("/dataset/economy-stalls")
    assert (page.status_code, "Торгові місця" in page.text) == (200, True)
    assert "ключ дає право публікувати в «city»" in site.run("doctor")


def test_a_visitor_cannot_pretend_to_come_to_another_address(site: Site) -> None:
    moved = site.get("/dataset", X_Forwarded_Host="evil.example", X_Forwarded_Proto="gopher")
    assert moved.headers["Location"] == f"{site.url}/dataset/"
