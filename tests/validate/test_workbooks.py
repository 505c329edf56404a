from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from pipeline.model import Field
from pipeline.validate.workbook_grid import read_workbook
from pipeline.validate.workbook_parts import read_parts

ROWS = (
    ("1-а", "Школа № 1", "01411082", "1200.5", "2021-07-02"),
    ("2", "Садок «Барвінок»", "20064120", "850", "2019-04-21"),
    ("3", "Бібліотека", "01411082", "64.25", "2015-12-01"),
)


@pytest.mark.parametrize(
    "name",
    [
        "title-numbering-total-signature-tail.xlsx",
        "names-and-titles.xlsx",
        "sub-headings.xlsx",
        "two-sheets.xlsx",
        "title.xls",
        "shifted.ods",
    ],
)
def test_the_table_is_found_wherever_it_stands(check, name):
    verdict = check(name)
    assert verdict.accepted
    assert verdict.table.rows == ROWS


def test_addresses_are_those_of_the_offices_program(check):
    table = check("shifted.ods").table
    assert (table.sheet, table.columns, table.lines) == ("Аркуш1", tuple("BCDEF"), (4, 5, 6))


def test_rows_left_out_below_a_table_are_listed(check):
    notes = check("title-numbering-total-signature-tail.xlsx").findings
    assert [(note.code, note.row, note.value, note.message) for note in notes] == [
        ("total-row", 8, "Всього 2114.75", "Рядок підсумку не входить до даних: його пропущено."),
        (
            "below-table",
            10,
            "Виконавець: Петренко О. О., тел. 2-34-56",
            "Рядок під таблицею не входить до даних: його пропущено.",
        ),
    ]


@pytest.mark.parametrize("name", ["two-sheets.xlsx", "two-sheets.ods", "two-sheets.xls"])
def test_which_of_several_sheets_was_read_is_said(check, name):
    found = {finding.code: finding for finding in check(name).findings}
    hidden, note = found["hidden-sheet"], found["several-sheets"]
    assert (hidden.blocks, hidden.message) == (
        False,
        "Приховані аркуші («Довідник») не прочитано: до опублікованої таблиці це не потрапляє.",
    )
    assert len(found) == 2
    assert (note.code, note.blocks, note.message) == (
        "several-sheets",
        False,
        "У книзі кілька аркушів. Прочитано «Дані», не враховано: «Пояснення».",
    )


def test_a_sheet_the_descriptor_names_must_be_there(check):
    [finding] = check("two-sheets.xlsx", sheet="Звіт").findings
    assert (finding.code, finding.message) == (
        "sheet-not-found",
        "У книзі немає аркуша «Звіт», якого чекає опис набору. Є аркуші: «Пояснення», «Дані».",
    )


def test_a_sheet_the_descriptor_names_is_read(check):
    assert check("two-sheets.xlsx", sheet="дані").table.rows == ROWS


def test_error_cells_are_findings_even_in_optional_columns(check, flat):
    assert flat(check("error-cells.xlsx")) == [
        ("error-cell", True, "D3", "area", "#REF!"),
        ("error-cell", True, "B4", "name", "#N/A"),
    ]


def test_a_formula_without_a_stored_value_asks_to_be_saved(check):
    [finding] = check("formula-without-value.xlsx").findings
    assert (finding.code, finding.cell, finding.value) == (
        "formula-without-value",
        "D3",
        "=SUM(D2,100)",
    )
    assert finding.message == (
        "У клітинці формула без збереженого результату: відкрийте файл у програмі й збережіть."
    )


def test_cells_merged_among_the_rows_are_one_finding(check):
    [finding] = check("merged-body.xlsx").findings
    assert (finding.code, finding.cell, finding.message) == (
        "merged-cells",
        "C3",
        "Клітинки C2:C3 об’єднано: роз’єднайте їх і впишіть значення в кожну.",
    )


def test_what_a_program_turned_into_a_date_or_zeros_is_explained(check):
    date, digits = check("dates-and-digits.xlsx").findings
    assert (date.code, date.cell, date.value) == ("date-in-text", "A2", "2021-01-01")
    assert "перетворила значення на дату" in date.message
    assert (digits.code, digits.cell) == ("digits-lost", "A3")
    assert "понад 15 цифр" in digits.message


@pytest.mark.parametrize("name", ["dates-and-digits.xlsx", "epoch-1904.xlsx"])
def test_a_date_shown_as_a_number_counts_from_its_workbooks_own_epoch(check, name):
    assert [row[4] for row in check(name).table.rows] == ["2021-07-02", "2021-07-02"]


