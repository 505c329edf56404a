"""One column of a schema: what is wrong with its mapping, and the Field that a right one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.model import Field
from pipeline.resolution835.faults import Fault, Place, is_list_of_text, nearest, unknown_keys
from pipeline.resolution835.kinds import KINDS

TYPES = ("string", "integer", "number", "date", "datetime", "time", "boolean")
FIELD_KEYS = {
    "name": "name",
    "title": "title",
    "type": "type",
    "kind": "kind",
    "required": "required",
    "nullAllowed": "null_allowed",
    "unique": "unique",
    "description": "description",
    "example": "example",
    "aliases": "aliases",
    "enum": "enum",
    "pattern": "pattern",
    "minimum": "minimum",
    "maximum": "maximum",
    "unit": "unit",
}
CONSTRAINTS = ("required", "unique", "pattern", "enum", "minimum", "maximum")
"""What a Table Schema keeps under `constraints`, and ours in the column itself."""

FLAGS = ("required", "nullAllowed", "unique")
LISTS = ("aliases", "enum")
MACHINE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def check_column(stated: Mapping[str, Any], place: Place) -> list[Fault]:
    """Everything wrong with a column that has a name."""
    name = stated["name"]
    ours = {key: value for key, value in stated.items() if key != "constraints"}
    wrong = unknown_keys(ours, FIELD_KEYS, f"стовпці «{name}»", place)
    if "constraints" in stated:
        sentence = (
            f"невідомий ключ «constraints» у стовпці «{name}»: "
            f"{', '.join(CONSTRAINTS)} пишуть просто в описі стовпця"
        )
        wrong.append(Fault((*place, "constraints"), sentence))
    if not MACHINE_NAME.fullmatch(name):
        sentence = f"назва стовпця «{name}» має складатися з латинських літер, цифр і «_»"
        wrong.append(Fault((*place, "name"), sentence))
    for flag in FLAGS:
        if not isinstance(stated.get(flag, False), bool):
            sentence = f"стовпець «{name}»: {flag} має бути true або false"
            wrong.append(Fault((*place, flag), sentence))
    for key in LISTS:
        if not is_list_of_text(stated.get(key, [])):
            sentence = f"стовпець «{name}»: {key} — перелік, числа та «так/ні» беріть у лапки"
            wrong.append(Fault((*place, key), sentence))
    meaning = _wrong_meaning(stated)
    if meaning is not None:
        key, sentence = meaning
        wrong.append(Fault((*place, key), f"стовпець «{name}»: {sentence}"))
    return wrong


def _wrong_meaning(stated: Mapping[str, Any]) -> tuple[str, str] | None:
    """The key whose value means nothing, and why; the first such."""
    type_, kind = stated.get("type", "string"), stated.get("kind")
    if type_ not in TYPES:
        return "type", f"невідомий тип «{type_}»{nearest(str(type_), TYPES)}"
    if kind is not None and kind not in KINDS:
        return "kind", f"невідомий вид «{kind}»{nearest(str(kind), KINDS)}"
    if kind is not None and type_ not in KINDS[kind].types:
        allowed = " або ".join(KINDS[kind].types)
        return "kind", f"вид «{kind}» потребує типу {allowed}, а не {type_}"
    try:
        re.compile(str(stated.get("pattern", "")))
    except re.error:
        return "pattern", "pattern не є регулярним виразом"
    return None


def build_column(stated: Mapping[str, Any]) -> Field:
    """The field of a column that nothing is wrong with."""
    values: dict[str, Any] = {}
    for key, attribute in FIELD_KEYS.items():
        if key not in stated:
            continue
        value = stated[key]
        if key in LISTS:
            values[attribute] = tuple(value)
        elif key in FLAGS:
            values[attribute] = value
        else:
            values[attribute] = str(value)
    return Field(**{"title": values["name"], **values})
