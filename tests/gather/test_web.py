import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import responses

from pipeline.gather.spool import Fetched
from pipeline.gather.web import fetch_file
from pipeline.gather.web_faults import WebError
from pipeline.model import WebSource
from pipeline.record.archive import Archive

URL = "https://office.example/data/stalls.csv"
NOW = datetime(2021, 7, 1, tzinfo=UTC)
SOURCE = WebSource(URL)


@pytest.fixture
def web() -> responses.RequestsMock:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def fetch(tmp_path: Path, source: WebSource = SOURCE, **extra: object) -> Fetched:
    extra.setdefault("pause", lambda _: None)
    return fetch_file(source, extra.pop("environment", {}), Archive(tmp_path), lambda: NOW, **extra)


def told(tmp_path: Path, source: WebSource = SOURCE, **extra: object) -> str:
    with pytest.raises(WebError) as caught:
        fetch(tmp_path, source, **extra)
    return str(caught.value)


def test_a_file_is_archived_byte_for_byte_with_its_name_and_the_servers_date(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get(URL, body=b"uid\n1\n", headers={"Last-Modified": "Wed, 30 Jun 2021 08:00:00 GMT"})
    fetched = fetch(tmp_path)
    assert (fetched.name, fetched.modified, fetched.kept.sha256) == (
        "stalls.csv",
        datetime(2021, 6, 30, 8, tzinfo=UTC),
        hashlib.sha256(b"uid\n1\n").hexdigest(),
    )
    assert fetched.kept.path.read_bytes() == b"uid\n1\n"


def test_secrets_come_from_the_environment_and_stay_out_of_errors(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get("https://office.example/s3cret", status=403)
    source = WebSource("https://office.example/${TOKEN}")
    assert told(tmp_path, source, environment={"TOKEN": "s3cret"}) == (
        "https://office.example/${TOKEN}: доступ заборонено (HTTP 403)"
    )


def test_a_secret_that_is_not_set_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, WebSource("https://office.example/${TOKEN}")) == (
        "не задано секрет TOKEN: додайте змінну оточення TOKEN"
    )


def test_headers_are_not_carried_to_another_host(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get(URL, status=302, headers={"Location": "https://other.example/x.csv"})
    web.get("https://other.example/x.csv", body=b"1")
    fetch(tmp_path, WebSource(URL, (("Authorization", "${KEY}"),)), environment={"KEY": "k"})
    assert [call.request.headers.get("Authorization") for call in web.calls] == ["k", None]


def test_a_redirect_away_from_http_is_refused(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, status=302, headers={"Location": "file:///etc/passwd"})
    assert told(tmp_path) == f"адреса {URL} переспрямовує не на http(s)"


def test_endless_redirects_end(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, status=302, headers={"Location": URL})
    assert told(tmp_path) == f"адреса {URL} переспрямовує понад 5 разів поспіль"


def test_a_file_over_the_limit_is_refused(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, body=b"x" * 2048)
    assert told(tmp_path, size_limit=1024) == f"файл за адресою {URL} більший за 1,0\u00a0КБ"


def test_an_empty_file_is_refused(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, body=b"")
    assert told(tmp_path) == f"за адресою {URL} порожній файл"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            requests.exceptions.SSLError(),
            f"сертифікат сервера {URL} недійсний (TLS): попросіть власника сайту поновити його",
        ),
        (requests.exceptions.ReadTimeout(), f"сервер {URL} не відповів вчасно"),
        (
            requests.exceptions.ConnectionError(),
            f"немає з’єднання з {URL} або воно обірвалося",
        ),
    ],
)
def test_faults_of_the_network_are_told_in_plain_words(
    tmp_path: Path, web: responses.RequestsMock, fault: Exception, sentence: str
) -> None:
    web.get(URL, body=fault)
    assert told(tmp_path) == sentence


def test_a_passing_fault_is_tried_again_after_the_pause_the_server_asks_for(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get(URL, status=503, headers={"Retry-After": "7"})
    web.get(URL, body=requests.exceptions.ConnectionError())
    web.get(URL, body=b"uid\n")
    pauses: list[float] = []
    fetched = fetch(tmp_path, pause=pauses.append)
    assert fetched.kept.path.read_bytes() == b"uid\n"
    assert pauses[0] == 7
    assert 0 < pauses[1] < 2


def test_tries_end(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, status=502)
    pauses: list[float] = []
    assert told(tmp_path, pause=pauses.append) == f"{URL}: сервер відповів помилкою (HTTP 502)"
    assert len(pauses) == 3


def test_a_pause_longer_than_the_source_may_take_is_not_waited_for(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get(URL, status=429, headers={"Retry-After": "86400"})
    pauses: list[float] = []
    assert told(tmp_path, pause=pauses.append) == (
        f"{URL}: сервер просить звертатися рідше (HTTP 429)"
    )
    assert pauses == []


def test_a_secret_in_the_address_is_no_name_of_a_file(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    web.get("https://office.example/s3cret.csv", body=b"uid\n")
    source = WebSource("https://office.example/${TOKEN}.csv")
    assert fetch(tmp_path, source, environment={"TOKEN": "s3cret"}).name == "delivery"


def test_a_key_is_not_sent_where_the_connection_is_no_longer_secret(
    tmp_path: Path, web: responses.RequestsMock
) -> None:
    plain = URL.replace("https:", "http:")
    web.get(URL, status=302, headers={"Location": plain})
    web.get(plain, body=b"1")
    fetch(tmp_path, WebSource(URL, (("Authorization", "${KEY}"),)), environment={"KEY": "k"})
    assert [call.request.headers.get("Authorization") for call in web.calls] == ["k", None]


def test_a_missing_file_is_told(tmp_path: Path, web: responses.RequestsMock) -> None:
    web.get(URL, status=404)
    assert told(tmp_path) == f"{URL}: файла за цією адресою немає (HTTP 404)"
