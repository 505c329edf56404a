"""GeoJSON by our own structural check.

Frictionless calls a truncated GeoJSON valid, and one whose coordinates are text (measured with
5.21). The rules are those of RFC 7946; places must lie in Ukraine, longitude first.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model import Finding
from pipeline.resolution835.kinds import KINDS
from pipeline.validate.decode import read_text
from pipeline.validate.grid import refuse
from pipeline.wording import size_of

_LARGEST = 100 * 1024 * 1024
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


def check_geojson(path: Path) -> tuple[Finding, ...]:
    """Findings of one GeoJSON; Unreadable where it does not parse or is none."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise refuse(
            "too-large",
            f"Файл GeoJSON завеликий: {size_of(size)}, а приймаються до {size_of(_LARGEST)}.",
        )
    features = _features(_parse(read_text(path.read_bytes()).text))
    if not features:
        raise refuse("empty-table", "У файлі GeoJSON немає жодного об’єкта.")
    return tuple(
        finding
        for number, feature in enumerate(features, start=1)
        if (finding := _check_feature(number, feature))
    )


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            "broken-file",
            f"Файл GeoJSON обірваний або пошкоджений: помилка в рядку {error.lineno}, "
            f"знак {error.colno}. Вивантажте його заново.",
        ) from None
    except RecursionError:
        raise refuse("broken-file", "Файл GeoJSON має надто глибоку вкладеність.") from None


def _features(content: Any) -> list[Any]:
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection" and isinstance(content.get("features"), list):
        return list(content["features"])
    if kind == "Feature":
        return [content]
    if kind in _DEPTHS or kind == "GeometryCollection":
        return [{"type": "Feature", "geometry": content}]
    raise refuse(
        "not-geojson",
        "Це JSON, але не GeoJSON: на початку має стояти тип FeatureCollection із переліком "
        "features.",
    )


def _check_feature(number: int, feature: Any) -> Finding | None:
    """The first thing wrong with a feature; a geometry of null is a place not known."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return _finding("geojson-feature", "тип має бути Feature", number)
    geometry = feature.get("geometry")
    return None if geometry is None else _check_geometry(number, geometry)


def _check_geometry(number: int, geometry: Any) -> Finding | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        inner = geometry.get("geometries")
        found = (_check_geometry(number, one) for one in inner) if isinstance(inner, list) else ()
        return next(filter(None, found), None)
    if kind not in _DEPTHS:
        return _finding("geojson-geometry", f"невідомий тип геометрії «{kind}»", number)
    try:
        positions = list(_positions(geometry.get("coordinates"), _DEPTHS[kind]))
    except ValueError:
        return _finding(
            "geojson-coordinates", "координати мають бути числами [довгота, широта]", number
        )
    return _check_places(number, positions)


def _positions(coordinates: Any, depth: int) -> Iterator[tuple[float, float]]:
    """Every (longitude, latitude) inside; ValueError where the nesting or a number is wrong."""
    if not isinstance(coordinates, list) or not coordinates:
        raise ValueError
    if depth:
        for inner in coordinates:
            yield from _positions(inner, depth - 1)
        return
    numbers = coordinates[:3]
    if len(numbers) < 2 or not all(_is_number(number) for number in numbers):
        raise ValueError
    yield numbers[0], numbers[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _check_places(number: int, positions: list[tuple[float, float]]) -> Finding | None:
    outside = [(x, y) for x, y in positions if not _in_ukraine(x, y)]
    if not outside:
        return None
    x, y = outside[0]
    if all(_in_ukraine(b, a) for a, b in outside):
        said = "координати переставлено, спершу має йти довгота, потім широта"
        return _finding("coordinates-swapped", said, number, f"{x}, {y}", f"{y}, {x}")
    return _finding("coordinates-outside", "точка лежить поза Україною", number, f"{x}, {y}")


def _in_ukraine(longitude: float, latitude: float) -> bool:
    return KINDS["longitude"].accepts(f"{longitude:f}") and KINDS["latitude"].accepts(
        f"{latitude:f}"
    )


def _finding(
    code: str, said: str, number: int, value: str | None = None, example: str | None = None
) -> Finding:
    return Finding(
        code=code,
        blocks=True,
        message=f"Об’єкт № {number}: {said}.",
        row=number,
        value=value,
        example=example,
    )
