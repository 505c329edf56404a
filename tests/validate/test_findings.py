"""Every finding about a value: its code, its cell and the very words an officer reads."""

from __future__ import annotations

import pytest

from pipeline.model import Field, Schema


def one(verdict):
    [finding] = verdict.findings
    return finding


CASES = [
    (
        Field("d", "Дата", type="date"),
        "колись",
        "type-date",
        "Тут має бути дата: рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("d", "Дата", type="date"),
        "02.07.21",
        "type-date",
        "Рік у даті записано двома цифрами: впишіть усі чотири, рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("d", "Дата", type="date"),
        "03/04/2021",
        "type-date",
        "Незрозуміло, де день, а де місяць: запишіть дату як рік-місяць-день.",
        "2021-04-03 або 2021-03-04",
    ),
    (
        Field("d", "Дата", type="date"),
        "31.02.2021",
        "type-date",
        "Такої дати немає в календарі: перевірте день і місяць.",
        "2021-02-28",
    ),
    (
        Field("d", "Дата", type="date"),
        "2021-07-02 10:30",
        "type-date",
        "Тут має бути лише дата, без часу: рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("d", "Дата", type="date"),
        "2021",
        "type-date",
        "Тут лише рік, а має бути повна дата: рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("d", "Час", type="datetime"),
        "2021-07-02",
        "type-datetime",
        "Тут мають бути дата й час: рік-місяць-день, літера T, години:хвилини:секунди.",
        "2021-07-02T14:05:00",
    ),
    (
        Field("t", "Година", type="time"),
        "опівдні",
        "type-time",
        "Тут має бути час: години:хвилини:секунди.",
        "14:05:00",
    ),
    (
        Field("n", "Площа", type="number", unit="кв. м"),
        "100 кв. м",
        "type-number",
        "Тут має бути саме число, без слів, знаків і назви одиниці (одиниця стовпця: кв. м).",
        "100",
    ),
    (
        Field("n", "Площа", type="number"),
        "1,200",
        "type-number",
        "Незрозуміло, що відділяє кома або крапка: тисячі чи дробову частину. Запишіть "
        "однозначно, як у прикладі.",
        "1200 або 1.2",
    ),
    (
        Field("n", "Кількість", type="integer"),
        "1.000",
        "type-integer",
        "Незрозуміло, що відділяє кома або крапка: тисячі чи дробову частину. Запишіть "
        "однозначно, як у прикладі.",
        "1000 або 1",
    ),
    (
        Field("n", "Площа", type="number"),
        "1О0,5",
        "type-number",
        "Серед цифр стоїть літера «О»: замініть її на нуль.",
        "100,5 або 100.5",
    ),
    (
        Field("n", "Кількість", type="integer"),
        "5-7",
        "type-integer",
        "Тут має бути одне число, а не проміжок.",
        "12",
    ),
    (
        Field("d", "Дата", type="date"),
        "липень 2021",
        "type-date",
        "Тут немає дня, а має бути повна дата: рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("d", "Дата", type="date"),
        "02.07.2021 10:30",
        "type-date",
        "Тут має бути лише дата, без часу: рік-місяць-день.",
        "2021-07-02",
    ),
    (
        Field("n", "Площа", type="number"),
        "NaN",
        "type-number",
        "Тут має бути число: цифри, дробова частина після коми або крапки (12,05 або 12.05).",
        "1200,50 або 1200.50",
    ),
    (
        Field("n", "Номер", type="number"),
        "1,2E+11",
        "type-number",
        "Програма скоротила довге число: задайте клітинці числовий формат і впишіть знову.",
        "1200,50 або 1200.50",
    ),
    (
        Field("n", "Кількість", type="integer"),
        "12.5",
        "type-integer",
        "Тут має бути ціле число, без дробової частини.",
        "12",
    ),
    (
        Field("n", "Кількість", type="integer"),
        "багато",
        "type-integer",
        "Тут має бути ціле число: лише цифри.",
        "12",
    ),
    (
        Field("b", "Чинний", type="boolean"),
        "мабуть",
        "type-boolean",
        "Тут має бути true (так) або false (ні).",
        "true",
    ),
    (
        Field("s", "Стан", enum=("Чинний", "Скасований")),
        "скасовано",
        "enum",
        "Такого значення немає в переліку. Допустимі: «Скасований», «Чинний».",
        "Скасований",
    ),
    (
        Field("g", "Стать", type="integer", kind="sex"),
        "3",
        "enum",
        "Такого значення немає в переліку. Допустимі: «0», «1», «2», «9».",
        "0",
    ),
    (
        Field("c", "Код", pattern="[A-Z]{2}", description="Дві літери.", example="AB"),
        "ABC",
        "pattern",
        "Значення записано не так, як треба. Дві літери.",
        "AB",
    ),
    (
        Field("n", "Рік", type="integer", minimum="1900", maximum="2100"),
        "1800",
        "minimum",
        "Має бути не менше 1900.",
        "12",
    ),
    (
        Field("n", "Рік", type="integer", minimum="1900", maximum="2100"),
        "2200",
        "maximum",
        "Має бути не більше 2100.",
        "12",
    ),
    (
        Field("e", "Код власника", kind="edrpou"),
        "20064121",
        "edrpou-check-digit",
        "У коді ЄДРПОУ помилка: остання, контрольна цифра не відповідає решті. "
        "Звірте код з Єдиним державним реєстром.",
        "01411082",
    ),
    (
        Field("e", "Код власника", kind="edrpou"),
        "145253685",
        "edrpou",
        "Значення не підходить. Код ЄДРПОУ: 8 цифр разом із нулями на початку; остання цифра "
        "контрольна.",
        "01411082",
    ),
    (
        Field("e", "Код власника", kind="edrpou"),
        "2006412",
        "edrpou-length",
        "У коді ЄДРПОУ має бути 8 цифр, а тут менше. Нулі на початку не повернуто, бо з ними не "
        "сходиться контрольна цифра: звірте код.",
        "01411082",
    ),
    (
        Field("k", "Громада", kind="katottg"),
        "UA1234",
        "katottg",
        "Значення не підходить. Код КАТОТТГ: латинські літери UA та 17 цифр.",
        "UA32140050010021659",
    ),
    (
        Field("n", "Ставка", type="number", example="4.5"),
        "2026-05-10",
        "type-number",
        "Програма перетворила число на дату (так буває з 10.5): задайте клітинці числовий формат і "
        "впишіть число ще раз, дробову частину — після коми.",
        "4,5 або 4.5",
    ),
    (
        Field("y", "Рік", type="integer", kind="year", example="2009"),
        "1905-07-06",
        "type-integer",
        "Програма показує рік як дату: задайте клітинці числовий формат і впишіть лише рік.",
        "2009",
    ),
    (
        Field("u", "Посилання", kind="url"),
        "рішення.docx",
        "url-file-name",
        "Тут назва файла, а має бути посилання на нього: від https:// до кінця.",
        "https://www.example.gov.ua/",
    ),
    (
        Field("p", "Телефон", kind="phone", example="+380441234567"),
        "050123456",
        "phone",
        "Значення не підходить. Номер телефону: +380 і 9 цифр без пробілів та дужок; кілька "
        "номерів — через кому.",
        "+380441234567",
    ),
    (
        Field("p", "Телефон", kind="phone", example="+380441234567"),
        "2-34-56",
        "phone-local",
        "Номер телефону без коду: допишіть +380 і код міста або оператора.",
        "+380441234567",
    ),
    (
        Field("k", "Громада", kind="katottg"),
        "4411800000",
        "katottg-koatuu",
        "Це код КОАТУУ, який уже не діє: впишіть замість нього код КАТОТТГ — літери UA та 17 цифр.",
        "UA32140050010021659",
    ),
    (
        Field("z", "Індекс", kind="postcode"),
        "123",
        "postcode",
        "Значення не підходить. Поштовий індекс: 5 цифр разом із нулем на початку.",
        "01234",
    ),
    (
        Field("z", "Індекс", kind="postcode"),
        "93l0О",
        "postcode",
        "Серед цифр стоїть схожа на цифру літера: замініть її.",
        "93100",
    ),
    (
        Field("u", "Сайт", kind="url"),
        "www.example.gov.ua/a",
        "url-scheme",
        "Посилання має починатися з https:// або http://: допишіть початок.",
        "https://www.example.gov.ua/a",
    ),
    (
        Field("u", "Сайт", kind="url"),
        "немає сайту",
        "url",
        "Значення не підходить. Посилання: повне посилання, яке починається з http:// або "
        "https://, без пробілів.",
        "https://www.example.gov.ua/",
    ),
    (
        Field("v", "Валюта", kind="currency"),
        "UAN",
        "currency",
        "Такого коду валюти немає в ISO 4217. Гривня — UAH.",
        "UAH",
    ),
    (
        Field("lat", "Широта", type="number", kind="latitude"),
        "35.48",
        "latitude",
        "Значення не підходить. Географічна широта: десяткові градуси з крапкою в системі "
        "WGS84, у межах України: від 44 до 53.",
        "50.457718",
    ),
    (
        Field("lon", "Довгота", type="number", kind="longitude"),
        "5.1",
        "longitude",
        "Значення не підходить. Географічна довгота: десяткові градуси з крапкою в системі "
        "WGS84, у межах України: від 22 до 41.",
        "30.487021",
    ),
]


