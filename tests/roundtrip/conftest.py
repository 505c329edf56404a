from __future__ import annotations

from pathlib import Path

import pytest
from desk_of_forms import DeskOfForms


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskOfForms:
    folder: Path = tmp_path_factory.mktemp("forms")
    return DeskOfForms(folder)
