from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_city import NOW, City, build_city

from pipeline.record.ledger import open_ledger


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", lambda: NOW) as ledger:
        yield build_city(tmp_path, ledger)
