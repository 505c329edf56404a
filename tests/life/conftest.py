from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from labs import Lab, embedded_lab, real_lab
from small_city import NOW, City, build_city
from towns import Town, build_desk, fill

from pipeline.record.ledger import open_ledger


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", lambda: NOW) as ledger:
        yield build_city(tmp_path, ledger)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with embedded_lab(tmp_path_factory.mktemp("portal")) as lab:
        yield lab


@pytest.fixture(scope="module")
def real() -> Iterator[Lab]:
    with real_lab() as lab:
        yield lab


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.ckan)])
def lab(request: pytest.FixtureRequest) -> Lab:
    found: Lab = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def town(city: City, lab: Lab, tmp_path: Path) -> Town:
    named = city.named(lab.free_name())
    return Town(named, lab, build_desk(named, lab, tmp_path))


@pytest.fixture
def published(town: Town) -> Town:
    """A table, one period of a series and an order, all on the portal."""
    return fill(town)


@pytest.fixture
def on_ckan(city: City, real: Lab, tmp_path: Path) -> Town:
    """The same on a real CKAN, whatever else is tested."""
    named = city.named(real.free_name())
    return fill(Town(named, real, build_desk(named, real, tmp_path)))
