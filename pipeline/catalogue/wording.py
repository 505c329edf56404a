"""What is wrong with a descriptor, as sentences with a file and a line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pipeline.catalogue.marked_yaml import Location, MarkedYaml
from pipeline.model import Problem

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

EXPECTED = {
    "string_type": "потрібен текст (коди беріть у лапки)",
    "bool_type": "потрібно true або false",
    "int_type": "потрібне ціле число",
    "list_type": "потрібен перелік: [ … ]",
    "dict_type": "потрібні пари «ключ: значення»",
    "model_type": "потрібні пари «ключ: значення»",
    "model_attributes_type": "потрібні пари «ключ: значення»",
    "too_short": "перелік не може бути порожнім",
    "too_long": "забагато елементів",
}

BOUNDS = {
    "greater_than_equal": ("щонайменше", "ge"),
    "less_than_equal": ("щонайбільше", "le"),
}


def problems_of(
    error: ValidationError, shape: type[BaseModel], marked: MarkedYaml, file: str
) -> Iterator[Problem]:
    """One problem for each thing pydantic refused, in the order of the file."""
    found: dict[Location, tuple[int, str]] = {}
    for detail in error.errors():
        location = tuple(part for part in detail["loc"] if part != A_KEY)
        found.setdefault(location, (marked.line_of(location), _sentence(detail, location, shape)))
    for line, message in sorted(found.values()):
        yield Problem(file, line, message)


A_KEY = "[key]"
"""How pydantic says that the key itself is wrong; its line is that of its value."""


def nearest(word: str, known: list[str]) -> str:
    """«; можливо, X» where one known word looks like it, else the whole list."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"; можливо, «{close[0]}»"
    return "; відомі: " + ", ".join(sorted(known))


def _sentence(detail: ErrorDetails, location: Location, shape: type[BaseModel]) -> str:
    where = ".".join(str(step) for step in location) or "файл"
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"невідомий ключ «{where}»" + nearest(str(location[-1]), _keys(shape, location[:-1]))
    if kind == "missing":
        return f"бракує ключа «{where}»"
    if kind == "value_error":
        return f"{where}: {context['error']}"
    if kind == "literal_error":
        return f"{where}: оберіть одне з: {context['expected'].replace(' or ', ', ')}"
    if kind == "string_too_long":
        return f"{where}: щонайбільше {context['max_length']} знаків"
    if kind == "string_pattern_mismatch":
        return f"{where}: не відповідає зразку {context['pattern']}"
    if kind in BOUNDS:
        word, bound = BOUNDS[kind]
        return f"{where}: {word} {context[bound]}"
    return f"{where}: {EXPECTED.get(kind, detail['msg'])}"


def _keys(shape: type[BaseModel], location: Location) -> list[str]:
    """The keys that may stand at that place, by walking the shape's annotations."""
    current: Any = shape
    for step in location:
        if isinstance(step, int):
            continue
        fields = current.model_fields
        named = next((f for n, f in fields.items() if (f.alias or n) == step), None)
        model = _model_in(named.annotation) if named else None
        if model is None:
            return []
        current = model
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
