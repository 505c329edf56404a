"""A small city and a folder for its schedules."""

from __future__ import annotations

from pathlib import Path

import pytest
from cities import write_city


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "datapackages"
    write_city(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "schedules"
    made.mkdir()
    return made
