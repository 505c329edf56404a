"""The form as a workbook: what an office's program shows and keeps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.gather.hand import take_by_hand
from pipeline.model import Field, Schema, Verdict
from pipeline.resolution835.tables import list_tables, read_schema
from pipeline.template.form import build_form
from pipeline.validate.by_hand import build_table_dataset
from pipeline.validate.verdict import check_delivery

SCHEMAS = [read_schema(entry.id) for entry in list_tables()]
BUILDINGS = read_schema("2025/18/buildings")
EVERY_TYPE = Schema(
    id="garden",
    title="Сад",
    fields=(
        Field("id", "Номер", kind="identifier", required=True),
        Field("edrpou", "Код", kind="edrpou"),
        Field("note", "Примітка"),
        Field("planted", "Посаджено", type="date"),
        Field("watered", "Полито", type="datetime"),
        Field("opens", "Відчиняється", type="time"),
        Field("area", "Площа", type="number", kind="area"),
        Field("lat", "Широта", type="number", kind="shelter-latitude"),
        Field("trees", "Дерев", type="integer", kind="count"),
        Field("sex", "Стать", type="integer", kind="sex"),
        Field("fenced", "Огорожено", type="boolean"),
    ),
    primary_key=("id",),
)


@pytest.fixture
def check(tmp_path: Path) -> Callable[[Schema, bytes], Verdict]:
    def judge(schema: Schema, form: bytes) -> Verdict:
        path = tmp_path / "form.xlsx"
        path.write_bytes(form)
        dataset = build_table_dataset(schema)
        resource = dataset.resources[0]
        return check_delivery(take_by_hand(path, dataset, resource), resource, dataset)

    return judge


def opened(form: bytes) -> Workbook:
    return load_workbook(io.BytesIO(form))


def test_a_form_is_one_sheet_named_after_its_table():
    assert opened(build_form(BUILDINGS)).sheetnames == ["buildings"]


def test_a_form_is_named_as_the_descriptor_asks():
    assert opened(build_form(BUILDINGS, "Майно")).sheetnames == ["Майно"]


def test_machine_names_stand_above_titles_and_nothing_below():
    page = opened(build_form(BUILDINGS)).active
    names, *titles = page.iter_rows(values_only=True)
    assert names == BUILDINGS.names
    assert titles == [tuple(field.title for field in BUILDINGS.fields)]


def test_headings_stay_in_sight_and_on_every_printed_page():
    page = opened(build_form(BUILDINGS)).active
    assert page.freeze_panes == "A3"
    assert page.print_title_rows == "$1:$2"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)


def test_required_columns_differ_in_weight_and_colour():
    page = opened(build_form(BUILDINGS)).active
    looks = {
        field.required: (cell.font.bold, cell.fill.fgColor.rgb)
        for field, cell in zip(BUILDINGS.fields, page[2], strict=True)
    }
    assert looks == {True: (True, "001F4E79"), False: (False, "00DDE6EF")}


def test_whole_columns_are_text_but_for_amounts_and_dates():
    page = opened(build_form(EVERY_TYPE)).active
    formats = [
        page.column_dimensions[cell.column_letter].number_format for cell in next(page.iter_rows())
    ]
    assert formats == [
        "@",
        "@",
        "@",
        "yyyy-mm-dd",
        'yyyy-mm-dd"T"hh:mm:ss',
        "hh:mm:ss",
        "General",
        "@",
        "0",
        "0",
        "@",
    ]


def test_columns_are_wide_enough_for_their_names_and_no_wider_than_a_screen_bears():
    page = opened(build_form(BUILDINGS)).active
    widths = {
        cell.value: page.column_dimensions[cell.column_letter].width
        for cell in next(page.iter_rows())
    }
    assert all(len(name) < width <= 44 for name, width in widths.items())


def test_nothing_in_a_form_would_be_taken_for_a_leak():
    page = opened(build_form(BUILDINGS)).active
    assert not any(column.hidden for column in page.column_dimensions.values())
    assert not any(row.hidden for row in page.row_dimensions.values())
    assert not any(cell.comment for row in page.iter_rows() for cell in row)
    assert page.auto_filter.ref is None


def test_the_same_schema_gives_the_same_bytes_and_no_moment_of_making():
    form = build_form(BUILDINGS)
    assert build_form(BUILDINGS) == form
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "1980-01-01T00:00:00Z</dcterms:modified>" in core
    assert "openpyxl" not in core


def test_a_title_that_looks_like_a_formula_stays_text():
    schema = Schema("own", "Своя", (Field("sum", "=Сума"), Field("b", "Б")))
    assert opened(build_form(schema)).active["A2"].data_type == "s"


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.id)
def test_every_table_has_a_form_that_excel_opens(schema: Schema):
    page = opened(build_form(schema)).active
    entries = page.data_validations.dataValidation
    assert [str(entry.sqref) for entry in entries] == [
        f"{cell.column_letter}3:{cell.column_letter}1048576" for cell in page[1]
    ]
    for entry in entries:
        assert 0 < len(entry.promptTitle) <= 32
        assert 0 < len(entry.prompt) <= 255
        assert 0 < len(entry.error) <= 225
        assert len(entry.formula1 or "") <= 255


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.id)
def test_an_unfilled_form_has_one_finding(schema: Schema, check):
    verdict = check(schema, build_form(schema))
    assert [(finding.blocks, finding.cell) for finding in verdict.findings] == [(True, None)]
    assert "жодного рядка даних" in verdict.findings[0].message
    assert verdict.repairs == ()
