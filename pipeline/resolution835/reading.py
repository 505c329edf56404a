"""A mapping (YAML of ours, of a dataset's folder, or inline) → Schema, strictly.

Every key is used or refused: a mistyped `requried` would otherwise let empty cells through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import Field, ForeignKey, Schema
from pipeline.model.schema import MISSING_VALUES
from pipeline.resolution835.columns import build_column, check_column
from pipeline.resolution835.faults import (
    Fault,
    Place,
    SchemaError,
    is_list_of_text,
    nearest,
    unknown_keys,
)

SCHEMA_KEYS = (
    "title",
    "description",
    "primaryKey",
    "foreignKeys",
    "periods",
    "fields",
    "missingValues",
)


def build_schema(id_: str, mapping: Mapping[str, Any]) -> Schema:
    """Build one table's schema; SchemaError with a sentence for each thing that is wrong.

    Fields are read in order. A repeated heading of the official package (annexes 40 and 69) has a
    name of its own here (`currencyCode2`) and the published one as its alias, which then equals
    the name of an earlier field: readers give such headings to fields in order.
    """
    if not isinstance(mapping, Mapping):
        raise SchemaError([Fault((), "схема має бути переліком пар «ключ: значення»")])
    wrong = unknown_keys(mapping, SCHEMA_KEYS, "схемі", ())
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
    wrong += _unknown_columns(schema, _stated_names(mapping.get("fields")))
    if wrong:
        raise SchemaError(wrong)
    return schema


def _fields(stated: object, wrong: list[Fault]) -> tuple[Field, ...]:
    if not isinstance(stated, list) or not stated:
        wrong.append(Fault(("fields",), "у схемі немає переліку стовпців fields"))
        return ()
    fields = []
    for index, one in enumerate(stated):
        place = ("fields", index)
        if not isinstance(one, Mapping) or not isinstance(one.get("name"), str):
            wrong.append(Fault(place, f"у стовпця № {index + 1} немає машинної назви name"))
            continue
        found = check_column(one, place)
        wrong += found
        if not found:
            fields.append(build_column(one))
    wrong += _repeated_names(_stated_names(stated))
    return tuple(fields)


def _stated_names(stated: object) -> list[object]:
    """The name of each column, wrong ones too: what refers to one of those is not wrong itself."""
    columns = stated if isinstance(stated, list) else []
    return [one.get("name") if isinstance(one, Mapping) else None for one in columns]


def _repeated_names(names: Sequence[object]) -> list[Fault]:
    """One fault a name, where it stands again for the first time."""
    again: dict[str, int] = {}
    for index, name in enumerate(names):
        if isinstance(name, str) and name in names[:index]:
            again.setdefault(name, index)
    return [
        Fault(("fields", index, "name"), f"назва стовпця «{name}» повторюється")
        for name, index in again.items()
    ]


def _foreign_keys(stated: object, wrong: list[Fault]) -> tuple[ForeignKey, ...]:
    keys = []
    for index, one in enumerate(_listed(stated, "foreignKeys", wrong)):
        place = ("foreignKeys", index)
        if not isinstance(one, Mapping) or set(one) != {"fields", "table", "references"}:
            sentence = "кожен із foreignKeys має рівно три ключі: fields, table, references"
            wrong.append(Fault(place, sentence))
            continue
        fields = _names(one["fields"], "fields", wrong, place)
        references = _names(one["references"], "references", wrong, place)
        if len(fields) != len(references):
            sentence = "у foreignKeys кількість fields і references має збігатися"
            wrong.append(Fault(place, sentence))
        keys.append(ForeignKey(fields, str(one["table"]), references))
    return tuple(keys)


def _periods(stated: object, wrong: list[Fault]) -> tuple[tuple[str, str], ...]:
    periods = []
    for index, one in enumerate(_listed(stated, "periods", wrong)):
        if not isinstance(one, Mapping) or set(one) != {"start", "end"}:
            sentence = "кожен із periods має рівно два ключі: start та end"
            wrong.append(Fault(("periods", index), sentence))
            continue
        periods.append((str(one["start"]), str(one["end"])))
    return tuple(periods)


def _listed(stated: object, key: str, wrong: list[Fault]) -> list[Any]:
    if stated is None or isinstance(stated, list):
        return stated or []
    wrong.append(Fault((key,), f"{key} має бути переліком"))
    return []


def _names(stated: object, key: str, wrong: list[Fault], around: Place = ()) -> tuple[str, ...]:
    stated = [stated] if isinstance(stated, str) else stated or []
    if not isinstance(stated, list) or not is_list_of_text(stated):
        wrong.append(Fault((*around, key), f"{key} має бути переліком назв стовпців"))
        return ()
    return tuple(stated)


def _unknown_columns(schema: Schema, stated: Sequence[object]) -> list[Fault]:
    """References to columns that the mapping does not name; none where it names no column."""
    known = [name for name in stated if isinstance(name, str)]
    used = [("primaryKey", name) for name in schema.primary_key]
    used += [("foreignKeys", name) for key in schema.foreign_keys for name in key.fields]
    used += [("periods", name) for period in schema.periods for name in period]
    return [
        Fault((key,), f"{key}: немає стовпця «{name}»{nearest(name, known)}")
        for key, name in used
        if known and name not in known
    ]


def _wrong_missing_values(mapping: Mapping[str, Any]) -> list[Fault]:
    if mapping.get("missingValues", list(MISSING_VALUES)) == list(MISSING_VALUES):
        return []
    sentence = 'missingValues завжди ["", "null"]: інші позначення програма виправляє сама'
    return [Fault(("missingValues",), sentence)]
