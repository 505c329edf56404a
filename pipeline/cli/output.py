"""How commands speak: plain lines on stdout, one JSON value where asked, tables on a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pipeline.disk_words import sentence_of
from pipeline.errors import CannotRun
from pipeline.record.disk import replace_file


def say(line: str = "") -> None:
    """Print one line for a person."""
    sys.stdout.write(line.rstrip() + "\n")


def say_json(value: Any) -> None:
    """Print one JSON value, Ukrainian letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def is_terminal() -> bool:
    """Whether a person is looking, so that colour and progress make sense."""
    return sys.stdout.isatty()


def write_output(place: Path, content: bytes) -> None:
    """Write what `-o` asked for, whole or not at all; CannotRun says why it was not.

    A link is followed, and what is no file (/dev/stdout, a pipe) is written as it is.
    """
    place = place.resolve()
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(content)
        else:
            replace_file(place, content)
    except OSError as error:
        named = OSError(error.errno, error.strerror, str(place))
        raise CannotRun(sentence_of(named)) from error
