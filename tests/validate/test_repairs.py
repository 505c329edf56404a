from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Field
from pipeline.validate.lookalikes import mend_words, mixed_words
from pipeline.validate.repairs import mend_cell

TEXT = Field("text", "Текст")
FILLED = Field("text", "Текст", required=True)
NUMBER = Field("n", "Число", type="number")
INTEGER = Field("n", "Ціле", type="integer")
DATE = Field("d", "Дата", type="date")
MOMENT = Field("d", "Час", type="datetime")
CLOCK = Field("d", "Година", type="time")
YES_NO = Field("b", "Так чи ні", type="boolean")
EDRPOU = Field("e", "Код", kind="edrpou")
PHONE = Field("p", "Телефон", kind="phone")
POSTCODE = Field("z", "Індекс", kind="postcode")
ACT = Field("a", "Вид акта", enum=("закон", "постанова"))
KATOTTG = Field("k", "КАТОТТГ", kind="katottg")
LINK = Field("u", "Посилання", kind="url")

BLANKS = "Прибрано зайві та невидимі пробіли"
NO_DATA = "Позначку «немає даних» замінено на null"
APOSTROPHE = "Апостроф замінено на ’"
LETTER = "Літеру іншої абетки замінено на таку саму на вигляд"
DATE_RULE = "Дату записано як рік-місяць-день"
MOMENT_RULE = "Дату і час записано за ISO 8601"
CLOCK_RULE = "Час записано з секундами"
NUMBER_RULE = "Число записано з крапкою та без пробілів"
INTEGER_RULE = "Ціле число записано без пробілів і зайвих нулів"
YES_NO_RULE = "Так або ні записано як true або false"
PHONE_RULE = "Номер телефону записано як +380…"
EDRPOU_RULE = "Коду ЄДРПОУ повернуто нулі на початку"
POSTCODE_RULE = "Поштовому індексу повернуто нуль на початку"
EMAIL = Field("m", "Пошта", kind="email")
YEAR = Field("y", "Рік", type="integer", kind="year")
TIMETABLE = Field("t", "Відправлення", kind="gtfs-time")
SHARE = Field("s", "Частка", type="number", kind="percent")
PARTY = Field("o", "Код особи", kind="party-id")

SIGNS = "Прибрано лапки, крапку чи інший знак, що не належить до значення"
SEVERAL = "Кілька значень записано через кому"
YEAR_RULE = "У стовпці року залишено тільки рік"
COMPOSED = "Літеру з двох знаків замінено на одну"
CASE_RULE = "Великі й малі літери — як має бути"


