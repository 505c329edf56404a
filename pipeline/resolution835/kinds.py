"""The closed list of kinds a column may be of, and questions to it.

Schemas name kinds; checks, repairs, templates and pages read here what a kind asks for. The rules
are those of the recommended tables of Resolution No. 835 (2025) unless a comment says otherwise.
"""

from __future__ import annotations

from difflib import get_close_matches

from pipeline.model import Field
from pipeline.resolution835.kind import Kind
from pipeline.resolution835.kinds_of_codes import CODES
from pipeline.resolution835.kinds_of_numbers import NUMBERS
from pipeline.resolution835.kinds_of_people import PEOPLE
from pipeline.resolution835.kinds_of_places import PLACES
from pipeline.resolution835.kinds_of_transport import TRANSPORT

KINDS: dict[str, Kind] = {
    kind.name: kind for group in (CODES, PEOPLE, PLACES, NUMBERS, TRANSPORT) for kind in group
}

EDRPOU_KINDS = frozenset({"edrpou", "edrpou-list", "party-id", "party-id-list"})
"""Kinds in which eight digits are a ЄДРПОУ, with its check digit."""

IMPERSONAL_KINDS = frozenset({"party-id", "party-id-list", "foreign-party-id"})
"""Kinds in which a person may stand: their number is withheld, a company's is published."""

URL_KINDS = frozenset({"url", "url-list"})
"""Kinds which the structure file calls `anyURL`."""


TYPE_RULES = {
    "integer": "Ціле число без пробілів.",
    "number": "Число, дробова частина після крапки.",
    "date": "Дата як рік-місяць-день.",
    "datetime": "Дата й час як рік-місяць-деньTгодини:хвилини.",
    "time": "Час як години:хвилини:секунди.",
    "boolean": "true — так, false — ні.",
}
"""How to write values of a type that no kind narrows."""


class UnknownKind(KeyError):
    """No such kind; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


def read_kind(name: str) -> Kind:
    """The kind of that name; UnknownKind, naming the nearest, where there is none."""
    if name in KINDS:
        return KINDS[name]
    near = get_close_matches(name, KINDS, n=1)
    hint = f" Можливо, «{near[0]}»?" if near else ""
    raise UnknownKind(f"невідомий вид значення «{name}».{hint}")


def kind_of(field: Field) -> Kind | None:
    """What the field's values mean; None where it is plain text, a plain number or a date."""
    return read_kind(field.kind) if field.kind else None


def bounds_of(field: Field) -> tuple[str | None, str | None]:
    """Smallest and largest number allowed: the field's own bounds before those of its kind."""
    kind = kind_of(field)
    return (
        field.minimum if field.minimum is not None else kind.minimum if kind else None,
        field.maximum if field.maximum is not None else kind.maximum if kind else None,
    )


def values_of(field: Field) -> tuple[str, ...]:
    """The closed list of values, the field's own or its kind's; empty where anything may stand."""
    kind = kind_of(field)
    return field.enum or (kind.values if kind else ())


def rule_of(field: Field) -> str:
    """How to write a value of this field, in Ukrainian; empty where nothing is asked."""
    kind = kind_of(field)
    listed = f"Одне зі значень: {', '.join(field.enum)}." if field.enum else ""
    rule = kind.rule if kind else TYPE_RULES.get(field.type, "")
    said = [field.description or listed or rule]
    if field.unit:
        said.append(f"Одиниця: {field.unit}.")
    if field.null_allowed:
        said.append("Якщо відомостей немає, пишуть null.")
    return " ".join(part for part in said if part)


def example_of(field: Field) -> str:
    """A value that passes: the field's own example, else its kind's, else the first of its list."""
    kind = kind_of(field)
    return field.example or (field.enum[0] if field.enum else kind.example if kind else "")


__all__ = [
    "EDRPOU_KINDS",
    "IMPERSONAL_KINDS",
    "KINDS",
    "URL_KINDS",
    "Kind",
    "UnknownKind",
    "bounds_of",
    "example_of",
    "kind_of",
    "read_kind",
    "rule_of",
    "values_of",
]
