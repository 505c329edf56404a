"""What calamine does not give of XLS and ODS: errors, merged cells, hidden lines."""

from __future__ import annotations

import io
import zipfile

from pipeline.validate.unseen_ods import read_unseen_ods

SPACES = " ".join(
    f'xmlns:{short}="{space}"'
    for short, space in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
HEAD = ("uid", "name", "ownerId", "area", "builtDate")
LINE = ("1-а", "Школа № 1", "01411082", "1200.5", "2021-07-02")


def cell(text: str, **attributes: str) -> str:
    said = {"office:value-type": "string"} | {
        name.replace("__", ":").replace("_", "-"): value for name, value in attributes.items()
    }
    listed = " ".join(f'{name}="{value}"' for name, value in said.items() if value)
    return f"<table:table-cell {listed}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, **attributes: str) -> str:
    listed = "".join(f' table:{name.replace("_", "-")}="{v}"' for name, v in attributes.items())
    inside = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row{listed}>{inside}</table:table-row>"


def ods(*rows: str, columns: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES}><office:body>'
            f'<office:spreadsheet><table:table table:name="Аркуш1">{columns}{"".join(rows)}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def test_error_cells_of_an_ods_block_as_those_of_an_xlsx_do(check, flat):
    error = {"calcext__value_type": "error", "office__string_value": ""}
    content = ods(
        row(*HEAD),
        row("1", "Дім", "01411082", cell("#DIV/0!", table__formula="of:=1/0", **error), ""),
        row("2", "Дім", "01411082", cell("#NAME?", office__value_type="float"), ""),
        row("3", "Дім", "01411082", "12", cell("Err:508", table__formula="of:=(")),
    )
    assert flat(check("t.ods", content)) == [
        ("error-cell", True, "D2", "area", "#DIV/0!"),
        ("error-cell", True, "D3", "area", "#NAME?"),
        ("error-cell", True, "E4", "builtDate", "Err:508"),
    ]


def test_an_error_that_is_the_last_of_a_column_is_still_seen(check, flat):
    empty = "<table:table-cell/>"
    content = ods(
        row(*HEAD), row(*LINE), row(empty, empty, empty, cell("#N/A", calcext__value_type="error"))
    )
    assert ("error-cell", True, "D3", "area", "#N/A") in flat(check("t.ods", content))


def test_a_formula_of_an_ods_without_a_stored_value_asks_to_be_saved(check, flat):
    formula = '<table:table-cell table:formula="of:=SUM([.D1])"/>'
    content = ods(row(*HEAD), row("1", "Дім", "01411082", formula, ""))
    assert flat(check("t.ods", content)) == [
        ("formula-without-value", True, "D2", "area", "=SUM([.D1])")
    ]


def test_cells_of_an_ods_merged_among_the_rows_are_one_finding(check):
    merged = cell("01411082", table__number_rows_spanned="2", table__number_columns_spanned="1")
    covered = "<table:covered-table-cell/>"
    content = ods(
        row(*HEAD),
        row("1", "Дім", merged, "12", "2021-07-02"),
        row("2", "Сад", covered, "12", "2021-07-02"),
    )
    [finding] = check("t.ods", content).findings
    assert (finding.code, finding.blocks, finding.cell) == ("merged-cells", True, "C3")
    assert finding.message.startswith("Клітинки C2:C3 об’єднано")


def test_hidden_rows_and_columns_of_an_ods_block(check):
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="3"/>'
    )
    hidden = ods(row(*HEAD), row(*LINE, visibility="filter"), columns=columns)
    findings = check("t.ods", hidden).findings
    assert [(f.code, f.blocks, f.cell) for f in findings] == [
        ("hidden-rows", True, "A2"),
        ("hidden-columns", True, "B2"),
    ]


def test_an_ods_whose_empty_rows_are_repeated_and_hidden_to_the_end_is_clean(check):
    tail = row(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        number_rows_repeated="1048574",
        visibility="collapse",
    )
    assert check("t.ods", ods(row(*HEAD), row(*LINE), tail)).findings == ()


def test_an_error_repeated_to_the_end_of_the_sheet_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("pipeline.validate.unseen_ods.MOST_FAULTS", 3)
    wrong = cell("#REF!", table__number_columns_repeated="5")
    content = ods(row(*HEAD), row(wrong, number_rows_repeated="1048575"))
    assert list(read_unseen_ods(content)["Аркуш1"].faults) == [(1, 0), (1, 1), (1, 2)]


def test_an_ods_that_unpacks_without_end_is_not_opened(check, monkeypatch):
    monkeypatch.setattr("pipeline.validate.unseen_ods._MOST_UNPACKED", 100)
    [finding] = check("shifted.ods").findings
    assert finding.code == "zip-bomb"


def test_error_cells_of_an_xls_block(check, flat):
    assert flat(check("error-cells.xls")) == [
        ("error-cell", True, "D3", "area", "#DIV/0!"),
        ("error-cell", True, "D4", "area", "#N/A"),
    ]


def test_a_hidden_row_of_an_xls_blocks(check):
    [finding] = check("hidden-row.xls").findings
    assert (finding.code, finding.blocks, finding.cell) == ("hidden-rows", True, "A3")


def test_an_xls_in_which_errors_cannot_be_looked_for_says_so(check, monkeypatch):
    monkeypatch.setattr("pipeline.validate.calamine_grid.read_unseen_xls", lambda _: None)
    [note] = check("title.xls").findings
    assert (note.code, note.blocks) == ("errors-not-seen", False)
    assert note.message == (
        "У цьому файлі XLS не вдалося перевірити, чи є помилки (#N/A) та приховані рядки: клітинки "
        "з помилками прочитано порожніми. Збережіть файл як XLSX, щоб перевірити й це."
    )