@pytest.mark.parametrize(
    ("field", "before", "after", "rule"),
    [
        (TEXT, "  Школа\u00a0№ 1\u200b ", "Школа № 1", BLANKS),
        (TEXT, "Школа  і\u2028садок", "Школа і садок", BLANKS),
        (TEXT, "перший\r\nдругий", "перший другий", BLANKS),
        (TEXT, "н/д", "null", NO_DATA),
        (TEXT, "-", "null", NO_DATA),
        (TEXT, "НЕМАЄ", "null", NO_DATA),
        (TEXT, "об'єкт", "об’єкт", APOSTROPHE),
        (TEXT, "об\u02bcєкт", "об’єкт", APOSTROPHE),
        (TEXT, "Кiоск", "Кіоск", LETTER),
        (KATOTTG, "UА32140050010021659", "UA32140050010021659", LETTER),
        (DATE, "02.07.2021", "2021-07-02", DATE_RULE),
        (DATE, "2.7.2021 р.", "2021-07-02", DATE_RULE),
        (DATE, "2 липня 2021 року", "2021-07-02", DATE_RULE),
        (DATE, "2021/7/2", "2021-07-02", DATE_RULE),
        (DATE, "13/07/2021", "2021-07-13", DATE_RULE),
        (DATE, "2021-07-02 00:00:00", "2021-07-02", DATE_RULE),
        (DATE, "44379", "2021-07-02", DATE_RULE),
        (DATE, "02 . 07 . 2021", "2021-07-02", DATE_RULE),
        (DATE, "02,07,2021р.", "2021-07-02", DATE_RULE),
        (DATE, "07/13/2021", "2021-07-13", DATE_RULE),
        (DATE, "07/07/2021", "2021-07-07", DATE_RULE),
        (MOMENT, "2021-07-02T10:30", "2021-07-02T10:30:00", MOMENT_RULE),
        (MOMENT, "02.07.2021 9:05", "2021-07-02T09:05:00", MOMENT_RULE),
        (CLOCK, "9:05", "09:05:00", CLOCK_RULE),
        (NUMBER, "1 200,50", "1200.50", NUMBER_RULE),
        (NUMBER, "1\u00a0200", "1200", NUMBER_RULE),
        (NUMBER, "1.200,50", "1200.50", NUMBER_RULE),
        (NUMBER, "1,200.50", "1200.50", NUMBER_RULE),
        (NUMBER, "1,200,500", "1200500", NUMBER_RULE),
        (NUMBER, "1.200.500", "1200500", NUMBER_RULE),
        (NUMBER, "+5", "5", NUMBER_RULE),
        (NUMBER, "−5", "-5", NUMBER_RULE),
        (INTEGER, "12,0", "12", INTEGER_RULE),
        (INTEGER, "1 200", "1200", INTEGER_RULE),
        (YES_NO, "Так", "true", YES_NO_RULE),
        (YES_NO, "ні", "false", YES_NO_RULE),
        (YES_NO, "ІСТИНА", "true", YES_NO_RULE),
        (PHONE, "(050) 123-45-67", "+380501234567", PHONE_RULE),
        (PHONE, "380501234567", "+380501234567", PHONE_RULE),
        (PHONE, "0501234567; 0671234567", "+380501234567, +380671234567", PHONE_RULE),
        (PHONE, "501234567", "+380501234567", PHONE_RULE),
        (PHONE, "моб. 050 123-45-67", "+380501234567", PHONE_RULE),
        (EDRPOU, "1411082", "01411082", EDRPOU_RULE),
        (POSTCODE, "1001", "01001", POSTCODE_RULE),
        (PHONE, "тел.: 044-123-45-67 / 0501234567", "+380441234567, +380501234567", PHONE_RULE),
        (ACT, "Постанова", "постанова", CASE_RULE),
        (KATOTTG, "ua32140050010021659", "UA32140050010021659", CASE_RULE),
        # The package prints its moments with a Cyrillic Т.
        (MOMENT, "2019-05-30Т10:45", "2019-05-30T10:45:00", MOMENT_RULE),
        (SHARE, "4,5 %", "4.5", NUMBER_RULE),
        (
            Field("b", "Пільги", enum=("Так", "Ні")),
            "true",
            "Так",
            "Так або ні записано словом із переліку",
        ),
        (TIMETABLE, "9:34", "09:34:00", CLOCK_RULE),
        (YEAR, "2015 р.", "2015", YEAR_RULE),
        # The package calls the year of a vehicle a date and gives this one as its sample.
        (YEAR, "2020-01-02", "2020", YEAR_RULE),
        (YEAR, "02.01.2020", "2020", YEAR_RULE),
        (Field("y", "Початок", kind="year-or-date"), "01.02.2017", "2017-02-01", YEAR_RULE),
        (EMAIL, "a@rada.gov.ua; b@rada.gov.ua", "a@rada.gov.ua, b@rada.gov.ua", SEVERAL),
        (EMAIL, "a@rada.gov.ua\nb@rada.gov.ua", "a@rada.gov.ua, b@rada.gov.ua", SEVERAL),
        (EMAIL, "mailto:a@rada.gov.ua", "a@rada.gov.ua", SIGNS),
        (EMAIL, "a@rada.gov.ua.", "a@rada.gov.ua", SIGNS),
        (KATOTTG, "«UA32140050010021659»", "UA32140050010021659", SIGNS),
        (DATE, "2018-08-24.", "2018-08-24", SIGNS),
        (NUMBER, "0.0012.", "0.0012", SIGNS),
        (ACT, "закон.", "закон", SIGNS),
        (EDRPOU, "ЄДРПОУ 0141 1082", "01411082", SIGNS),
        (PARTY, "код ЄДРПОУ: 01411082", "01411082", SIGNS),
        (POSTCODE, "93 100", "93100", BLANKS),
        (KATOTTG, "UA 3214 0050 0100 21659", "UA32140050010021659", BLANKS),
        (LINK, "https://exаmple.gov.ua/сор", "https://example.gov.ua/сор", LETTER),
        (LINK, "HTTPS://Example.gov.ua/А", "https://Example.gov.ua/А", CASE_RULE),
        (TEXT, "Киі\u0308вськии\u0306", "Київський", COMPOSED),
    ],
)
def test_a_lossless_mend_is_made_and_named(field, before, after, rule):
    assert mend_cell(before, field) == (after, [(before, after, rule)])


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (TEXT, "Школа № 1"),
        (TEXT, "null"),
        (TEXT, "Wi-Fi у кВт·год"),
        (TEXT, "Rock 'n' roll"),
        (FILLED, "-"),
        (FILLED, "немає"),
        (Field("s", "Стан", enum=("Немає", "немає")), "немає"),
        (Field("s", "Стан", enum=("Немає", "НЕМАЄ"), required=True), "немає"),
        (YES_NO, "-"),
        (YES_NO, "можливо"),
        (DATE, "03/04/2021"),
        (DATE, "02.07.21"),
        (DATE, "31.02.2021"),
        (DATE, "2021"),
        (DATE, "2021-07-02 10:30"),
        (NUMBER, "100 грн"),
        (NUMBER, "1,2E+11"),
        (NUMBER, "1 20"),
        (INTEGER, "12,5"),
        (INTEGER, "1,200"),
        (INTEGER, "1.000"),
        (INTEGER, "1,000"),
        (EDRPOU, "1411083"),
        (EDRPOU, "145253685"),
        (PHONE, "2-34-56"),
        (PHONE, "050-123-45-67/68"),
        (PHONE, "050-123-45-67 дод. 12"),
        (Field("p", "Особа", kind="party-id"), "HE 123456"),
        (PHONE, "+380501234567,+380671234567"),
        (Field("u", "Сайт", kind="url"), "www.example.gov.ua"),
        # In a yes-or-no column the word is an answer.
        (YES_NO, "немає"),
        # 2014 that Excel shows as a date; or a building of 1905: nobody can tell.
        (YEAR, "1905-07-06"),
        (TEXT, "Школа № 4."),
        (PARTY, "ФОП."),
        (EMAIL, "приймальня, a@rada.gov.ua"),
        (NUMBER, "4,5 %"),
    ],
)
def test_what_could_change_meaning_is_left_as_it_is(field, text):
    assert mend_cell(text, field) == (text, [])


