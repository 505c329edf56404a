"""Which title a heading most likely means, where it is nobody's exact name: only ever a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\w{3,}")
_ALIKE = 0.6
_WORD_ALIKE = 0.8
_ALL_WORDS = 0.9
"""What a heading scores whose every word stands in the title, or the reverse."""


def nearest_title(label: str, titles: Sequence[str]) -> str | None:
    """The title most alike, as a whole or by its words; None where none is.

    `Площа, кв.м` and `Загальна площа об’єкта` are little alike as a whole, yet every long word of
    the one stands in the other.
    """
    scored = [(_score(label.casefold(), title.casefold()), title) for title in titles]
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= _ALIKE else None


def _score(label: str, title: str) -> float:
    whole = SequenceMatcher(None, label, title).ratio()
    fewer, more = sorted((_WORD.findall(label), _WORD.findall(title)), key=len)
    if not fewer:
        return whole
    shared = sum(any(_are_alike(word, other) for other in more) for word in fewer)
    return max(whole, _ALL_WORDS * shared / len(fewer))


def _are_alike(word: str, other: str) -> bool:
    return SequenceMatcher(None, word, other).ratio() >= _WORD_ALIKE
