"""Every schema of the Resolution's tables, and what is known of single ones."""

import re

import frictionless
import pytest

from pipeline.model import Field, Schema
from pipeline.resolution835.kinds import kind_of
from pipeline.resolution835.tables import list_tables, read_schema

IDS = [entry.id for entry in list_tables()]


@pytest.fixture(params=IDS)
def schema(request: pytest.FixtureRequest) -> Schema:
    return read_schema(request.param)


def headings(schema: Schema) -> list[str]:
    return [name.casefold() for field in schema.fields for name in (field.name, *field.aliases)]


def test_frictionless_takes_the_schema_with_every_example(schema: Schema) -> None:
    taken = frictionless.Schema.from_descriptor(schema.descriptor())
    assert tuple(taken.field_names) == schema.names


def test_machine_names_are_latin_and_differ(schema: Schema) -> None:
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in schema.names)
    assert len({name.casefold() for name in schema.names}) == len(schema.names)


def test_a_heading_means_one_column_unless_the_package_repeats_it(schema: Schema) -> None:
    found = headings(schema)
    repeated = {name for name in found if found.count(name) > 1}
    allowed = {
        "2025/40/equipment": {"currencycode"},
        "2025/69/penalty": {"inspectorname"},
    }
    assert repeated == allowed.get(schema.id, set())


def test_titles_and_descriptions_are_ukrainian(schema: Schema) -> None:
    cyrillic = re.compile("[А-ЯҐЄІЇа-яґєії]")
    assert cyrillic.search(schema.title)
    assert cyrillic.search(schema.description)
    assert all(cyrillic.search(field.title) for field in schema.fields)
    assert all(cyrillic.search(field.description) for field in schema.fields if field.description)


def test_every_example_passes_its_own_kind_and_list(schema: Schema) -> None:
    assert [field.name for field in schema.fields if not example_passes(field)] == []


def example_passes(field: Field) -> bool:
    kind = kind_of(field)
    in_list = not field.enum or field.example in field.enum
    return not field.example or (in_list and (kind is None or kind.accepts(field.example)))


def test_closed_lists_stand_on_text_columns_without_doubles(schema: Schema) -> None:
    for field in schema.fields:
        assert not field.enum or field.type == "string"
        assert len(set(field.enum)) == len(field.enum)


def test_the_first_column_of_a_primary_key_must_be_filled(schema: Schema) -> None:
    assert all(schema.field(name).must_be_filled for name in schema.primary_key[:1])


def test_foreign_keys_name_columns_of_a_table_of_the_same_generation(schema: Schema) -> None:
    generation = schema.id.split("/")[0]
    for key in schema.foreign_keys:
        targets = [
            read_schema(id_)
            for id_ in IDS
            if id_.startswith(generation) and id_.endswith(f"/{key.table}")
        ]
        assert any(set(key.references) <= set(target.names) for target in targets)


def test_periods_pair_columns_of_one_type(schema: Schema) -> None:
    for start, end in schema.periods:
        assert schema.field(start).type == schema.field(end).type


def test_names_are_as_published_misspelt_ones_too() -> None:
    assert read_schema("2025/70/animalPlaygrounds").names == (
        "uid",
        "label",
        "area",
        "trainingInfrastructure",
        "excrementContainers",
        "cleaningSchedule",
        "fance",
        "informationBoards",
        "workingHours",
        "balanceHolderName",
        "balanceHolderId",
        "CATUTTC",
        "addressPostCode",
        "addressAdminUnitL1",
        "addressAdminUnitL2",
        "addressAdminUnitL3",
        "addressAdminUnitL4",
        "addressPostName",
        "addressThoroughfare",
        "addressLocatorDesignator",
        "addressLocatorBuilding",
        "addressDescription",
        "lat",
        "lon",
    )


def test_shelters_are_as_the_package_describes_them() -> None:
    columns = [
        (field.name, field.type, field.kind, field.required, field.null_allowed)
        for field in read_schema("2025/72/shelters").fields
    ]
    assert columns == [
        ("uid", "string", "identifier", False, True),
        ("type", "string", None, True, False),
        ("CATUTTC", "string", "katottg", True, False),
        ("addressPostCode", "string", "postcode", True, False),
        ("addressAdminUnitL1", "string", "country", True, False),
        ("addressAdminUnitL2", "string", "region", True, False),
        ("addressAdminUnitL3", "string", "district", False, True),
        ("addressAdminUnitL4", "string", "community", False, True),
        ("addressPostName", "string", "settlement", True, False),
        ("addressThoroughfare", "string", "street", True, False),
        ("addressLocatorDesignator", "string", "house-number", True, False),
        ("addressLocatorBuilding", "string", "house-number", False, True),
        ("addressDescription", "string", None, False, False),
        ("lat", "number", "shelter-latitude", True, True),
        ("lon", "number", "shelter-longitude", True, True),
        ("ownershipForm", "string", None, True, False),
        ("balanceHolderName", "string", "party-name", True, False),
        ("balanceHolderId", "string", "party-id", True, False),
        ("renterName", "string", "party-name", False, True),
        ("renterId", "string", "party-id", False, True),
        ("purpose", "string", None, True, False),
        ("responsiblePersonName", "string", "private-name", True, False),
    ]


