"""The versions that everybody installs fit every Python that the README promises."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]


def oldest_python() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (version,) = re.findall(r">=(\d+\.\d+)", project["requires-python"])
    return f"{version}.0"


def test_every_pinned_library_can_be_installed_on_the_oldest_python_we_promise() -> None:
    refusing = {}
    for line in (ROOT / ".constraints" / "python.txt").read_text("utf-8").splitlines():
        name = line.partition("==")[0]
        try:
            wanted = distribution(name).metadata.get("Requires-Python") or ""
        except PackageNotFoundError:
            continue  # of an extra that is not installed here
        if oldest_python() not in SpecifierSet(wanted):
            refusing[line] = wanted
    assert refusing == {}
