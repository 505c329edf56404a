from __future__ import annotations

import json
from dataclasses import replace

from small_city import City

from pipeline.model import Field, Release, Schema
from pipeline.publish.datapackage import build_datapackage
from pipeline.publish.package import PackageFile, Role, build_package

URL = "http://127.0.0.1:5080/dataset/economy-buildings"


def full_release(city: City) -> Release:
    return city.release(
        city.table("buildings", [("1", "12.5", "")]),
        city.table("listofreports", [("1", "1")], "2021-Q1"),
        city.table("listofreports", [("2", "")], "2021-Q2"),
        city.plain("архів.zip", b"PK"),
    )


def package_of(city: City, release: Release) -> tuple[PackageFile, ...]:
    return build_package(city.dataset, city.publisher, release, URL)


def datapackage_of(city: City, release: Release) -> dict[str, object]:
    addresses = {
        file.key: f"{URL}/resource/x/download/{file.filename}" for file in package_of(city, release)
    }
    made = build_datapackage(city.dataset, city.publisher, release, URL, addresses)
    assert made.content
    found: dict[str, object] = json.loads(made.content)
    return found


def test_the_files_stand_data_first_and_know_what_they_are(city: City) -> None:
    files = package_of(city, full_release(city))
    assert [(file.key, file.role.value, file.filename, file.title) for file in files] == [
        ("economy-buildings/buildings", "data", "buildings.csv", "Будівлі"),
        ("economy-buildings/buildings#XLSX", "alternative", "buildings.xlsx", "Будівлі"),
        (
            "economy-buildings/listofreports/2021-Q1",
            "data",
            "listofreports-2021-q1.csv",
            "Звіти, I квартал 2021 року",
        ),
        (
            "economy-buildings/listofreports/2021-Q2",
            "data",
            "listofreports-2021-q2.csv",
            "Звіти, II квартал 2021 року",
        ),
        ("economy-buildings/orders/архів.zip", "data", "orders-arkhiv.zip", "архів"),
        ("passport", "documentation", "passport.csv", "Паспорт набору даних"),
        (
            "structure/buildings",
            "documentation",
            "structure-buildings.csv",
            "Структура набору даних: Будівлі",
        ),
        (
            "structure/listofreports",
            "documentation",
            "structure-listofreports.csv",
            "Структура набору даних: Звіти",
        ),
    ]


def test_a_dataset_of_one_table_calls_its_structure_as_the_portal_does(city: City) -> None:
    files = package_of(city, city.release(city.table("buildings", [("1", "2", "")])))
    assert [file.title for file in files if file.key.startswith("structure/")] == [
        "Структура набору даних"
    ]


def test_a_second_run_without_change_gives_the_same_files(city: City) -> None:
    assert package_of(city, full_release(city)) == package_of(city, full_release(city))


def test_a_file_opens_from_the_archive_or_from_its_own_bytes(city: City) -> None:
    files = {file.key: file for file in package_of(city, full_release(city))}
    with files["economy-buildings/orders/архів.zip"].open(city.archive) as stream:
        assert stream.read() == b"PK"
    with files["structure/buildings"].open(city.archive) as stream:
        assert len(stream.read()) == files["structure/buildings"].size


def test_the_data_package_is_plain_and_standard(city: City) -> None:
    package = datapackage_of(city, city.release(city.table("buildings", [("1", "12.5", "")])))
    document = city.table("buildings", [("1", "12.5", "")]).files[0]
    assert package == {
        "profile": "data-package",
        "name": "economy-buildings",
        "title": "Перелік об’єктів комунальної власності",
        "description": "Будівлі громади.",
        "homepage": URL,
        "keywords": ["майно", "об’єкти"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 International",
            }
        ],
        "contributors": [
            {
                "title": "Лисичанська міська ВЦА",
                "role": "publisher",
                "path": "https://lis.gov.ua",
            },
            {
                "title": "Управління економіки",
                "role": "author",
                "email": "economy@lis.gov.ua",
            },
        ],
        "created": "2021-07-02T11:05:00Z",
        "resources": [
            {
                "name": "buildings",
                "title": "Будівлі",
                "description": "Будівлі міста",
                "path": f"{URL}/resource/x/download/buildings.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": document.size,
                "hash": f"sha256:{document.sha256}",
                "dialect": {
                    "delimiter": ",",
                    "lineTerminator": "\n",
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "header": True,
                },
                "schema": city.dataset.resource("buildings").schema.descriptor(),  # type: ignore[union-attr]
            }
        ],
    }


def resources_of(city: City, release: Release) -> dict[str, dict[str, object]]:
    found = datapackage_of(city, release)["resources"]
    assert isinstance(found, list)
    return {resource["name"]: resource for resource in found}


def foreign_keys_of(resource: dict[str, object]) -> object:
    schema = resource["schema"]
    assert isinstance(schema, dict)
    return schema.get("foreignKeys")


def test_a_foreign_key_stands_only_where_its_target_is_published(city: City) -> None:
    reports = city.table("listofreports", [("1", "1")], "2021-Q1")
    buildings = city.table("buildings", [("1", "2", "")])
    alone = resources_of(city, city.release(reports))
    together = resources_of(city, city.release(reports, buildings))
    assert foreign_keys_of(alone["listofreports-2021-q1"]) is None
    assert foreign_keys_of(together["listofreports-2021-q1"]) == [
        {"fields": ["building"], "reference": {"resource": "buildings", "fields": ["id"]}}
    ]


def test_a_plain_file_is_declared_a_file_and_an_archive_is_not_unpacked(city: City) -> None:
    resource = resources_of(city, full_release(city))["orders-arkhiv.zip"]
    assert (resource["profile"], resource["type"]) == ("data-resource", "file")
    assert resource["path"] == f"{URL}/resource/x/download/orders-arkhiv%2Ezip"
    assert "schema" not in resource


def test_other_formats_are_no_resources_of_their_own(city: City) -> None:
    assert list(resources_of(city, full_release(city))) == [
        "buildings",
        "listofreports-2021-q1",
        "listofreports-2021-q2",
        "orders-arkhiv.zip",
    ]


def test_no_schema_is_promised_for_rows_it_did_not_check(city: City) -> None:
    release = city.release(city.table("buildings", [("1", "2", "")]))
    stricter = Schema("2025/18/buildings", "Будівлі", (Field("uid", "Ід", required=True),))
    first, *others = city.dataset.resources
    moved_on = replace(city.dataset, resources=(replace(first, schema=stricter), *others))
    resource = resources_of(replace(city, dataset=moved_on), release)["buildings.csv"]
    assert (resource["profile"], resource.get("schema")) == ("data-resource", None)


def test_a_document_dropped_from_the_descriptor_stays_a_file(city: City) -> None:
    release = full_release(city)
    without = replace(city.dataset, resources=city.dataset.resources[1:])
    there = replace(city, dataset=without)
    assert resources_of(there, release)["buildings.csv"]["type"] == "file"
    assert {file.role for file in package_of(there, release)} == {
        Role.DATA,
        Role.ALTERNATIVE,
        Role.DOCUMENTATION,
    }
