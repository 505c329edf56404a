"""What is wrong with a schema: where it stands in the mapping, and a Ukrainian sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

Place = tuple[str | int, ...]
"""Where in the mapping something stands: keys and indices, from the outside in."""


class Fault(NamedTuple):
    """One thing that is wrong, where, and its Ukrainian sentence."""

    place: Place
    sentence: str


class SchemaError(Exception):
    """The mapping is no schema: `faults` say everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)


def unknown_keys(
    stated: Mapping[str, Any], known: Iterable[str], where: str, place: Place
) -> list[Fault]:
    """One fault for each key that nothing reads."""
    allowed = tuple(known)
    return [
        Fault((*place, key), f"невідомий ключ «{key}» у {where}{nearest(str(key), allowed)}")
        for key in stated
        if key not in allowed
    ]


def nearest(word: str, known: Iterable[str]) -> str:
    """«, найближчий — …» where one known word looks like it, else the whole list."""
    words = tuple(known)
    near = get_close_matches(word, words, n=1)
    return f", найближчий — «{near[0]}»" if near else f"; дозволені: {', '.join(words)}"


def is_list_of_text(stated: object) -> bool:
    """Whether it is a list of nothing but text."""
    return isinstance(stated, list) and all(isinstance(one, str) for one in stated)