def test_the_structure_of_2019_keeps_its_own_names_and_types() -> None:
    columns = [
        (field.name, field.type, field.required, field.aliases)
        for field in read_schema("2019/Assets").fields
    ]
    assert columns == [
        ("id", "string", True, ("uid",)),
        ("title", "string", True, ("name",)),
        ("description", "string", True, ()),
        ("quantity", "number", True, ()),
        ("unitName", "string", True, ()),
        ("valueAmount", "number", True, ("amountValue",)),
        ("valueCurrency", "string", True, ("amountCurrency",)),
        ("projectID", "string", True, ()),
        ("projectTitle", "string", True, ()),
        ("recipientID", "string", True, ()),
        ("recipientName", "string", True, ()),
        ("implementerID", "string", True, ()),
        ("implementerName", "string", True, ()),
        ("actID", "string", True, ()),
        ("actDate", "date", True, ()),
    ]


def test_wrong_types_of_the_package_are_mended() -> None:
    mended = {
        ("2025/24/fairs", "legalActDate"): ("date", None),
        ("2025/26/vehicles", "year"): ("integer", "year"),
        ("2025/34/petitions", "count"): ("integer", "count"),
        ("2025/35/projects", "count"): ("integer", "count"),
        ("2025/36/parkingLots", "currencyCode"): ("string", "currency"),
        ("2025/38/services", "currency"): ("string", "currency"),
        ("2025/40/equipment", "yearMade"): ("integer", "year"),
        ("2025/56/stopTimes", "arrivalTime"): ("string", "gtfs-time"),
        ("2025/57/parcels", "decisionDate"): ("date", None),
        ("2025/62/programs", "validFrom"): ("string", "year-or-date"),
        ("2025/65/containers", "cansVolume"): ("string", "number-list"),
        ("2025/66/landfill", "startYear"): ("integer", "year"),
        ("2025/71/cameras", "cameraDirection"): ("string", None),
        ("2025/74/systems", "year"): ("integer", "year"),
    }
    found = {}
    for table, column in mended:
        field = read_schema(table).field(column)
        found[table, column] = (field.type, field.kind)
    assert found == mended


def test_aliases_hold_the_published_spelling_and_the_other_generation() -> None:
    aliases = {
        ("2025/2/organizations", "Id"): ("identifier", "uid"),
        ("2025/2/organizations", "contactPointEmail"): (
            "contactPoint\u2028Email",
            "contactPointHasEmail",
        ),
        ("2025/2/organizations", "headName"): ("headFn",),
        ("2025/10/regulatoryList", "legalActId"): ("legalActІd", "legalActIdentifier"),
        ("2025/40/equipment", "currencyCode2"): ("currencyCode",),
        ("2025/40/equipment", "currencyCode3"): ("currencyCode",),
        ("2025/69/penalty", "inspectorName2"): ("inspectorName", "Імʼя"),
        ("2025/65/wasteServises", "organizationIdentifier"): ("organizationId",),
        ("2025/70/animalPlaygrounds", "fance"): ("fence",),
        ("2025/55/routes", "colour"): ("route_color",),
        ("2019/Register", "publisherPrefLabel"): ("publisherName",),
        ("2019/Organizations", "identifier"): ("Id", "uid"),
    }
    assert {key: read_schema(key[0]).field(key[1]).aliases for key in aliases} == aliases


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("2025/32/norms", [("buildingUid", "buildings", "uid")]),
        ("2025/55/routes", [("agencyId", "agency", "id")]),
        (
            "2025/56/trips",
            [
                ("routeuid", "routes", "uid"),
                ("serviceUid", "calendar", "serviceUid"),
                ("shapeuid", "shapes", "uid"),
            ],
        ),
        ("2025/56/stopTimes", [("tripUid", "trips", "uid"), ("stopId", "stops", "uid")]),
        ("2025/29/motions", [("sessionUid", "sessions", "uid")]),
        ("2025/29/voteEvents", [("motionUid", "motions", "uid")]),
        ("2025/29/vote", [("uid", "voteEvents", "uid")]),
        ("2025/31/orders", [("actNumber", "acts", "number")]),
        ("2025/62/reports", [("programId", "programs", "uid")]),
        ("2025/76/specifications", [("providerId", "provider", "Id")]),
    ],
)
def test_tables_of_one_set_are_tied(table: str, keys: list[tuple[str, str, str]]) -> None:
    found = read_schema(table).foreign_keys
    assert [(*key.fields, key.table, *key.references) for key in found] == keys


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("2025/2/organizations", "Id", "edrpou"),
        ("2025/2/organizationUnits", "uid", "identifier"),
        ("2025/2/posts", "unitId", "identifier"),
        ("2025/23/commercialObjects", "entityId", "party-id"),
        ("2025/48/donations", "donorId", "foreign-party-id"),
        ("2025/54/publicToilets", "uid", "identifier"),
        ("2025/18/buildings", "constructionReadiness", "percent"),
        ("2025/18/movableProperty", "passportNumber", "asset-number"),
        ("2025/49/payments", "debtamountValue", "balance"),
        ("2025/46/line", "familyName", "private-name"),
        ("2025/58/parcels", "id", "cadastral-number"),
        ("2025/67/homelessAnimals", "releaseLat", "latitude"),
    ],
)
def test_a_kind_follows_what_the_column_means(table: str, column: str, kind: str) -> None:
    assert read_schema(table).field(column).kind == kind
