"""A small city in a folder, for tests of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from cities import write_city


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "datapackages"
    write_city(folder)
    return folder