@pytest.mark.parametrize(("field", "value", "code", "message", "example"), CASES)
def test_a_wrong_value_is_named_with_what_to_type(check_cell, field, value, code, message, example):
    finding = one(check_cell(value, field))
    assert (finding.code, finding.message, finding.example) == (code, message, example)
    assert (finding.blocks, finding.cell, finding.row) == (True, "B2", 2)
    assert (finding.field, finding.value) == (field.name, value)


@pytest.mark.parametrize("value", ["01234567", "12345678", "1234567"])
def test_a_sample_code_of_the_guides_is_a_note_that_names_it(check_cell, value):
    finding = one(check_cell(value, Field("e", "Код", kind="edrpou")))
    assert (finding.code, finding.blocks) == ("placeholder-code", False)
    assert finding.message == (
        f"Код {value.zfill(8)} — зразок із методичних рекомендацій. Якщо це не код вашої "
        "установи, впишіть справжній."
    )


def test_opening_hours_written_otherwise_are_a_note(check_cell):
    finding = one(check_cell("по буднях", Field("h", "Години", kind="opening-hours")))
    assert (finding.code, finding.blocks) == ("opening-hours", False)
    assert finding.message == (
        "Краще записати інакше. Дні та години: скорочені дні та час, різні режими через кому."
    )


