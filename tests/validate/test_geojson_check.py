from __future__ import annotations

import json

import pytest

SQUARE = [[[30.1, 50.1], [30.2, 50.1], [30.2, 50.2], [30.1, 50.1]]]


def feature(kind: str, coordinates: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_sound_geometries_of_every_type_pass(check):
    content = collection(
        feature("Point", [30.1, 50.1, 120]),
        feature("MultiPoint", [[30.1, 50.1]]),
        feature("LineString", SQUARE[0]),
        feature("Polygon", SQUARE),
        feature("MultiPolygon", [SQUARE]),
        {"type": "Feature", "properties": {}, "geometry": None},
        {
            "type": "Feature",
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [30.1, 50.1]}],
            },
        },
    )
    assert check("map.geojson", content, plain=True).findings == ()


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        ({"type": "Thing"}, "geojson-feature", "Об’єкт № 2: тип має бути Feature."),
        (
            feature("Circle", [30, 50]),
            "geojson-geometry",
            "Об’єкт № 2: невідомий тип геометрії «Circle».",
        ),
        (
            feature("Polygon", [30, 50]),
            "geojson-coordinates",
            "Об’єкт № 2: координати мають бути числами [довгота, широта].",
        ),
        (
            feature("Point", [50.1, 30.1]),
            "coordinates-swapped",
            "Об’єкт № 2: координати переставлено, спершу має йти довгота, потім широта.",
        ),
        (
            feature("Point", [2.35, 48.85]),
            "coordinates-outside",
            "Об’єкт № 2: точка лежить поза Україною.",
        ),
    ],
)
def test_a_wrong_feature_is_named_by_its_number(check, wrong, code, message):
    content = collection(feature("Point", [30.1, 50.1]), wrong)
    [finding] = check("map.geojson", content, plain=True).findings
    assert (finding.code, finding.blocks, finding.row, finding.message) == (code, True, 2, message)


@pytest.mark.parametrize(
    ("content", "code", "start"),
    [
        (b'{"type": "FeatureCollection", "features": [', "broken-file", "Файл GeoJSON обірваний"),
        (b'{"a": 1}', "not-geojson", "Це JSON, але не GeoJSON"),
        (collection(), "empty-table", "У файлі GeoJSON немає жодного об’єкта"),
        (b"[" * 100_000, "broken-file", "Файл GeoJSON має надто глибоку вкладеність"),
    ],
)
def test_what_is_no_geojson_is_one_finding(check, content, code, start):
    [finding] = check("map.geojson", content, plain=True).findings
    assert finding.code == code
    assert finding.message.startswith(start)
