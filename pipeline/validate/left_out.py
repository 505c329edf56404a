"""Rows below a heading that are none of the table's: totals, sub-headings, a heading printed again.

Each is told by the columns it leaves empty, so that an association named «Разом» stays a row, and
each is said: nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Field, Finding, Schema
from pipeline.validate.grid import Fault, Grid, Raw, filled, is_empty, shown
from pipeline.validate.header import Header, is_numbering
from pipeline.validate.labels import label_key

_SUM = "(всього|усього|разом|підсумок|загалом|итого|всего)"
_TOTAL = re.compile(rf"\s*{_SUM}\b", re.IGNORECASE)
_BARE_TOTAL = re.compile(rf"\s*{_SUM}[\s:.]{{0,9}}", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d\s]{1,30}([.,]\d{1,20})?\s?%?")
_WORDS = re.compile("[А-Яа-яҐґЄєІіЇї]{3}")
_SHOWN = 60

_SAID = {
    "total-row": "Рядок підсумку не входить до даних: його пропущено.",
    "below-table": "Рядок під таблицею не входить до даних: його пропущено.",
    "section-row": "Підзаголовок серед рядків не входить до даних: його пропущено. Якщо він щось "
    "каже про рядки під ним, цьому місце в окремому стовпці.",
    "heading-again": "Заголовки таблиці повторено: рядок пропущено.",
}


@dataclass(frozen=True)
class Outsiders:
    """What is needed to tell rows of a table from what only stands among them.

    `places` are the table's columns in the grid, `key_places` those that every row fills; `needed`
    are the required among them, `codes` those whose digits are no amount (a code of ЄДРПОУ);
    `headings` are what stands above each, ready to compare. `first` is the field of the leftmost.
    """

    grid: Grid
    places: tuple[int, ...]
    key_places: tuple[int, ...]
    needed: tuple[int, ...]
    codes: frozenset[int]
    headings: Mapping[int, frozenset[str]]
    first: Field

    def check(self, line: int) -> Finding | None:
        """The note on a row that is none of the table's; None for a row of the table."""
        row = self.grid.rows[line]
        if self._is_total(row):
            return left_out("total-row", line, row)
        if self._is_heading(row) or self._is_numbering(line):
            return left_out("heading-again", line, row)
        if self._is_section(row):
            return left_out("section-row", line, row)
        return None

    def is_sparse(self, row: Sequence[Raw]) -> bool:
        """Fewer than half of the cells every row must fill are filled."""
        present = sum(place < len(row) and not is_empty(row[place]) for place in self.key_places)
        return len(self.key_places) > 1 and present * 2 < len(self.key_places)

    def _is_total(self, row: Sequence[Raw]) -> bool:
        """A word for a sum, numbers, and little else."""
        if not self.is_sparse(row):
            return self._is_bare_total(row)
        texts = [shown(row[place]) for place in filled(row)]
        words = [text for text in texts if not _NUMBER.fullmatch(text)]
        return len(words) <= 2 and any(_TOTAL.match(word) for word in words)

    def _is_bare_total(self, row: Sequence[Raw]) -> bool:
        """Nothing but the word and amounts, where a row of the table would have more.

        Of a narrow table half the required columns are full of these alone. What is complete, or
        has a code of its own, is a row for all its name.
        """
        said = filled(row)
        words = [place for place in said if _BARE_TOTAL.fullmatch(shown(row[place]))]
        amounts = [place for place in said if _NUMBER.fullmatch(shown(row[place]))]
        return (
            words[:1] == said[:1]
            and bool(amounts)
            and len(words) + len(amounts) == len(said)
            and self.codes.isdisjoint(amounts)
            and not set(self.needed) <= set(said)
        )

    def _is_heading(self, row: Sequence[Raw]) -> bool:
        """The heading again, as on every printed page or above each part put together."""
        said = filled(row)
        return len(said) > 1 and all(
            label_key(shown(row[place])) in self.headings.get(place, ()) for place in said
        )

    def _is_numbering(self, line: int) -> bool:
        """The row 1, 2, 3 … under a heading that was repeated."""
        row = self.grid.rows[line]
        begins = shown(row[filled(row)[0]]).strip(" .") == "1"
        return (
            begins
            and self._is_heading(self.grid.rows[line - 1])
            and is_numbering(self.grid, line, self.places)
        )

    def _is_section(self, row: Sequence[Raw]) -> bool:
        """Words alone in their row: merged over the columns, or where only a code could stand."""
        said = filled(row)
        if len(said) != 1 or not self.is_sparse(row) or not _WORDS.search(shown(row[said[0]])):
            return False
        merged = sum(place < len(row) and isinstance(row[place], Fault) for place in self.places)
        if merged * 2 >= len(self.places):
            return True
        alone = said[0] == min(self.places) and not any(map(str.isdigit, shown(row[said[0]])))
        return alone and (self.first.kind is not None or self.first.type != "string")


def build_outsiders(grid: Grid, header: Header, schema: Schema) -> Outsiders:
    """The judge of the rows of one sheet, below its heading."""
    present = [
        (place, field)
        for field, place in zip(schema.fields, header.columns, strict=True)
        if place is not None
    ]
    required = [place for place, field in present if field.must_be_filled]
    places = tuple(place for place, _ in present)
    headings: dict[int, set[str]] = {}
    for row in grid.rows[header.line : header.body]:
        for place in filled(row):
            headings.setdefault(place, set()).add(label_key(shown(row[place])))
    return Outsiders(
        grid,
        places,
        tuple(required) if len(required) > 1 else places,
        tuple(required),
        frozenset(place for place, field in present if field.kind and field.type == "string"),
        {place: frozenset(keys - {""}) for place, keys in headings.items()},
        min(present, key=lambda pair: pair[0])[1],
    )


def left_out(code: str, line: int, row: Sequence[Raw]) -> Finding:
    """The note on a row that is not published."""
    text = " ".join(shown(row[place]) for place in filled(row))
    return Finding(
        code=code,
        blocks=False,
        message=_SAID[code],
        row=line + 1,
        value=text if len(text) <= _SHOWN else text[:_SHOWN] + "…",
    )


def split_numbered(
    grid: Grid, lines: Sequence[int], places: Sequence[int]
) -> tuple[list[int], tuple[Finding, ...]]:
    """The rows without those at the end that a form had numbered beforehand, and a note on them."""
    end = len(lines)
    while end > 1 and _goes_on(grid.rows[lines[end - 2]], grid.rows[lines[end - 1]], places):
        end -= 1
    numbered = lines[end:]
    if not numbered:
        return list(lines), ()
    first, last = numbered[0] + 1, numbered[-1] + 1
    said = (
        f"Рядки {first}–{last} лише пронумеровано" if last > first else "Рядок лише пронумеровано"
    )
    return list(lines[:end]), (
        Finding(
            code="numbered-tail",
            blocks=False,
            message=f"{said}, решту клітинок не заповнено: до даних це не входить.",
            row=first,
        ),
    )


def _goes_on(above: Sequence[Raw], row: Sequence[Raw], places: Sequence[int]) -> bool:
    """Nothing but the number that comes next."""
    said = [place for place in filled(row) if place in places]
    if len(said) != 1 or said[0] >= len(above):
        return False
    former, number = shown(above[said[0]]), shown(row[said[0]])
    both = former.isdecimal() and number.isdecimal() and max(len(former), len(number)) < 10
    return both and int(number) == int(former) + 1
