"""GeoJSON by our own structural check.

Frictionless calls a truncated GeoJSON valid, and one whose coordinates are text (measured with
5.21). The rules are those of RFC 7946; places must lie in Ukraine, longitude first.
"""

from __future__ import annotations

import json
import re
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
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
_IS_WGS84 = re.compile(r"CRS84|EPSG:[\d.]*:?4326|WGS ?84", re.IGNORECASE)
_DEGREES = 180
_FARTHEST = 1e9


def check_geojson(path: Path) -> tuple[Finding, ...]:
    """Findings of one GeoJSON; Unreadable where it does not parse or is none."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise refuse(
            "too-large",
            f"Файл GeoJSON завеликий: {size_of(size)}, а приймаються до {size_of(_LARGEST)}.",
        )
    decoded = read_text(path.read_bytes())
    content = _parse(decoded.text)
    features = _features(content)
    if not features:
        raise refuse("empty-table", "У файлі GeoJSON немає жодного об’єкта.")
    found = (_check_feature(number, feature) for number, feature in enumerate(features, start=1))
    return (*_check_encoding(decoded.encoding), *_check_crs(content), *filter(None, found))


def _check_encoding(encoding: str) -> Iterator[Finding]:
    """It goes out as it is, and RFC 7946 knows no other encoding."""
    if encoding != "UTF-8":
        yield Finding(
            code="geojson-encoding",
            blocks=True,
            message=f"Файл GeoJSON у кодуванні {encoding}, а має бути в UTF-8: програми прочитають "
            "назви хибно. Вивантажте його в UTF-8.",
            value=encoding,
            example="UTF-8",
        )


def _check_crs(content: dict[str, Any]) -> Iterator[Finding]:
    """A named system of coordinates other than WGS 84, which readers of GeoJSON do not ask for."""
    crs = content.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if isinstance(name, str) and not _IS_WGS84.search(name):
        yield Finding(
            code="geojson-crs",
            blocks=True,
            message="Координати записано в іншій системі, ніж WGS 84: програми покажуть їх не там. "
            "Вивантажте файл у системі WGS 84 (EPSG:4326).",
            value=name,
            example="urn:ogc:def:crs:OGC:1.3:CRS84",
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
    except ValueError:
        raise refuse(
            "broken-file", "У файлі GeoJSON є число з тисяч цифр: вивантажте його заново."
        ) from None


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
        if not isinstance(inner, list):
            return _finding("geojson-geometry", "у GeometryCollection немає geometries", number)
        return next(filter(None, (_check_geometry(number, one) for one in inner)), None)
    if not isinstance(kind, str) or kind not in _DEPTHS:
        return _finding("geojson-geometry", f"невідомий тип геометрії «{kind}»", number)
    coordinates = geometry.get("coordinates")
    try:
        positions = list(_positions(coordinates, _DEPTHS[kind]))
    except ValueError:
        return _finding(
            "geojson-coordinates", "координати мають бути числами [довгота, широта]", number
        )
    if kind in _LEAST and (flaw := _check_lines(kind, coordinates, _DEPTHS[kind])):
        return _finding("geojson-line", flaw, number)
    return _check_places(number, positions)


def _check_lines(kind: str, coordinates: list[Any], depth: int) -> str | None:
    """A line has two ends; the ring of a polygon closes where it began (RFC 7946, 3.1.6)."""
    if depth > 1:
        found = (_check_lines(kind, inner, depth - 1) for inner in coordinates)
        return next(filter(None, found), None)
    if kind.endswith("LineString"):
        return "лінія має лише одну точку" if len(coordinates) < _LEAST[kind] else None
    if len(coordinates) < _LEAST[kind]:
        return "контур має менш як чотири точки"
    return (
        "контур не замкнено: остання точка має збігатися з першою"
        if (coordinates[0] != coordinates[-1])
        else None
    )


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
    """A number of a size that places may have; a whole one may have hundreds of digits."""
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _FARTHEST
    )


def _check_places(number: int, positions: list[tuple[float, float]]) -> Finding | None:
    outside = [(x, y) for x, y in positions if not _in_ukraine(x, y)]
    if not outside:
        return None
    x, y = outside[0]
    if all(_in_ukraine(b, a) for a, b in outside):
        said = "координати переставлено, спершу має йти довгота, потім широта"
        return _finding("coordinates-swapped", said, number, f"{x}, {y}", f"{y}, {x}")
    if max(abs(x), abs(y)) > _DEGREES:
        said = "координати не в градусах, вивантажте файл у системі WGS 84 (EPSG:4326)"
        return _finding("coordinates-outside", said, number, f"{x}, {y}")
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
