from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from labs import PROFILE, Lab, embedded_lab, real_lab
from small_city import NOW, City, build_city

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


REAL = pytest.param("real", marks=pytest.mark.ckan)


@pytest.fixture(params=["embedded", REAL])
def lab(request: pytest.FixtureRequest) -> Lab:
    found: Lab = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["embedded", REAL] if PROFILE == "ckan" else ["embedded"])
def guarding(request: pytest.FixtureRequest) -> Lab:
    """A portal that refuses a new file where the dataset is not what the writer thinks it is.

    data.gov.ua's CKAN 2.7 cannot be told; what stands in for it here has the core of a later one,
    which takes an id twice and answers no write afterwards.
    """
    found: Lab = request.getfixturevalue(request.param)
    return found
