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
        feature("MultiLineString", SQUARE),
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
        (
            feature("Point", [3395000.1, 6520000.2]),
            "coordinates-outside",
            "Об’єкт № 2: координати не в градусах, вивантажте файл у системі WGS 84 (EPSG:4326).",
        ),
        (
            feature("Point", [10**400, 50]),
            "geojson-coordinates",
            "Об’єкт № 2: координати мають бути числами [довгота, широта].",
        ),
        (
            feature("LineString", [[30.1, 50.1]]),
            "geojson-line",
            "Об’єкт № 2: лінія має лише одну точку.",
        ),
        (
            feature("Polygon", [SQUARE[0][:3]]),
            "geojson-line",
            "Об’єкт № 2: контур має менш як чотири точки.",
        ),
        (
            feature("MultiPolygon", [SQUARE, [[*SQUARE[0][:3], [30.3, 50.3]]]]),
            "geojson-line",
            "Об’єкт № 2: контур не замкнено: остання точка має збігатися з першою.",
        ),
        (
            {"type": "Feature", "geometry": {"type": "GeometryCollection"}},
            "geojson-geometry",
            "Об’єкт № 2: у GeometryCollection немає geometries.",
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
        (
            b'{"a": ' + b"9" * 5000 + b"}",
            "broken-file",
            "У файлі GeoJSON є число з тисяч цифр: вивантажте його заново.",
        ),
    ],
)
def test_what_is_no_geojson_is_one_finding(check, content, code, start):
    [finding] = check("map.geojson", content, plain=True).findings
    assert finding.code == code
    assert finding.message.startswith(start)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_the_system_of_coordinates_may_be_named(check, name):
    crs = {"type": "name", "properties": {"name": name}}
    content = json.loads(collection(feature("Point", [30.1, 50.1]))) | {"crs": crs}
    assert check("map.geojson", json.dumps(content).encode(), plain=True).findings == ()


def test_another_system_of_coordinates_blocks_even_where_the_numbers_fit(check):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5562"}}
    content = json.loads(collection(feature("Point", [30.1, 50.1]))) | {"crs": crs}
    [finding] = check("map.geojson", json.dumps(content).encode(), plain=True).findings
    assert (finding.code, finding.blocks, finding.value, finding.message) == (
        "geojson-crs",
        True,
        "urn:ogc:def:crs:EPSG::5562",
        "Координати записано в іншій системі, ніж WGS 84: програми покажуть їх не там. "
        "Вивантажте файл у системі WGS 84 (EPSG:4326).",
    )


def test_geojson_goes_out_in_utf_8_alone(check):
    content = json.loads(collection(feature("Point", [30.1, 50.1]))) | {"name": "Їдальня"}
    written = json.dumps(content, ensure_ascii=False).encode("cp1251")
    [finding] = check("map.geojson", written, plain=True).findings
    assert (finding.code, finding.blocks, finding.message) == (
        "geojson-encoding",
        True,
        "Файл GeoJSON у кодуванні Windows-1251, а має бути в UTF-8: програми прочитають назви "
        "хибно. Вивантажте його в UTF-8.",
    )