def test_a_word_of_two_alphabets_is_a_note_that_names_the_letter(check_cell):
    finding = one(check_cell("потужність у кВтh", Field("t", "Опис")))
    assert (finding.code, finding.blocks, finding.message) == (
        "mixed-alphabets",
        False,
        "У слові «кВтh» літери двох абеток: «h» на місці 4 — латинська. Наберіть слово заново.",
    )


@pytest.mark.parametrize("value", ["", "null", "-", "н/д"])
def test_a_required_cell_without_a_value_is_found(check_cell, value):
    finding = one(check_cell(value, Field("t", "Назва", required=True, example="Школа")))
    assert (finding.code, finding.cell, finding.message, finding.example) == (
        "required",
        "B2",
        "Не заповнено обов’язкову клітинку «Назва»: впишіть значення.",
        "Школа",
    )


def test_the_word_none_may_be_an_answer_in_a_required_column(check_cell):
    assert check_cell("немає", Field("t", "Обмеження", required=True)).accepted


def test_a_column_that_allows_null_must_say_so(check_cell):
    field = Field("t", "Назва", required=True, null_allowed=True)
    finding = one(check_cell("", field))
    assert (finding.code, finding.message, finding.example) == (
        "required-or-null",
        "Клітинка «Назва» порожня: впишіть значення, а якщо його немає — слово null.",
        "null",
    )


