"""Which column of the schema a heading means: by machine name, Ukrainian title or alias.

Case, blanks, invisible characters, punctuation and look-alike letters play no part: a heading with
a Cyrillic «І» in `legalActІd`, or with U+2028 inside, was published as the official one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pipeline.model import Schema
from pipeline.validate.grid import Raw, shown
from pipeline.validate.lookalikes import skeleton

_LETTERS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[\n\r()\[\]/|]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A heading understood: the columns it may mean, likeliest first.

    Several only where the schema itself gives one word to several columns (`currencyCode` stands
    three times in annex 40). `plain`: it is the first one's very name, or its title.
    """

    places: tuple[int, ...]
    plain: bool


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

        A heading may hold both words, `Назва (name)` or one below the other, as our own templates
        write it.
        """
        text = shown(cell)
        places = self._by_key.get(label_key(text))
        if places is not None:
            return Match(tuple(places), self._is_plain(text, places[0]))
        found = [self._by_key.get(label_key(part)) for part in _PARTS.split(text) if part.strip()]
        known = [tuple(places) for places in found if places]
        if not known or any(not set(places) & set(known[0]) for places in known):
            return None
        return Match(known[0], plain=len(known) == len(found))

    def _is_plain(self, text: str, place: int) -> bool:
        column = self.schema.fields[place]
        return text == column.name or label_key(text) == label_key(column.title)


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
