"""A mapping (YAML of ours, of a dataset's folder, or inline) → Schema, strictly.

Every key is used or refused: a mistyped `requried` would otherwise let empty cells through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pipeline.model import Field, ForeignKey, Schema
from pipeline.model.schema import MISSING_VALUES
from pipeline.resolution835.kinds import KINDS

TYPES = ("string", "integer", "number", "date", "datetime", "time", "boolean")
SCHEMA_KEYS = (
    "title",
    "description",
    "primaryKey",
    "foreignKeys",
    "periods",
    "fields",
    "missingValues",
)
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
FLAGS = ("required", "nullAllowed", "unique")
LISTS = ("aliases", "enum")
MACHINE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


class SchemaError(Exception):
    """The mapping is no schema: `sentences` say in Ukrainian everything that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = tuple(sentences)


def build_schema(id_: str, mapping: Mapping[str, Any]) -> Schema:
    """Build one table's schema; SchemaError with a sentence for each thing that is wrong.

    Fields are read in order. A repeated heading of the official package (annexes 40 and 69) has a
    name of its own here (`currencyCode2`) and the published one as its alias, which then equals
    the name of an earlier field: readers give such headings to fields in order.
    """
    if not isinstance(mapping, Mapping):
        raise SchemaError(["схема має бути переліком пар «ключ: значення»"])
    wrong = _unknown_keys(mapping, SCHEMA_KEYS, "схемі")
    wrong += _wrong_missing_values(mapping)
    fields = _fields(mapping.get("fields"), wrong)
    schema = Schema(
        id=id_,
        title=str(mapping.get("title", "")),
        description=str(mapping.get("description", "")),
        fields=fields,
        primary_key=_names(mapping.get("primaryKey"), "primaryKey", wrong),
        foreign_keys=_foreign_keys(mapping.get("foreignKeys"), wrong),
        periods=_periods(mapping.get("periods"), wrong),
    )
    wrong += _unknown_columns(schema)
    if wrong:
        raise SchemaError(wrong)
    return schema


def _fields(stated: object, wrong: list[str]) -> tuple[Field, ...]:
    if not isinstance(stated, list) or not stated:
        wrong.append("у схемі немає переліку стовпців fields")
        return ()
    fields = []
    for number, one in enumerate(stated, 1):
        if not isinstance(one, Mapping) or not isinstance(one.get("name"), str):
            wrong.append(f"у стовпця № {number} немає машинної назви name")
            continue
        found = _wrong_field(one)
        wrong += found
        if not found:
            fields.append(_field(one))
    names = [field.name for field in fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        wrong.append(f"назва стовпця «{name}» повторюється")
    return tuple(fields)


def _wrong_field(stated: Mapping[str, Any]) -> list[str]:
    name = stated["name"]
    wrong = _unknown_keys(stated, FIELD_KEYS, f"стовпці «{name}»")
    if not MACHINE_NAME.fullmatch(name):
        wrong.append(f"назва стовпця «{name}» має складатися з латинських літер, цифр і «_»")
    for flag in FLAGS:
        if not isinstance(stated.get(flag, False), bool):
            wrong.append(f"стовпець «{name}»: {flag} має бути true або false")
    for key in LISTS:
        if not _is_list_of_text(stated.get(key, [])):
            wrong.append(f"стовпець «{name}»: {key} — перелік, числа та «так/ні» беріть у лапки")
    return wrong + _wrong_meaning(name, stated)


def _wrong_meaning(name: str, stated: Mapping[str, Any]) -> list[str]:
    type_, kind = stated.get("type", "string"), stated.get("kind")
    if type_ not in TYPES:
        return [f"стовпець «{name}»: невідомий тип «{type_}»{_nearest(str(type_), TYPES)}"]
    if kind is not None and kind not in KINDS:
        return [f"стовпець «{name}»: невідомий вид «{kind}»{_nearest(str(kind), KINDS)}"]
    if kind is not None and type_ not in KINDS[kind].types:
        allowed = " або ".join(KINDS[kind].types)
        return [f"стовпець «{name}»: вид «{kind}» потребує типу {allowed}, а не {type_}"]
    try:
        re.compile(str(stated.get("pattern", "")))
    except re.error:
        return [f"стовпець «{name}»: pattern не є регулярним виразом"]
    return []


def _field(stated: Mapping[str, Any]) -> Field:
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


def _foreign_keys(stated: object, wrong: list[str]) -> tuple[ForeignKey, ...]:
    keys = []
    for one in _listed(stated, "foreignKeys", wrong):
        if not isinstance(one, Mapping) or set(one) != {"fields", "table", "references"}:
            wrong.append("кожен із foreignKeys має рівно три ключі: fields, table, references")
            continue
        fields = _names(one["fields"], "fields", wrong)
        references = _names(one["references"], "references", wrong)
        if len(fields) != len(references):
            wrong.append("у foreignKeys кількість fields і references має збігатися")
        keys.append(ForeignKey(fields, str(one["table"]), references))
    return tuple(keys)


def _periods(stated: object, wrong: list[str]) -> tuple[tuple[str, str], ...]:
    periods = []
    for one in _listed(stated, "periods", wrong):
        if not isinstance(one, Mapping) or set(one) != {"start", "end"}:
            wrong.append("кожен із periods має рівно два ключі: start та end")
            continue
        periods.append((str(one["start"]), str(one["end"])))
    return tuple(periods)


def _listed(stated: object, key: str, wrong: list[str]) -> list[Any]:
    if stated is None or isinstance(stated, list):
        return stated or []
    wrong.append(f"{key} має бути переліком")
    return []


def _names(stated: object, key: str, wrong: list[str]) -> tuple[str, ...]:
    stated = [stated] if isinstance(stated, str) else stated or []
    if not isinstance(stated, list) or not _is_list_of_text(stated):
        wrong.append(f"{key} має бути переліком назв стовпців")
        return ()
    return tuple(stated)


def _unknown_columns(schema: Schema) -> list[str]:
    used = [("primaryKey", name) for name in schema.primary_key]
    used += [("foreignKeys", name) for key in schema.foreign_keys for name in key.fields]
    used += [("periods", name) for period in schema.periods for name in period]
    return [
        f"{key}: немає стовпця «{name}»{_nearest(name, schema.names)}"
        for key, name in used
        if name not in schema.names
    ]


def _wrong_missing_values(mapping: Mapping[str, Any]) -> list[str]:
    if mapping.get("missingValues", list(MISSING_VALUES)) == list(MISSING_VALUES):
        return []
    return ['missingValues завжди ["", "null"]: інші позначення програма виправляє сама']


def _unknown_keys(stated: Mapping[str, Any], known: Iterable[str], where: str) -> list[str]:
    allowed = tuple(known)
    return [
        f"невідомий ключ «{key}» у {where}{_nearest(str(key), allowed)}"
        for key in stated
        if key not in allowed
    ]


def _nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, tuple(known), n=1)
    return f", найближчий — «{near[0]}»" if near else ""


def _is_list_of_text(stated: object) -> bool:
    return isinstance(stated, list) and all(isinstance(one, str) for one in stated)
