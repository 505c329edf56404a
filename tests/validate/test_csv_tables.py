from __future__ import annotations

import pytest

from pipeline.model import Field

HALF_A_SIGN = (
    "У файлі JSON є половина знака (\\ud800…), якої не можна записати: вивантажте його заново."
)
ROW = ("1", "Їдальня «Ґанок»", "01411082", "1200.50", "2021-07-02")


@pytest.mark.parametrize("name", ["windows-1251.csv", "utf-16.csv", "csv-named.xlsx"])
def test_what_offices_call_csv_is_read(check, name):
    verdict = check(name)
    assert verdict.accepted
    assert verdict.table.rows[0] == ROW


def test_how_a_file_was_read_is_said(check):
    [note] = check("windows-1251.csv").findings
    assert (note.code, note.blocks, note.message) == (
        "encoding",
        False,
        "Так прочитано файл: кодування Windows-1251, роздільник «крапка з комою». "
        "Опубліковано буде в UTF-8 з комою.",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_whose_header_is_known(check, delimiter):
    content = delimiter.join(["uid", "name", "ownerId"]) + "\n"
    content += delimiter.join(["1", "Школа", "20064120"]) + "\n"
    assert check("table.csv", content.encode()).table.rows == (("1", "Школа", "20064120", "", ""),)


def test_as_many_commas_in_every_line_do_not_hide_the_semicolon(check):
    content = "Ключ;Сума, грн\nА;10,50\nБ;7,25\n".encode()
    fields = [Field("key", "Ключ"), Field("sum", "Сума, грн", type="number")]
    assert check("table.csv", content, fields=fields).table.rows == (("А", "10.50"), ("Б", "7.25"))


def test_the_line_sep_of_excel_is_no_row(check):
    content = b"sep=;\nuid;name;ownerId\n1;a;20064120\n"
    assert check("table.csv", content).table.lines == (2,)


def test_a_blank_line_counts_in_addresses_and_is_no_row(check, flat):
    content = b"uid,name,ownerId\n\n1,a,20064120\n,,\n2,b,bad\n"
    verdict = check("table.csv", content)
    assert verdict.table.lines == (3, 5)
    assert flat(verdict)[-1] == ("edrpou", True, "C5", "ownerId", "bad")


def test_a_quoted_line_break_stays_in_its_cell(check):
    content = 'uid,name,ownerId\n1,"Школа\nі садок",20064120\n'.encode()
    verdict = check("table.csv", content)
    assert verdict.table.rows[0][1] == "Школа і садок"


def test_an_unclosed_quote_is_found_before_it_swallows_rows(check):
    content = 'uid,name,ownerId\n1,"Школа,20064120\n2,Садок,20064120\n'.encode()
    [finding] = check("table.csv", content).findings
    assert (finding.code, finding.blocks) == ("unclosed-quote", True)
    assert "Лапки, відкриті в рядку 2 файлу, не закрито" in finding.message


def test_a_cell_beyond_the_header_is_a_broken_row(check, flat):
    content = "uid,name,ownerId\n1,Школа, садок,20064120\n".encode()
    verdict = check("table.csv", content)
    assert ("extra-cell", True, "D2", None, "20064120") in flat(verdict)


def test_one_line_of_many_megabytes_is_a_finding(check):
    [finding] = check("table.csv", b"uid,name\n1," + b"x" * 3_000_000).findings
    assert finding.code == "cell-too-long"
    assert finding.message.startswith("У файлі є клітинка, довша за мільйон знаків")


def test_json_records_are_a_table(check):
    content = '[{"uid": "1", "name": "Школа", "ownerId": 1411082, "area": 12.5}]'.encode()
    assert check("data.json", content).table.rows == (("1", "Школа", "01411082", "12.5", ""),)


def test_points_of_geojson_fill_the_columns_of_coordinates(check):
    content = """{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"uid": "А"}, "geometry": {"type": "Point", "coordinates": [30.5, 50.4]}}]}"""
    fields = [
        Field("uid", "Номер"),
        Field("lat", "Широта", type="number", kind="latitude"),
        Field("lon", "Довгота", type="number", kind="longitude"),
    ]
    verdict = check("points.geojson", content.encode(), fields=fields)
    assert verdict.table.rows == (("А", "50.4", "30.5"),)


@pytest.mark.parametrize(
    ("content", "code", "start"),
    [
        (b'[{"uid": "1"', "broken-file", "Файл JSON обірваний або пошкоджений"),
        (b'{"uid": "1"}', "no-records", "Файл JSON має бути переліком записів"),
        (b"[" * 100_000, "broken-file", "Файл JSON має надто глибоку вкладеність"),
        (
            b'[{"uid": ' + b"9" * 5000 + b"}]",
            "broken-file",
            "У файлі JSON є число з тисяч цифр: вивантажте його заново.",
        ),
        (b'[{"uid": "\\ud800"}]', "broken-file", HALF_A_SIGN),
        (
            b'[{"uid": 1, "uid": 2}]',
            "duplicate-key",
            "У записі JSON назва «uid» стоїть двічі: невідомо, яке значення правильне.",
        ),
        (
            b"[" + b",".join(b'{"k%d": 1}' % n for n in range(3000)) + b"]",
            "no-records",
            "У записах JSON понад 2000 різних назв полів: це не таблиця. Передайте її як CSV або "
            "XLSX.",
        ),
    ],
)
def test_json_that_is_no_table_is_refused(check, content, code, start):
    [finding] = check("data.json", content).findings
    assert finding.code == code
    assert finding.message.startswith(start)


def test_lines_put_in_quotes_as_a_whole_are_one_finding(check):
    content = '"uid;name;ownerId;area;builtDate"\n"1;Школа;01411082;5;2021-07-02"\n'.encode()
    [finding] = check("table.csv", content).findings
    assert (finding.code, finding.blocks) == ("quoted-lines", True)
    assert finding.message.startswith("Кожен рядок файлу взято в лапки цілком")


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("?????,????? ??????,?????", "Замість українських літер у файлі стоять знаки питання"),
        (
            "Ідентифікатор,Назва об’єкта,Площа".encode().decode("cp1252", errors="replace"),
            "Українські літери у файлі перетворилися",
        ),
        ("Адреса,Площа,Кадастр".encode().decode("latin-1"), "Українські літери у файлі"),
        ("Власник,Площа".encode().decode("cp1251", errors="ignore"), "Українські літери у файлі"),
    ],
)
def test_destroyed_letters_in_headings_are_called_so(check, line, start):
    [finding] = check("table.csv", f"{line}\n1,2,3\n".encode()).findings
    assert (finding.code, finding.blocks) == ("letters-lost", True)
    assert finding.message.startswith(start)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (['1,"Кафе "Ґанок"",01411082', "2,Садок,20064120"], "рядку 2"),
        (['1,"Кафе \\"Ґанок\\"",01411082', '2,"Б"В,20064120'], "рядках 2, 3"),
        (['1,"Кафе,01411082', "2,Б,20064120", '3,"Дім",20064120'], "рядку 2"),
    ],
)
def test_quotation_marks_inside_a_value_are_not_guessed_at(check, lines, where):
    content = "\n".join(["uid,name,ownerId", *lines, ""]).encode()
    [finding] = check("table.csv", content).findings
    assert (finding.code, finding.blocks, finding.message) == (
        "stray-quote",
        True,
        f"У {where} файлу лапки стоять посеред значення й не подвоєні або не закриті: невідомо, де "
        "значення закінчується. Збережіть початкову таблицю як XLSX або напишіть «…» замість "
        "прямих лапок.",
    )


