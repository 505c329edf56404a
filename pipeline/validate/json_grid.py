"""JSON and GeoJSON → one grid: an array of records, its keys as the header row.

Record i stands on line i + 1, as it would after opening the same data in a spreadsheet program.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from pipeline.model import Schema
from pipeline.validate.decode import Decoded
from pipeline.validate.grid import Grid, Raw, refuse

_MOST_KEYS = 2000
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LATITUDES = ("lat", "latitude")
_LONGITUDES = ("lon", "longitude")


def read_json(decoded: Decoded, schema: Schema) -> Grid:
    """The records of the text; Unreadable where it is no JSON or holds no list of records."""
    content = _parse(decoded.text)
    records = _records(content, schema)
    header = list(dict.fromkeys(key for record in records for key in record))
    if len(header) > _MOST_KEYS:
        raise refuse(
            "no-records",
            f"У записах JSON понад {_MOST_KEYS} різних назв полів: це не таблиця. Передайте її як "
            "CSV або XLSX.",
        )
    rows: list[list[Raw]] = [list(header)]
    rows += [[_raw(record.get(key)) for key in header] for record in records]
    recoded = None if decoded.encoding == "UTF-8" else f"кодування {decoded.encoding}"
    return Grid(None, rows, recoded=recoded)


def _parse(text: str) -> Any:
    try:
        content = json.loads(text, object_pairs_hook=_record)
        if _SURROGATE.search(text):
            json.dumps(content, ensure_ascii=False).encode()
        return content
    except json.JSONDecodeError as error:
        raise refuse(
            "broken-file",
            f"Файл JSON обірваний або пошкоджений: помилка в рядку {error.lineno}, "
            f"знак {error.colno}.",
        ) from None
    except RecursionError:
        raise refuse("broken-file", "Файл JSON має надто глибоку вкладеність.") from None
    except UnicodeEncodeError:
        raise refuse(
            "broken-file",
            "У файлі JSON є половина знака (\\ud800…), якої не можна записати: вивантажте його "
            "заново.",
        ) from None
    except ValueError:
        raise refuse(
            "broken-file", "У файлі JSON є число з тисяч цифр: вивантажте його заново."
        ) from None


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a name given twice Python would silently keep the last value alone."""
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise refuse(
            "duplicate-key",
            f"У записі JSON назва «{twice}» стоїть двічі: невідомо, яке значення правильне.",
        )
    return record


def _records(content: Any, schema: Schema) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        content = _listed(content, schema)
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise refuse(
            "no-records",
            "Файл JSON має бути переліком записів: [{…}, {…}]. Передайте таблицю як CSV або XLSX.",
        )
    return cast("list[dict[str, Any]]", content)


def _listed(content: dict[str, Any], schema: Schema) -> Any:
    """The records inside an object: a GeoJSON's features, else its only list of records."""
    if content.get("type") == "FeatureCollection" and isinstance(content.get("features"), list):
        return [_flat(feature, schema) for feature in content["features"]]
    lists = [value for value in content.values() if isinstance(value, list) and value]
    return lists[0] if len(lists) == 1 else None


def _flat(feature: Any, schema: Schema) -> Any:
    """A feature's properties, with a point's coordinates in the columns made for them."""
    if not isinstance(feature, dict):
        return None
    record = dict(feature.get("properties") or {})
    geometry = feature.get("geometry") or {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        for names, kind, value in (
            (_LONGITUDES, "longitude", point[0]),
            (_LATITUDES, "latitude", point[1]),
        ):
            for field in schema.fields:
                if field.kind == kind or field.name in names:
                    record.setdefault(field.name, value)
    return record


def _raw(value: Any) -> Raw:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False)
