"""Which column of the schema a heading means: by machine name, Ukrainian title or alias.

Case, blanks, invisible characters, punctuation and look-alike letters play no part: a heading with
a Cyrillic «І» in `legalActІd`, or with U+2028 inside, was published as the official one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Schema
from pipeline.validate.grid import Raw, shown
from pipeline.validate.lookalikes import skeleton

_LETTERS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[\n\r()\[\]/|]+")
_LONGEST = 400
"""Characters of two titles and two machine names: what is longer is no heading."""


@dataclass(frozen=True, slots=True)
class Match:
    """A heading understood: the columns it may mean, likeliest first.

    Several only where the schema itself gives one word to several columns: `currencyCode` stands
    three times in annex 40, and every address in annex 67 has its «Країна». `exact`: it can mean
    the first one alone.
    """

    places: tuple[int, ...]
    exact: bool


@dataclass(frozen=True)
class Labels:
    """All ways to call the columns of one schema."""

    schema: Schema
    _by_key: dict[str, list[int]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for names in (_names, _titles, _aliases):
            for place, words in enumerate(names(self.schema)):
                for key in filter(None, map(label_key, words)):
                    places = self._by_key.setdefault(key, [])
                    if place not in places:
                        places.append(place)

    def match(self, cell: Raw) -> Match | None:
        """The columns a heading may mean; None where it means none.

        A heading may hold both words, `Назва (name)` or one below the other. A title may itself
        have brackets and strokes, so it is first cut in two at each of them: both halves known.
        """
        text = shown(cell)
        places = self._by_key.get(label_key(text))
        if places is not None:
            return self._match(text, places)
        shared = next(filter(None, map(self._shared, _halves(text))), None)
        if shared is None:
            known = [part for part in _parts(text) if label_key(part) in self._by_key]
            shared = self._shared(known)
        return Match(tuple(sorted(shared)), exact=len(shared) == 1) if shared else None

    def _shared(self, words: Sequence[str]) -> set[int]:
        """The columns which every one of the words may mean."""
        found = [set(self._by_key.get(label_key(word), ())) for word in words]
        return set.intersection(*found) if found else set()

    def _match(self, text: str, places: list[int]) -> Match:
        exact = len(places) == 1 or text == self.schema.fields[places[0]].name
        return Match(tuple(places), exact)

    def is_plain(self, cell: Raw, place: int) -> bool:
        """Whether the heading is the column's very name, its title, or both."""
        column, text = self.schema.fields[place], shown(cell)
        title = label_key(column.title)
        ways = ((text,), *_halves(text), _parts(text))
        return any(
            all(word == column.name or label_key(word) == title for word in words) for words in ways
        )


def _halves(text: str) -> list[tuple[str, str]]:
    """The heading cut in two at each of its signs; a text too long for one is left whole."""
    if len(text) > _LONGEST:
        return []
    cuts = [sign.span() for sign in _PARTS.finditer(text)]
    return [(text[:start].strip(), text[end:].strip(" )]")) for start, end in cuts]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def label_key(text: str) -> str:
    """What is left of a heading when everything a reader does not see as a letter is gone."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(_LETTERS.findall(skeleton(composed)))


def _names(schema: Schema) -> list[tuple[str, ...]]:
    return [(column.name,) for column in schema.fields]


def _titles(schema: Schema) -> list[tuple[str, ...]]:
    return [(column.title,) for column in schema.fields]


def _aliases(schema: Schema) -> list[tuple[str, ...]]:
    return [column.aliases for column in schema.fields]
