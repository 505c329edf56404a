"""The flaws of the Resolution's own example workbooks, each reproduced in one cell.

The workbooks themselves are no part of the product. What a careful person would say of each flaw
is stated here with the reason: it blocks, it is a note, or it is mended without loss.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from openpyxl import Workbook
from test_recommended_tables import declared, example_row

from pipeline.resolution835.tables import read_schema


@dataclass(frozen=True)
class Flaw:
    """Cells as they stand in the workbook, and what is to be said of them."""

    table: str
    cells: dict[str, object]
    reason: str
    findings: list[tuple[str, bool, str]] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)


FLAWS = [
    Flaw(
        "2025/2/organizationUnits",
        {"subUnitOfId": datetime(2023, 1, 1)},  # noqa: DTZ001 (a cell of Excel knows no zone)
        "Excel took the unit's number 1-1 for a date: what was meant cannot be known",
        [("date-in-text", True, "subUnitOfId")],
    ),
    Flaw(
        "2025/32/norms",
        {"paragraphNumber": datetime(2002, 3, 5)},  # noqa: DTZ001
        "the same with paragraph 5.3.2 of a building norm",
        [("date-in-text", True, "paragraphNumber")],
    ),
    Flaw(
        "2025/2/organizationUnits",
        {"homepage": "www.example.gov.ua"},
        "a link without http:// opens nowhere, and which of the two it is nobody said",
        [("url-scheme", True, "homepage")],
    ),
    Flaw(
        "2025/2/organizationUnits",
        {"openingHours": "Пн-ЧТ 09:00-18:00\nПт 09:00-16:45"},
        "regimes are set apart by a comma; a person still understands it, so it is a note",
        [("opening-hours", False, "openingHours")],
        [("openingHours", "Пн-ЧТ 09:00-18:00 Пт 09:00-16:45")],
    ),
    Flaw(
        "2025/65/containers",
        {"serviceHours": "Наприклад: Пн-Чт 08:00-17:20"},
        "the form's own word «Наприклад» was left in the cell",
        [("opening-hours", False, "serviceHours")],
    ),
    Flaw(
        "2025/2/organizations",
        {"contactPointTelephone": "380533087457"},
        "the number is whole and lacks only its plus",
        repairs=[("contactPointTelephone", "+380533087457")],
    ),
    Flaw(
        "2025/2/organizations",
        {"contactPointTelephone": 380123456789},
        "the guides' sample number: there is no code 12, which may also be a slip, so it is a note",
        [("phone-unknown", False, "contactPointTelephone")],
        [("contactPointTelephone", "+380123456789")],
    ),
    Flaw(
        "2025/2/organizations",
        {"headPost": "Начальник управління освіти   "},
        "blanks at the end carry no meaning",
        repairs=[("headPost", "Начальник управління освіти")],
    ),
    Flaw(
        "2025/3/orgStructure",
        {"authorityId": "13548486"},
        "the last digit of the code does not follow from the others: a digit was mistyped",
        [("edrpou-check-digit", True, "authorityId")],
    ),
    Flaw(
        "2025/6/listOfReports",
        {"publisherId": 1411082.0},
        "a code kept as a number lost its zero, and with the zero its check digit fits",
        repairs=[("publisherId", "01411082")],
    ),
    Flaw(
        "2025/18/movableProperty",
        {"balanceHolderId": "145253685"},
        "nine digits are no company's code",
        [("edrpou", True, "balanceHolderId")],
    ),
    Flaw(
        "2025/32/buildings",
        {"authorityId": "1234567"},
        "the sample code of the guides without its zero: mended, and named as a sample",
        [("placeholder-code", False, "authorityId")],
        [("authorityId", "01234567")],
    ),
    Flaw(
        "2025/4/normatives",
        {"validThrough": "25-09-25"},
        "a year of two digits belongs to no century",
        [("type-date", True, "validThrough")],
    ),
    Flaw(
        "2025/9/legalActs",
        {"type": "Постанова"},
        "the word of the closed list, written with a capital",
        repairs=[("type", "постанова")],
    ),
    Flaw(
        "2025/18/parcels",
        {"kvtspzClassId": "3"},
        "the class of land has a section and a number (03.07); one digit is worth a note",
        [("land-class", False, "kvtspzClassId")],
    ),
    Flaw(
        "2025/54/publicToilets",
        {"lat": 55.147852, "lon": 45.201347},
        "a point outside Ukraine",
        [("latitude", True, "lat"), ("longitude", True, "lon")],
    ),
    Flaw(
        "2025/65/containers",
        {"lat": 35.486521, "lon": 25.412565},
        "latitude is outside Ukraine and longitude inside: not exchanged, one of them is wrong",
        [("latitude", True, "lat")],
    ),
    Flaw(
        "2025/32/buildings",
        {"CATUTTC": "UA32060110010087428", "addressAdminUnitL2": "Херсонська область"},
        "the code is of the Kyiv region and the address of another: one of them was copied",
        [("katottg-region", False, "CATUTTC")],
    ),
    Flaw(
        "2025/26/vehicles",
        {"year": datetime(2020, 1, 2)},  # noqa: DTZ001
        "the package calls the year of a vehicle a date; the column asks for the year",
        repairs=[("year", "2020")],
    ),
    Flaw(
        "2025/33/appeals",
        {"receivedDateTime": "2019-05-30Т10:45"},
        "the guides' own sample has a Cyrillic Т and no seconds",
        repairs=[("receivedDateTime", "2019-05-30T10:45:00")],
    ),
    Flaw(
        "2025/25/contracts",
        {"cadastralNum": "12345678901:01:012:0123"},
        "the guides' sample of a cadastral number, with a digit too many: named as a sample",
        [("placeholder-code", False, "cadastralNum")],
    ),
]


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: f"{flaw.table}: {flaw.reason}")
def test_a_flaw_of_the_official_examples_is_said_as_a_careful_person_would(check, flaw):
    schema = read_schema(flaw.table)
    row = dict(zip(schema.names, example_row(schema), strict=True)) | flaw.cells
    book = Workbook()
    book.active.append(list(schema.names))
    book.active.append(list(row.values()))
    stream = io.BytesIO()
    book.save(stream)
    verdict = check("t.xlsx", stream.getvalue(), schema=schema, dataset=declared(schema))
    assert [(f.code, f.blocks, f.field) for f in verdict.findings] == flaw.findings
    assert [(repair.field, repair.after) for repair in verdict.repairs] == flaw.repairs


def test_the_official_example_without_rows_is_one_finding(check):
    schema = read_schema("2025/27/stops")
    book = Workbook()
    book.active.append(list(schema.names))
    book.active.append([column.title for column in schema.fields])
    stream = io.BytesIO()
    book.save(stream)
    verdict = check("stops.xlsx", stream.getvalue(), schema=schema)
    assert [finding.code for finding in verdict.findings] == ["guard-empty-table"]
