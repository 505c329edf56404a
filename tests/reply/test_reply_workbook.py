"""The returned workbook: re-opened with openpyxl, and handed in again."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from replies import AREA, CAPS, CODE, HIDDEN_SHEET, TABLE, reply, verdict

from pipeline.model import Finding
from pipeline.reply.annotations import COMMENTS_KEPT, strip_annotations
from pipeline.reply.losses import list_losses
from pipeline.reply.made import build_workbook
from pipeline.reply.workbook import build_returned_workbook, workbook_name
from pipeline.validate.grid import Fault, Grid
from pipeline.validate.marks import (
    BLOCKING_FILL,
    NOTE_FILL,
    OUR_AUTHOR,
    OUR_HEADINGS,
    OUR_PROPERTY,
    OUR_SHEET,
    is_our_comment,
    our_sheet_of,
)


@pytest.fixture
def handed_in(tmp_path):
    """An office's workbook with everything that must survive."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Аркуш1"
    sheet.append(["Перелік будівель"])
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append(["identifier", "title", "edrpou", "area"])
    sheet.append(["1-1", "Школа", "04011732", "=SUM(1,39.5)"])
    sheet.append(["1-2", "Гараж", "0401173", "близько 40"])
    sheet.append(["1-3", "СКЛАД", "04011732", 7])
    sheet["B3"].value, sheet["B3"].data_type = "=1+1", "s"
    sheet["C4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["C4"].comment = Comment("Уточнити в реєстрі", "Бухгалтерія")
    sheet["D5"].number_format = "0.00"
    sheet.column_dimensions["B"].width = 37
    sheet.freeze_panes = "A3"
    choice = DataValidation(type="list", formula1='"Школа,Гараж"', sqref="B3:B9")
    sheet.add_data_validation(choice)
    workbook.create_sheet("Чернетка")["A1"] = date(2021, 7, 2)
    path = tmp_path / "buildings.xlsx"
    workbook.save(path)
    return path


def returned(answer, path):
    content = build_returned_workbook(answer, path)
    return load_workbook(io.BytesIO(content))


def look(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def properties(workbook):
    return {found.name: found.value for found in workbook.custom_doc_props.props}


def test_bad_cells_are_painted_and_explained(handed_in):
    sheet = returned(reply(AREA, CODE, CAPS), handed_in)["Аркуш1"]
    painted = {c.coordinate: look(c) for row in sheet["A3:D5"] for c in row if look(c)}
    assert painted == {"C4": BLOCKING_FILL, "D4": BLOCKING_FILL, "B5": NOTE_FILL}
    assert (sheet["D4"].comment.author, sheet["D4"].comment.text) == (
        OUR_AUTHOR,
        "— Перевірка відкритих даних —\nЦе не число.\nПравильно, наприклад: 40",
    )
    assert sheet["B5"].comment.text == (
        "— Перевірка відкритих даних —\nПримітка. Назву написано великими літерами."
    )


def test_the_offices_own_comment_and_colour_are_kept_beside_ours(handed_in):
    comment = returned(reply(CODE), handed_in)["Аркуш1"]["C4"].comment
    assert comment.text == (
        "— Перевірка відкритих даних —\n"
        "Контрольна цифра не збігається.\n"
        "Правильно, наприклад: 04011732\n"
        "— Ваша примітка —\n"
        "Уточнити в реєстрі\n"
        "Колір клітинки до перевірки: #FF00FF00"
    )


def test_cells_formulas_widths_and_formats_are_kept(handed_in):
    sheet = returned(reply(AREA), handed_in)["Аркуш1"]
    assert [[cell.value for cell in row] for row in sheet["A1:D5"]] == [
        ["Перелік будівель", None, None, None],
        ["identifier", "title", "edrpou", "area"],
        ["1-1", "=1+1", "04011732", "=SUM(1,39.5)"],
        ["1-2", "Гараж", "0401173", "близько 40"],
        ["1-3", "СКЛАД", "04011732", 7],
    ]
    assert (sheet["B3"].data_type, sheet["D3"].data_type) == ("s", "f")
    assert sheet["A1"].font.size == 16
    assert sheet["D5"].number_format == "0.00"
    assert sheet.column_dimensions["B"].width == 37
    assert sheet.freeze_panes == "A3"
    assert [str(found.sqref) for found in sheet.data_validations.dataValidation] == ["B3:B9"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]


def test_the_first_sheet_lists_every_finding_with_a_link(handed_in):
    workbook = returned(reply(HIDDEN_SHEET, CAPS, AREA, replace(CODE, value=None)), handed_in)
    assert workbook.sheetnames == [OUR_SHEET, "Аркуш1", "Чернетка"]
    assert workbook.active.title == OUR_SHEET
    assert [sheet.sheet_view.tabSelected for sheet in workbook.worksheets[1:]] == [False, False]
    sheet = workbook[OUR_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert sheet["A1"].value == "Не опубліковано: 2\u00a0зауваження зупиняють публікацію"
    assert rows == [
        list(OUR_HEADINGS),
        [1, "D4", "Площа", "Це не число.", "близько 40", "40", "зупиняє публікацію"],
        [
            2,
            "C4",
            "Код ЄДРПОУ",
            "Контрольна цифра не збігається.",
            "порожньо",
            "04011732",
            "зупиняє публікацію",
        ],
        [3, "увесь файл", None, "У файлі є прихований аркуш.", None, None, "примітка"],
        [
            4,
            "B5",
            "Назва об’єкта",
            "Назву написано великими літерами.",
            "СКЛАД",
            None,
            "примітка",
        ],
    ]
    links = [sheet.cell(row, 2).hyperlink for row in range(6, 10)]
    assert [link and link.location for link in links] == [
        "'Аркуш1'!D4",
        "'Аркуш1'!C4",
        None,
        "'Аркуш1'!B5",
    ]


def test_what_an_office_typed_never_becomes_a_formula_on_our_sheet(handed_in):
    attack = '=HYPERLINK("http://evil","x")\x01'
    sheet = returned(reply(replace(AREA, value=attack)), handed_in)[OUR_SHEET]
    assert (sheet["E6"].data_type, sheet["E6"].value) == ("s", attack.replace("\x01", "\ufffd"))


def test_a_finding_inside_a_merged_range_marks_its_first_cell(handed_in):
    sheet = returned(reply(replace(AREA, cell="C1")), handed_in)["Аркуш1"]
    assert (look(sheet["A1"]), is_our_comment(sheet["A1"].comment.text)) == (BLOCKING_FILL, True)


def test_handed_in_again_our_marks_are_gone_and_the_offices_stay(handed_in, tmp_path):
    again = returned(reply(AREA, CODE, CAPS), handed_in)
    strip_annotations(again)
    before = load_workbook(handed_in)
    assert again.sheetnames == before.sheetnames
    assert properties(again) == {}
    for old, new in zip(before.worksheets, again.worksheets, strict=True):
        assert [(c.coordinate, c.value, look(c)) for row in new for c in row] == [
            (c.coordinate, c.value, look(c)) for row in old for c in row
        ]
    assert [
        (c.coordinate, c.comment.text) for row in again["Аркуш1"] for c in row if c.comment
    ] == [("C4", "Уточнити в реєстрі")]


def test_returned_twice_it_carries_one_list_and_the_new_marks_only(handed_in, tmp_path):
    first = tmp_path / "first.xlsx"
    first.write_bytes(build_returned_workbook(reply(AREA, CODE), handed_in))
    second = returned(reply(CAPS), first)
    assert second.sheetnames == [OUR_SHEET, "Аркуш1", "Чернетка"]
    sheet = second["Аркуш1"]
    assert {c.coordinate: look(c) for row in sheet["A3:D5"] for c in row if look(c)} == {
        "B5": NOTE_FILL,
        "C4": "FF00FF00",
    }


def test_our_sheet_is_known_by_its_property_alone(handed_in):
    workbook = returned(reply(AREA), handed_in)
    assert properties(workbook) == {OUR_PROPERTY: OUR_SHEET}
    assert our_sheet_of(properties(workbook), tuple(workbook.sheetnames)) == OUR_SHEET
    assert our_sheet_of({}, (OUR_SHEET,)) is None
    assert our_sheet_of({OUR_PROPERTY: OUR_SHEET}, ("Аркуш1",)) is None


def test_a_sheet_of_that_name_which_the_office_made_itself_stays(handed_in):
    workbook = load_workbook(handed_in)
    workbook.create_sheet(OUR_SHEET.upper())["A1"] = "моє"
    workbook.save(handed_in)
    back = returned(reply(AREA), handed_in)
    assert back.sheetnames == ["Зауваження 2", "Аркуш1", "Чернетка", "ЗАУВАЖЕННЯ"]
    assert properties(back) == {OUR_PROPERTY: "Зауваження 2"}


def test_thousands_of_findings_are_painted_and_listed_with_fewer_comments(handed_in):
    findings = [replace(AREA, cell=f"D{row}") for row in range(4, 5004)]
    workbook = returned(reply(*findings), handed_in)
    cells = [cell for (cell,) in workbook["Аркуш1"]["D4:D5003"]]
    assert sum(look(cell) == BLOCKING_FILL for cell in cells) == 5000
    assert sum(cell.comment is not None for cell in cells) == COMMENTS_KEPT
    assert workbook[OUR_SHEET].max_row == 5 + 5000


def test_what_cannot_be_kept_is_said(handed_in, tmp_path):
    import zipfile

    with zipfile.ZipFile(handed_in, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/media/image1.emf", b"x")
        archive.writestr("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>")
        archive.writestr("xl/worksheets/sheet9.xml", b"<x><x14:dataValidations/></x>")
    lost = (
        "макроси, малюнки, фігури й написи поверх клітинок, "
        "випадні списки, що беруть значення з інших аркушів"
    )
    assert ", ".join(list_losses(handed_in)) == lost
    sheet = returned(reply(AREA), handed_in)[OUR_SHEET]
    assert sheet["A4"].value == f"У цій копії не збережено: {lost}. У вашому файлі все лишилося."


def test_a_csv_becomes_a_workbook_with_the_same_addresses(tmp_path):
    path = tmp_path / "archived"
    path.write_bytes(
        "Перелік;;;\r\nidentifier;title;edrpou;area\r\n1-1;=1+1;04011732;7\r\n"
        "1-2;Гараж;0401173;близько 40\r\n".encode("cp1251")
    )
    found = replace(AREA, sheet=None)
    given = verdict(found, table=replace(TABLE, sheet=None))
    workbook = returned(reply(verdict=given, delivery="майно.csv"), path)
    sheet = workbook["Таблиця"]
    assert workbook.sheetnames == [OUR_SHEET, "Таблиця"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Перелік", None, None, None],
        ["identifier", "title", "edrpou", "area"],
        ["1-1", "=1+1", "04011732", "7"],
        ["1-2", "Гараж", "0401173", "близько 40"],
    ]
    assert {(c.data_type, c.number_format) for row in sheet["A2:D4"] for c in row} == {("s", "@")}
    assert look(sheet["D4"]) == BLOCKING_FILL
    assert workbook[OUR_SHEET]["B7"].hyperlink.location == "'Таблиця'!D4"
    assert workbook[OUR_SHEET]["A4"].value.startswith("Ваш файл був не у форматі XLSX")


def test_cells_of_other_formats_keep_their_values_and_places():
    grid = Grid(
        "Аркуш [1]", [[], [None, 5, True, date(2021, 7, 2), Fault("error", "#REF!"), ""],
        [Fault("merged", "A1:B2"), "=1"]]
    )  # fmt: skip
    workbook, sheets = build_workbook([grid])
    sheet = sheets["Аркуш [1]"]
    assert workbook.sheetnames == ["Аркуш _1_"]
    assert {c.coordinate: (c.value, c.number_format) for c in sheet._cells.values()} == {
        "B2": (5, "General"),
        "C2": (True, "General"),
        "D2": (date(2021, 7, 2), "dd.mm.yyyy"),
        "E2": ("#REF!", "@"),
        "B3": ("=1", "@"),
    }
    assert sheet["B3"].data_type == "s"


UNREAD = Finding("broken-file", True, "Файл пошкоджений.")


@pytest.mark.parametrize(
    "answer",
    [
        reply(verdict=verdict()),
        reply(AREA, schema=None),
        reply(verdict=verdict(UNREAD, table=None)),
    ],
    ids=["no findings", "plain file", "unread file"],
)
def test_no_workbook_is_made_where_it_could_say_nothing(answer, handed_in):
    assert build_returned_workbook(answer, handed_in) is None


def test_a_workbook_torn_since_it_was_read_is_not_returned(handed_in):
    handed_in.write_bytes(handed_in.read_bytes()[:3000])
    assert build_returned_workbook(reply(AREA), handed_in) is None


@pytest.mark.parametrize(
    ("delivery", "name"),
    [
        ("buildings.csv", "buildings-zauvazhennia.xlsx"),
        ("2021/Майно (2).ods", "Майно (2)-zauvazhennia.xlsx"),
        ("buildings-zauvazhennia.xlsx", "buildings-zauvazhennia.xlsx"),
        ("а:б?.csv", "а_б_-zauvazhennia.xlsx"),
    ],
)
def test_the_workbook_is_named_after_the_offices_file(delivery, name):
    assert workbook_name(delivery) == name
