"""Python and the libraries, against what this version of the product was tested with."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline
from pipeline.doctor.diagnosis import Diagnosis, green, yellow

SUBJECT = "Версії"
PINNED = Path(pipeline.__file__).parents[1] / ".constraints" / "python.txt"


def read_pinned(file: Path = PINNED) -> Mapping[str, str]:
    """The tested version of every library by name; nothing where the product came without them."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return {}
    return dict(re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE))


def check_versions(
    pinned: Mapping[str, str], installed: Callable[[str], str] = version
) -> Diagnosis:
    """Other versions than the tested ones may well do; they are told all the same."""
    told = f"програма {pipeline.__version__}, Python {platform.python_version()}"
    other = [
        f"{name} {found} замість {wanted}"
        for name, wanted in pinned.items()
        if (found := _installed(name, installed)) not in (None, wanted)
    ]
    if other:
        return yellow(
            SUBJECT,
            f"{told}; перевірено з іншими бібліотеками: {', '.join(other[:3])}"
            + (f" і ще {len(other) - 3}" if len(other) > 3 else ""),
            "make поставить перевірені: rm -r .venv && make status",
        )
    return green(SUBJECT, f"{told}, бібліотеки ті, з якими перевірено")


def _installed(name: str, installed: Callable[[str], str]) -> str | None:
    """None for a library of the tests, which need not be here."""
    try:
        return installed(name)
    except PackageNotFoundError:
        return None