def test_zeros_which_a_number_format_shows_belong_to_the_code(check):
    verdict = check("shown-zeros.xlsx")
    assert verdict.table.rows[0][2] == "01411082"
    assert verdict.repairs == ()


@pytest.mark.parametrize(
    ("name", "content", "code", "start"),
    [
        ("unfilled-form.xlsx", None, "unfilled-form", "Форму не заповнено"),
        ("torn.xlsx", None, "broken-file", "Файл XLSX пошкоджений або обірваний"),
        ("web-page.xls", None, "not-a-workbook", "Це вебсторінка (HTML)"),
        ("order.pdf", None, "not-a-table", "Це документ PDF, а тут має бути таблиця"),
        ("order.docx", None, "unknown-format", "Це не таблиця (DOCX)"),
        ("a.csv", b"", "empty-file", "Файл порожній: у ньому 0 байтів"),
        ("a.csv", b"\n\n , ,\n", "empty-table", "Файл порожній: у ньому немає жодної"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "unknown-format", "Це не"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "not-a-workbook", "Це файл XML"),
    ],
)
def test_a_file_that_is_no_filled_table_is_one_finding(check, name, content, code, start):
    verdict = check(name, content)
    assert [(f.code, f.blocks) for f in verdict.findings] == [(code, True)]
    assert verdict.findings[0].message.startswith(start)
    assert verdict.table is None