@pytest.mark.parametrize("value", ["null", "-"])
def test_null_fills_a_column_that_allows_it(check_cell, value):
    verdict = check_cell(value, Field("t", "Назва", required=True, null_allowed=True))
    assert verdict.accepted
    assert verdict.table.rows == (("А-1", ""),)


def test_a_repeated_key_names_the_earlier_row(check):
    content = "uid,name,ownerId\n7,Школа,20064120\n8,Садок,20064120\n7,Ліцей,20064120\n".encode()
    finding = check("table.csv", content).findings[-1]
    assert (finding.code, finding.cell, finding.value) == ("primary-key", "A4", "7")
    assert finding.message == (
        "Таке значення вже є в клітинці A2, а в кожному рядку воно має бути інше. Виправте "
        "значення, а якщо рядок зайвий — вилучіть його."
    )


def test_a_value_that_may_stand_once_names_the_earlier_cell(check):
    fields = [Field("n", "Назва"), Field("code", "Код", unique=True)]
    finding = one(check("table.csv", "n,code\nа,1\nб,1\n".encode(), fields=fields))
    assert (finding.code, finding.cell, finding.message) == (
        "unique",
        "B3",
        "Таке значення вже є в клітинці B2, а в стовпці «Код» вони не повторюються: виправте "
        "одне з них.",
    )


def test_a_repeated_value_of_a_unique_key_is_one_finding(check):
    fields = (Field("code", "Код", unique=True), Field("n", "Назва"))
    schema = Schema("codes", "Коди", fields=fields, primary_key=("code",))
    finding = one(check("t.csv", "code,n\n1,а\n1,б\n".encode(), schema=schema))
    assert (finding.code, finding.cell, finding.message) == (
        "primary-key",
        "A3",
        "Таке значення вже є в клітинці A2, а в кожному рядку воно має бути інше. Виправте "
        "значення, а якщо рядок зайвий — вилучіть його.",
    )


def test_a_repeated_value_that_repeats_a_key_of_several_columns_is_one_finding(check):
    fields = (Field("code", "Код", unique=True), Field("n", "Назва"))
    schema = Schema("codes", "Коди", fields=fields, primary_key=("code", "n"))
    finding = one(check("t.csv", "code,n\n1,а\n1,а\n".encode(), schema=schema))
    assert (finding.code, finding.cell, finding.message) == (
        "unique",
        "A3",
        "Таке значення вже є в клітинці A2, а в стовпці «Код» вони не повторюються: виправте "
        "одне з них.",
    )


def test_swapped_coordinates_are_one_finding(check):
    fields = [
        Field("lat", "Широта", type="number", kind="latitude"),
        Field("lon", "Довгота", type="number", kind="longitude"),
    ]
    finding = one(check("table.csv", b"lat,lon\n30.487,50.457\n", fields=fields))
    assert (finding.code, finding.cell, finding.value, finding.example) == (
        "coordinates-swapped",
        "A2",
        "30.487",
        "50.457",
    )
    assert finding.message == (
        "Переставлено координати: широту («Широта») і довготу («Довгота») треба поміняти місцями."
    )


def test_an_end_before_its_start_is_found_in_the_end(check):
    schema = Schema(
        "periods",
        "",
        (Field("start", "Початок", type="date"), Field("end", "Кінець", type="date")),
        periods=(("start", "end"),),
    )
    content = b"start,end\n2021-07-02,2021-07-01\n2021-07-02,2021-07-02\n2021-07-02,\n"
    finding = one(check("table.csv", content, schema=schema))
    assert (finding.code, finding.cell, finding.message) == (
        "period",
        "B2",
        "«Кінець» раніше, ніж «Початок»: переставте дати або виправте помилку.",
    )


