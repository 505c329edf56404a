"""Real servers on this machine, which is as private an address as there is."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.gather.reach import is_private
from pipeline.gather.web import fetch_file
from pipeline.gather.web_faults import WebError
from pipeline.model import WebSource
from pipeline.record.archive import Archive

NOW = datetime(2021, 7, 1, tzinfo=UTC)

Answer = Callable[[BaseHTTPRequestHandler], None]


class Office(ThreadingHTTPServer):
    """A server whose every path has an answer of its own; `asked` are the paths asked for."""

    daemon_threads = True
    scheme = "http"

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {"/file.csv": give}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Asked)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_port}{path}"


class Asked(BaseHTTPRequestHandler):
    server: Office

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        pass


def give(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.send_header("Content-Length", "4")
    asked.end_headers()
    asked.wfile.write(b"uid\n")


def send_to(url: str) -> Answer:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(302)
        asked.send_header("Location", url)
        asked.send_header("Content-Length", "0")
        asked.end_headers()

    return answer


def drip(headers: bytes) -> Answer:
    """A byte every twentieth of a second, for as long as anybody listens."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.wfile.write(headers)
        try:
            while True:
                asked.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            asked.close_connection = True

    return answer


@pytest.fixture
def office() -> Iterator[Office]:
    with Office() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def secure_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The same over TLS, with a certificate of its own that is trusted here."""
    certificate = Path(__file__).with_name("office.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Office() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names of a resolver of our own: each lookup takes the next of the name's addresses."""
    known: dict[str, list[str]] = {}
    ask = socket.getaddrinfo

    def getaddrinfo(host: str, *args: object, **options: object) -> object:
        addresses = known.get(host)
        if addresses is None:
            return ask(host, *args, **options)
        return ask(addresses.pop(0) if len(addresses) > 1 else addresses[0], *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def fetch(tmp_path: Path, url: str, **parts: object) -> bytes:
    source = WebSource(url, **parts)
    archive = Archive(tmp_path / "archive")
    fetched = fetch_file(source, {}, archive, lambda: NOW, pause=lambda _: None)
    return fetched.kept.path.read_bytes()


def told(tmp_path: Path, url: str, **parts: object) -> str:
    with pytest.raises(WebError) as caught:
        fetch(tmp_path, url, **parts)
    return str(caught.value)


def test_a_private_address_may_be_the_source_itself(tmp_path: Path, office: Office) -> None:
    assert fetch(tmp_path, office.url("/file.csv")) == b"uid\n"


def test_a_redirect_within_the_same_host_is_followed(tmp_path: Path, office: Office) -> None:
    office.answers["/"] = send_to("/file.csv")
    assert fetch(tmp_path, office.url("/")) == b"uid\n"


def test_a_redirect_to_another_private_host_is_refused_before_it_is_asked(
    tmp_path: Path, office: Office
) -> None:
    office.answers["/"] = send_to(office.url("/file.csv", "127.0.0.2"))
    assert told(tmp_path, office.url("/")) == (
        f"адреса {office.url('/')} переспрямовує у внутрішню мережу, на 127.0.0.2; "
        "якщо так і має бути, додайте до джерела redirects_to: [127.0.0.2]"
    )
    assert office.asked == ["/"]


def test_a_name_that_leads_to_a_private_address_is_refused(
    tmp_path: Path, office: Office, names: dict[str, list[str]]
) -> None:
    names["files.example"] = ["127.0.0.1"]
    office.answers["/"] = send_to(office.url("/file.csv", "files.example"))
    assert told(tmp_path, office.url("/")) == (
        f"адреса {office.url('/')} переспрямовує у внутрішню мережу, "
        "на files.example (127.0.0.1); "
        "якщо так і має бути, додайте до джерела redirects_to: [files.example]"
    )
    assert office.asked == ["/"]


def test_a_name_answered_differently_on_connecting_is_refused_too(
    tmp_path: Path, office: Office, names: dict[str, list[str]]
) -> None:
    names["files.example"] = ["93.184.215.14", "127.0.0.1"]
    office.answers["/"] = send_to(office.url("/file.csv", "files.example"))
    assert "переспрямовує у внутрішню мережу, на files.example (127.0.0.1)" in told(
        tmp_path, office.url("/")
    )
    assert office.asked == ["/"]


def test_a_declared_host_may_be_private(
    tmp_path: Path, office: Office, names: dict[str, list[str]]
) -> None:
    names["files.example"] = ["127.0.0.1"]
    office.answers["/"] = send_to(office.url("/file.csv", "files.example"))
    assert fetch(tmp_path, office.url("/"), redirects_to=("files.example",)) == b"uid\n"


def test_behind_a_proxy_of_ours_the_public_network_is_reached(
    tmp_path: Path,
    office: Office,
    names: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", office.url(""))
    names["files.example"] = ["93.184.215.14"]
    office.answers["http://office.example/"] = send_to("http://files.example/file.csv")
    office.answers["http://files.example/file.csv"] = give
    assert fetch(tmp_path, "http://office.example/") == b"uid\n"


def test_behind_a_proxy_too_no_redirect_leads_into_a_private_network(
    tmp_path: Path,
    office: Office,
    names: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", office.url(""))
    names["files.example"] = ["10.0.0.5"]
    office.answers["http://office.example/"] = send_to("http://files.example/file.csv")
    assert "у внутрішню мережу, на files.example (10.0.0.5)" in told(
        tmp_path, "http://office.example/"
    )


@pytest.mark.parametrize(
    "headers",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
    ],
    ids=["body of known length", "body until the end", "headers"],
)
def test_a_server_that_drips_is_left_when_time_is_up(
    tmp_path: Path, office: Office, headers: bytes
) -> None:
    office.answers["/"] = drip(headers)
    assert told(tmp_path, office.url("/"), timeout=1) == (
        f"сервер {office.url('/')} не віддав файла за 1\u00a0секунду (timeout)"
    )
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []


def test_a_server_that_drips_over_tls_is_left_too(tmp_path: Path, secure_office: Office) -> None:
    url = secure_office.url("/")
    secure_office.answers["/"] = drip(b"HTTP/1.0 200 OK\r\n\r\n")
    assert told(tmp_path, url, timeout=1) == (
        f"сервер {url} не віддав файла за 1\u00a0секунду (timeout)"
    )


def test_a_name_answered_differently_over_tls_is_refused_before_it_is_asked(
    tmp_path: Path, secure_office: Office, names: dict[str, list[str]]
) -> None:
    names["files.example"] = ["93.184.215.14", "127.0.0.1"]
    secure_office.answers["/"] = send_to(secure_office.url("/file.csv", "files.example"))
    assert "у внутрішню мережу, на files.example (127.0.0.1)" in told(
        tmp_path, secure_office.url("/")
    )
    assert secure_office.asked == ["/"]


def test_a_certificate_nobody_vouches_for_is_told(
    tmp_path: Path, secure_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    url = secure_office.url("/file.csv")
    assert told(tmp_path, url) == (
        f"сертифікат сервера {url} недійсний (TLS): попросіть власника сайту поновити його"
    )


def test_a_file_cut_short_is_no_file(tmp_path: Path, office: Office) -> None:
    def cut(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "100")
        asked.end_headers()
        asked.wfile.write(b"uid\n")
        asked.close_connection = True

    office.answers["/"] = cut
    assert told(tmp_path, office.url("/")) == (
        f"немає з’єднання з {office.url('/')} або воно обірвалося"
    )
    assert office.asked == ["/"] * 4


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("93.184.215.14", False),
        ("2a02:26f0::1", False),
        ("::ffff:93.184.215.14", False),
    ],
)
def test_private_is_all_that_is_not_of_the_public_network(address: str, private: bool) -> None:
    assert is_private(address) is private
