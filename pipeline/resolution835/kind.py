"""What a value means, beyond its type: the shape of one kind and the formal test of a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """One meaning a column may have.

    `label` and `rule` are Ukrainian, for findings and templates: what it is, and in one sentence
    how to write it. `pattern` must match the whole value (each item where `several`, with
    `between` between them); `values` is a closed list; `minimum` and `maximum` are decimal numbers
    and `decimals` the fewest digits after the dot. `types` are the types of Table Schema which it
    may narrow.

    `blocks` False: departing from the rule is a note, since people's way of writing varies too
    much to stop a publication. `personal`: such a column speaks of private persons and has to be
    declared with its ground. `free`: the column may hold anything, so the search for leaked
    personal data looks into it as into a column without a kind.
    """

    name: str
    label: str
    rule: str
    example: str
    types: tuple[str, ...] = ("string",)
    pattern: str | None = None
    values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    decimals: int = 0
    several: bool = False
    between: str = ","
    blocks: bool = True
    personal: bool = False
    free: bool = False

    def items(self, value: str) -> tuple[str, ...]:
        """The single values of a cell: `+380…, +380…` gives two where several may stand."""
        if not self.several:
            return (value,)
        return tuple(item.strip() for item in re.split(self.between, value))

    def accepts(self, value: str) -> bool:
        """Whether the value keeps to the written form; check digits are not looked at here."""
        return all(self._accepts_one(item) for item in self.items(value))

    def _accepts_one(self, item: str) -> bool:
        if self.values and item not in self.values:
            return False
        if self.pattern is not None and not re.fullmatch(self.pattern, item, re.ASCII):
            return False
        return self._within_bounds(item)

    def _within_bounds(self, item: str) -> bool:
        if self.minimum is None and self.maximum is None and not self.decimals:
            return True
        if not NUMBER.fullmatch(item):
            return False
        return (
            within(item, self.minimum, self.maximum)
            and len(item.partition(".")[2]) >= self.decimals
        )


def within(value: str, minimum: str | None, maximum: str | None) -> bool:
    """Whether a number as text lies between the bounds, exactly (no binary fractions)."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return (minimum is None or number >= Decimal(minimum)) and (
        maximum is None or number <= Decimal(maximum)
    )