def test_xlsb_and_locked_workbooks_say_how_to_save_them(check, tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsb", "w") as book:
        book.writestr("xl/workbook.bin", b"")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    [xlsb] = check("book.xlsb", (tmp_path / "book.xlsb").read_bytes()).findings
    [password] = check("book.xlsx", locked).findings
    assert (xlsb.code, password.code) == ("xlsb", "password")
    assert xlsb.message.endswith("збережіть як XLSX.")
    assert password.message == "Файл захищено паролем: зніміть пароль і передайте його ще раз."


def test_a_workbook_that_unpacks_without_end_is_not_opened(check, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.validate.workbook_parts._MOST_UNPACKED", 1000)
    [finding] = check("two-sheets.xlsx").findings
    assert finding.code == "zip-bomb"
    assert finding.message.startswith("Книга розпаковується у понад 1 ГБ")


def test_a_wrong_ending_is_read_and_said(check):
    notes = check("csv-named.xlsx").findings
    assert notes[0].code == "wrong-extension"
    assert notes[0].message == (
        "Назва файлу закінчується на .xlsx, а насправді це текстова таблиця CSV: "
        "так його й прочитано."
    )


def test_a_table_beyond_the_limit_is_not_opened(check, monkeypatch):
    monkeypatch.setattr("pipeline.validate.verdict.LARGEST_TABLE", 1024)
    [finding] = check("two-sheets.xlsx").findings
    assert finding.code == "too-large"
    assert finding.message.startswith("Файл завеликий: 6,0\u00a0КБ, а таблиці приймаються до")


def content_of(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = ["uid", "name", "ownerId", "area", "builtDate"]


def test_a_table_that_goes_on_upon_another_sheet_is_refused(check):
    sheets = {"2023": [HEAD, list(ROWS[0])], "2024": [HEAD[:4], list(ROWS[1][:4])]}
    [finding] = check("t.xlsx", content_of(sheets)).findings
    assert (finding.code, finding.blocks, finding.message) == (
        "table-on-several-sheets",
        True,
        "Таблиця є на двох аркушах: «2023», «2024». Зведіть усі рядки на один аркуш, а зайві "
        "вилучіть.",
    )


@pytest.mark.parametrize("other", [[HEAD], [HEAD[:2], ["1", "Школа"]]])
def test_an_empty_form_or_a_list_of_codes_on_another_sheet_is_a_note(check, other):
    verdict = check("t.xlsx", content_of({"Дані": [HEAD, list(ROWS[0])], "Довідник": other}))
    assert [(f.code, f.blocks) for f in verdict.findings] == [("several-sheets", False)]


def test_the_sheet_a_descriptor_names_is_read_whatever_the_others_hold(check):
    sheets = {"2023": [HEAD, list(ROWS[0])], "2024": [HEAD, list(ROWS[1])]}
    verdict = check("t.xlsx", content_of(sheets), sheet="2024")
    assert (verdict.accepted, verdict.table.rows) == (True, (ROWS[1],))


def test_a_blank_far_below_the_table_costs_nothing(check):
    book = openpyxl.load_workbook(io.BytesIO(content_of({"Дані": [HEAD, list(ROWS[0])]})))
    for place in ("A1048576", "XFD1048576", "XFD3"):
        book["Дані"][place] = " "
    stream = io.BytesIO()
    book.save(stream)
    [grid] = read_workbook(stream.getvalue())
    assert [len(row) for row in grid.rows] == [5, 5]
    assert check("t.xlsx", stream.getvalue()).findings == ()


def test_a_lone_value_far_below_the_table_is_named_by_its_cell(check):
    book = openpyxl.load_workbook(io.BytesIO(content_of({"Дані": [HEAD, list(ROWS[0])]})))
    book["Дані"]["A1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    findings = check("t.xlsx", stream.getvalue()).findings
    assert {f.row for f in findings} == {1048576}


def test_cells_merged_to_the_right_edge_of_the_table_are_found(check, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(content_of({"Дані": [HEAD, list(ROWS[0])]})))
    book["Дані"].merge_cells("D2:E2")
    stream = io.BytesIO()
    book.save(stream)
    findings = check("t.xlsx", stream.getvalue()).findings
    assert [(f.code, f.cell) for f in findings] == [("merged-cells", "E2")]


def test_a_share_that_the_program_shows_in_per_cent_is_read_as_shown(check):
    """0.6 formatted `0%` stands on the screen as 60 %: as 0.6 it would be a hundredth of it."""
    book = openpyxl.Workbook()
    book.active.append(["key", "ready", "area"])
    book.active.append(["А-1", 0.6, 0.07])
    book.active["B2"].number_format = "0%"
    book.active["C2"].number_format = "0.00%"
    stream = io.BytesIO()
    book.save(stream)
    fields = [
        Field("key", "Ключ"),
        Field("ready", "Готовність", type="integer", kind="percent"),
        Field("area", "Площа", type="number", kind="area"),
    ]
    verdict = check("t.xlsx", stream.getvalue(), fields=fields)
    assert verdict.table.rows == (("А-1", "60", "7%"),)
    assert [(r.before, r.after) for r in verdict.repairs] == [("60%", "60")]
    assert [(f.code, f.cell, f.value) for f in verdict.findings] == [("type-number", "C2", "7%")]


def with_sheet(content: bytes, change) -> bytes:
    """The same workbook, the XML of every part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.namelist():
            target.writestr(part, change(part, source.read(part)))
    return stream.getvalue()


def formatted(part: str, content: bytes) -> bytes:
    """Thirty thousand rows below the table that have a format and hold nothing; one is hidden."""
    if part != "xl/worksheets/sheet1.xml":
        return content
    rows = b"".join(
        b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 30000)
    )
    rows += b'<row r="30000" hidden="1"><c r="A30000" s="0"/><c r="B30000"><v>7</v></c></row>'
    return content.replace(b"</sheetData>", rows + b"</sheetData>")


def test_cells_that_hold_only_a_format_are_not_read(check):
    content = with_sheet(content_of({"Дані": [HEAD, list(ROWS[0])]}), formatted)
    parts = read_parts(content)
    with zipfile.ZipFile(io.BytesIO(parts.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert (sheet.count(b"<row "), sheet.count(b'r="A30000"')) == (3, 0)
    [grid] = read_workbook(content)
    assert (len(grid.rows), grid.rows[-1], grid.hidden_rows) == (30000, [None, 7], {29999})


def test_a_strict_workbook_says_how_to_save_it(check):
    content = with_sheet(
        content_of({"Дані": [HEAD]}),
        lambda _, part: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    [finding] = check("t.xlsx", content).findings
    assert (finding.code, finding.message) == (
        "strict-workbook",
        "Книгу збережено як «Строгий Open XML»: такі файли не читаються. Збережіть її через "
        "«Зберегти як», вибравши звичайну «Книгу Excel (*.xlsx)».",
    )


def test_a_zip_torn_at_its_beginning_is_called_a_torn_workbook(check, deliveries):
    [finding] = check("t.xlsx", (deliveries / "two-sheets.xlsx").read_bytes()[:90]).findings
    assert finding.code == "broken-file"


def test_half_of_a_pair_of_characters_in_a_cell_is_no_character(check):
    verdict = check("t.xlsx", content_of({"Дані": [HEAD, ["1", "x_xD800_", *ROWS[0][2:]]]}))
    assert verdict.table.rows[0][1] == "x_xD800_"
