"""A live portal for each test, and a small city to publish on it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckanapi import RemoteCKAN

from pipeline.portal.serve import running_portal

CITY = "Лисичанська міська військово-цивільна адміністрація"
ECONOMY = "Управління економіки"
ORGANIZATION = "Відділ організаційної роботи"


@dataclass(frozen=True)
class LivePortal:
    """A portal that runs in this process, and its clients with and without a key."""

    url: str
    folder: Path
    key: str
    client: Any
    stranger: Any

    def page(self, address: str) -> BeautifulSoup:
        import requests

        response = requests.get(self.url + address, timeout=10)
        assert response.status_code == 200
        return BeautifulSoup(response.text, "html.parser")

    def files(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in (self.folder / "files").iterdir())


@contextmanager
def live_portal(folder: Path) -> Iterator[LivePortal]:
    with running_portal(folder) as url:
        key = (folder / "key").read_text().strip()
        with RemoteCKAN(url, apikey=key) as client, RemoteCKAN(url) as stranger:
            yield LivePortal(url, folder, key, client, stranger)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[LivePortal]:
    with live_portal(tmp_path / "portal") as portal:
        portal.client.action.organization_create(name="lysychansk", title=CITY)
        yield portal


@pytest.fixture
def dataset(portal: LivePortal) -> dict[str, Any]:
    """A dataset without resources, as the publisher describes it."""
    return describe_buildings(portal)


def describe_buildings(portal: LivePortal) -> dict[str, Any]:
    return portal.client.action.package_create(  # type: ignore[no-any-return]
        name="economy-buildings",
        title="Перелік об’єктів комунальної власності",
        notes="Адреса, площа, балансоутримувач кожного об’єкта.\n\nОсіб набір не називає.",
        owner_org="lysychansk",
        author=ECONOMY,
        author_email="economy@lysychansk.example",
        maintainer="Начальник відділу майна",
        maintainer_email="maino@lysychansk.example",
        url="https://lysychansk.example",
        license_id="cc-by",
        tags=[{"name": "майно"}, {"name": "оренда"}],
        purpose_of_collecting_information="Облік майна громади",
        update_frequency="once a quarter",
        language="ua",
        legal_ground="Постанова Кабінету Міністрів України від 21.10.2015 № 835",
        first_published="2020-03-02T07:15:00+00:00",
        last_changed="2021-07-01T08:05:00+00:00",
        actual_at="2021-06-30T21:00:00+00:00",
    )


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the portal of `city`: to fill it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("furnished") / "portal"
    with live_portal(folder) as portal:
        portal.client.action.organization_create(name="lysychansk", title=CITY)
        furnish(portal)
    return folder


@pytest.fixture
def city(furnished: Path, tmp_path: Path) -> Iterator[LivePortal]:
    """Two datasets: a table in two formats with its accompanying files, and sixty orders."""
    with live_portal(shutil.copytree(furnished, tmp_path / "portal")) as portal:
        yield portal


def furnish(portal: LivePortal) -> None:
    dataset = describe_buildings(portal)
    add = portal.client.action.resource_create
    files = (
        ("Перелік об’єктів", "data", "buildings.csv", b"id,title\n1,x\n"),
        ("Перелік об’єктів", "alternative", "buildings.xlsx", b"PK" * 700),
        ("Паспорт набору даних", "documentation", "passport.csv", b"a"),
        ("Структура набору даних", "documentation", "structure.csv", b"b"),
        ("Опис набору для програм", "metadata", "datapackage.json", b"{}"),
    )
    for name, role, filename, content in files:
        upload = (filename, io.BytesIO(content))
        add(package_id=dataset["id"], name=name, resource_type=role, upload=upload)
    orders = portal.client.action.package_create(
        name="organization-orders",
        title="Їхні розпорядження: керівник адміністрації",
        owner_org="lysychansk",
        author=ORGANIZATION,
        tags=[{"name": "розпорядження"}],
        update_frequency="immediately after making changes",
        last_changed="2021-07-02T08:05:00+00:00",
    )
    for number in range(1, 61):
        name = f"Розпорядження № {number} «Про виділення коштів»"
        upload = (f"order-{number}.pdf", io.BytesIO(b"%PDF" + bytes([number])))
        add(package_id=orders["id"], name=name, resource_type="data", upload=upload)