def numbers(check, *texts, **of_field):
    """The column as published and the addresses of its findings, of values as the office typed."""
    field = Field("area", "Площа", type="number", **of_field)
    rows = "".join(f'{place};"{text}"\n' for place, text in enumerate(texts))
    verdict = check("t.csv", f"uid;area\n{rows}".encode(), fields=[Field("uid", "№"), field])
    found = [finding.cell for finding in verdict.findings if finding.blocks]
    return [row[1] for row in verdict.table.rows], found


def test_a_comma_before_three_digits_may_part_thousands_and_is_left_to_the_office(check):
    assert numbers(check, "1,200", "35,000", "7") == (["1,200", "35,000", "7"], ["B2", "B3"])


def test_one_fraction_in_the_column_tells_how_its_commas_are_meant(check):
    assert numbers(check, "1,200", "0,5") == (["1.200", "0.5"], [])
    assert numbers(check, "1,200", "0,125") == (["1.200", "0.125"], [])


def test_a_comma_of_thousands_elsewhere_in_the_column_proves_nothing_decimal(check):
    assert numbers(check, "1,200", "1,200.50") == (["1,200", "1200.50"], ["B2"])


def test_bounds_tell_a_fraction_from_thousands(check):
    assert numbers(check, "48,904", kind="latitude") == (["48.904"], [])


def test_a_sample_code_of_the_guides_gets_its_zero_back():
    assert mend_cell("1234567", EDRPOU)[0] == "01234567"


def test_several_classes_on_one_cell_are_listed_one_by_one():
    after, steps = mend_cell(" об'єкт  Кiоску ", TEXT)
    assert after == "об’єкт Кіоску"
    assert [rule for _, _, rule in steps] == [BLANKS, APOSTROPHE, LETTER]


def test_a_repair_names_its_cell_and_what_stood_there(check):
    content = "uid,name,ownerId\n1, Школа ,20064120\n".encode()
    [repair] = check("table.csv", content).repairs
    assert (repair.cell, repair.field, repair.before, repair.after, repair.rule) == (
        "B2",
        "name",
        " Школа ",
        "Школа",
        BLANKS,
    )


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=3))
def test_any_number_in_ukrainian_dress_is_the_same_number(number):
    for blank in (" ", "\u00a0", "\u202f"):
        dressed = f"{number:,}".replace(",", blank).replace(".", ",")
        after, _ = mend_cell(dressed, NUMBER)
        assert Decimal(after) == number


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_any_date_in_ukrainian_dress_is_the_same_date(day):
    assert mend_cell(f"{day:%d.%m}.{day.year:04}", DATE)[0] == day.isoformat()


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАВЕІКМНОРСТУХ", min_size=2, max_size=12))
def test_a_word_of_one_alphabet_is_never_touched(word):
    assert mend_words(word) == word


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("ДI-001", "ДІ-001"),
        ("Kиїв", "Київ"),
        ("хpl", "xpl"),
        ("кВтh", "кВтh"),
        ("СO", "СO"),
        ("вулиця СO", "вулиця СО"),
    ],
)
def test_a_word_of_two_alphabets_is_mended_where_one_reading_exists(word, mended):
    assert mend_words(word) == mended


def test_a_word_that_keeps_both_alphabets_is_known():
    assert mixed_words("кВтh і кВт") == ["кВтh"]


@given(st.text(max_size=40))
def test_mending_twice_changes_nothing_more(text):
    for field in (TEXT, NUMBER, DATE, YES_NO, PHONE, EDRPOU, YEAR, EMAIL, ACT, PARTY):
        once, _ = mend_cell(text, field)
        assert mend_cell(once, field)[0] == once
