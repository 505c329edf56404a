"""How commands speak: plain lines on stdout, one JSON value where asked, tables on a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any


def say(line: str = "") -> None:
    """Print one line for a person."""
    sys.stdout.write(line.rstrip() + "\n")


def say_json(value: Any) -> None:
    """Print one JSON value, Ukrainian letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def is_terminal() -> bool:
    """Whether a person is looking, so that colour and progress make sense."""
    return sys.stdout.isatty()