def test_a_schema_no_engine_takes_is_not_the_offices_fault(check_cell):
    finding = one(check_cell("а", Field("t", "Назва", minimum="5")))
    assert (finding.code, finding.blocks) == ("schema-error", True)
    assert finding.message.startswith("Структуру таблиці описано з помилкою")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field("n", "Число", type="number", unique=True), "sNaN"),
        (Field("n", "Число", type="number"), "1e400"),
        (Field("n", "Число", type="integer"), "9" * 5000),
        (Field("d", "Час", type="datetime", minimum="2020-01-01T00:00:00"), "2021-07-02T10:00:00Z"),
        (Field("n", "Число", type="number"), "１２"),
    ],
)
def test_what_makes_the_engine_raise_is_a_finding_of_its_type(check_cell, field, value):
    assert one(check_cell(value, field)).code == f"type-{field.type}"


def test_a_pattern_of_alternatives_covers_the_whole_value(check_cell):
    assert one(check_cell("catfish", Field("t", "Тварина", pattern="cat|dog"))).code == "pattern"


def test_findings_go_down_the_rows_and_from_left_to_right(check):
    content = "uid,name,ownerId,area\n1,,20064121,багато\n2,,20064120,1\n".encode()
    verdict = check("table.csv", content)
    assert [finding.cell for finding in verdict.findings if finding.cell] == [
        "B2",
        "C2",
        "D2",
        "B3",
    ]


@pytest.mark.parametrize("text", ["вул. Лісова, 18", "№ 18", "вулиця Лісова 18"])
def test_a_street_in_the_column_of_house_numbers_is_a_note(check_cell, text):
    [note] = check_cell(text, Field("house", "Номер будинку", kind="house-number")).findings
    assert (note.code, note.blocks, note.example) == ("house-number", False, "18")


def test_a_finding_shows_what_the_office_typed_not_what_a_repair_made_of_it(check_cell):
    verdict = check_cell("(00) 000-00-00 0", Field("p", "Телефон", kind="phone"))
    assert [finding.value for finding in verdict.findings] == ["(00) 000-00-00 0"]
    assert [repair.after for repair in verdict.repairs] == ["+380000000000"]


def test_a_repeated_key_of_several_columns_names_the_earlier_row(check):
    fields = [Field("route", "Маршрут"), Field("stop", "Зупинка")]
    content = b"route,stop\n1,A\n1,B\n1,A\n"
    schema = Schema("stops", "Зупинки", fields=tuple(fields), primary_key=("route", "stop"))
    finding = one(check("t.csv", content, schema=schema))
    assert (finding.code, finding.cell, finding.message) == (
        "primary-key",
        "A4",
        "У рядку 2 вже є такі самі значення: «Маршрут», «Зупинка». Разом вони не повторюються. "
        "Виправте значення, а якщо рядок зайвий — вилучіть його.",
    )


@pytest.mark.parametrize("text", ["18", "15-А", "18/2, корпус 3", "б/н", "18 (літ. Б)"])
def test_any_way_to_write_a_house_number_passes(check_cell, text):
    field = Field("house", "Номер будинку", kind="house-number")
    assert check_cell(text, field).findings == ()


@pytest.mark.parametrize(
    ("code", "region", "said"),
    [
        ("UA32060110010087428", "Херсонська", 1),
        ("UA32060110010087428", "Київська обл.", 0),
        ("UA26060110010087428", "Івано-Франківська область", 0),
        # Bodies of the Kyiv region sit in Kyiv; what is no region's name says nothing.
        ("UA80000000000093317", "Київська область", 0),
        ("UA32060110010087428", "м. Київ", 0),
        ("UA99060110010087428", "Херсонська область", 0),
        ("null", "Херсонська область", 0),
    ],
)
def test_the_region_of_a_katottg_is_that_of_the_address(check, code, region, said):
    fields = [
        Field("key", "Ключ"),
        Field("place", "Код КАТОТТГ", kind="katottg"),
        Field("region", "Регіон", kind="region"),
    ]
    content = f"key,place,region\nА-1,{code},{region}\n".encode()
    findings = check("t.csv", content, fields=fields).findings
    assert [(f.code, f.blocks, f.cell, f.message) for f in findings] == [
        (
            "katottg-region",
            False,
            "B2",
            "Код КАТОТТГ починається з UA32 — це Київська область, а в стовпці «Регіон» названо "
            "іншу. Звірте код і адресу.",
        )
    ] * said