def test_marks_inside_an_unquoted_value_and_blanks_after_a_quoted_one_are_read(check):
    content = 'uid,name,ownerId\n1,Кафе "Ґанок",01411082\n2,"Садок, 5" ,20064120\n'.encode()
    verdict = check("table.csv", content)
    assert [row[1] for row in verdict.table.rows] == ['Кафе "Ґанок"', "Садок, 5"]


def test_a_blank_between_delimiter_and_quotation_mark_is_no_part_of_the_value(check):
    content = 'uid, name, ownerId\n1, "Садок, 5", 01411082\n'.encode()
    assert check("table.csv", content).table.rows[0][:3] == ("1", "Садок, 5", "01411082")


def test_rows_swallowed_by_marks_that_pair_by_chance_are_found(check):
    lines = ["uid,name,ownerId,area", '1,"Кафе,01411082,5', '2,Дім",20064120,6', ""]
    [finding] = check("table.csv", "\n".join(lines).encode()).findings
    assert (finding.code, finding.message) == (
        "swallowed-rows",
        "У клітинці B2 злилося кілька рядків таблиці: мабуть, лапки відкрито й не закрито. "
        "Виправте лапки або збережіть початкову таблицю як XLSX.",
    )


def test_lines_of_prose_with_commas_are_one_value(check):
    said = "вул. Шкільна, 5, під’їзд 1, 2\nвул. Садова, 7, 8, 9"
    content = f'uid,name,ownerId,area\n1,"{said}",01411082,5\n'.encode()
    assert check("table.csv", content).table.rows[0][1] == said.replace("\n", " ")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be"])
def test_utf_32_with_its_mark_is_read(check, encoding):
    content = "\ufeff".encode(encoding) if encoding.endswith("be") else b""
    content += "uid,name,ownerId\n1,Їдальня,01411082\n".encode(encoding)
    assert check("table.csv", content).table.rows[0][:2] == ("1", "Їдальня")


def test_utf_16_without_its_mark_asks_to_be_saved_anew(check):
    [finding] = check("table.csv", "uid,name\n1,Школа\n".encode("utf-16-le")).findings
    assert finding.code == "encoding-unknown"
    assert finding.message.endswith("Збережіть його як «CSV UTF-8» або як XLSX.")


def test_json_in_another_encoding_says_so(check):
    content = '[{"uid": "1", "name": "Школа № 5", "ownerId": "01411082"}]'.encode("cp1251")
    verdict = check("data.json", content)
    assert verdict.table.rows[0][1] == "Школа № 5"
    assert verdict.findings[0].message == (
        "Так прочитано файл: кодування Windows-1251. Опубліковано буде в UTF-8 з комою."
    )


def test_json_under_the_name_of_a_csv_is_read(check):
    verdict = check("data.csv", b'[{"uid": "1", "name": "a", "ownerId": "01411082"}]')
    assert (verdict.findings[0].code, len(verdict.table.rows)) == ("wrong-extension", 1)


def test_the_only_filled_list_of_an_object_is_the_table(check):
    content = b'{"errors": [], "data": [{"uid": "1", "name": "a", "ownerId": "01411082"}]}'
    assert len(check("data.json", content).table.rows) == 1
