"""The page: its first line, what it hides, what it escapes, and that it stays quick."""

import re
import time
from dataclasses import replace

from replies import AREA, CAPS, CODE, HIDDEN_SHEET, NUMBER, SCHEMA, TABLE, reply, verdict

from pipeline.model import Repair
from pipeline.reply.page import build_page
from pipeline.reply.preview import Cell, Heading, Preview, Row, build_preview


def text_of(page):
    """The page's words in order, as a reader meets them."""
    body = re.sub(r"(?s)<style>.*?</style>|<title>.*?</title>", "", page)
    words = re.sub(r"<[^>]+>", " ", body).replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", words).strip()


def test_the_first_words_say_what_happened_and_how_far_the_office_came():
    previous = (CODE, replace(AREA, value="x", cell="D9"), AREA)
    page = text_of(build_page(reply(AREA, CAPS, previous=previous)))
    assert page.startswith(
        "Не опубліковано: 1 зауваження зупиняє публікацію "
        "Порівняно з минулою спробою: виправлено 2 із 3, нових немає."
    )


def test_a_finding_stands_under_its_column_with_value_and_example():
    page = text_of(build_page(reply(AREA)))
    assert (
        "Стовпець D Площа area · 1 зауваження Вимоги до стовпця: можна лишити порожнім. Число, "
        "дробова частина після крапки. Одиниця: м². Значення від 0. Це не число. "
        "Де Зараз Правильно, наприклад D4 близько 40 40"
    ) in page


def test_notes_come_after_what_stops_publication():
    page = text_of(build_page(reply(AREA, CAPS, HIDDEN_SHEET)))
    places = [page.index(title) for title in ("Треба виправити", "Примітки", "Перші рядки")]
    assert places == sorted(places)
    assert "Файл загалом · 1 примітка" in page


def test_a_clean_file_shows_neither_steps_nor_findings():
    page = text_of(build_page(reply(happened="published", url="https://data.gov.ua/d/1")))
    assert page.startswith("Опубліковано Переглянути на порталі Набір даних Комунальне майно")
    assert "Що зробити" not in page
    assert "Треба виправити" not in page


def test_whatever_an_office_writes_stays_text():
    attack = "<script>alert(1)</script>"
    finding = replace(AREA, value=attack, example=attack, message=attack, cell=attack)
    table = replace(TABLE, rows=(("1-1", attack, "", "", ""),), lines=(3,))
    page = build_page(
        reply(
            finding,
            verdict=verdict(
                finding, repairs=(replace(NUMBER, before=attack, rule=attack),), table=table
            ),
            delivery=attack,
            document=attack,
            url="javascript:alert(1)",
            accept=attack,
        )
    )
    assert "<script" not in page
    assert "javascript:" not in page
    assert page.count("&lt;script&gt;") >= 8


def test_the_page_asks_nothing_of_the_network():
    page = build_page(reply(AREA))
    assert re.findall(r"""(?:src|href)=["'][^"']*""", page) == []
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_five_thousand_values_are_counted_and_folded_quickly():
    findings = [replace(AREA, cell=f"D{row}", value=f"№ {row}") for row in range(4, 5004)]
    started = time.perf_counter()
    page = build_page(reply(*findings))
    assert time.perf_counter() - started < 3
    words = text_of(page)
    assert words.startswith("Не опубліковано: 5 000 зауважень зупиняють публікацію")
    assert "Показати решту: ще 4 992 зауваження" in words
    assert "Решта (3 000 зауважень) — у файлі findings.csv." in words


def test_one_value_in_five_thousand_cells_is_one_line():
    findings = [replace(AREA, cell=f"D{row}") for row in range(4, 5004)]
    assert "D4–D5003 (5 000 клітинок) близько 40 40" in text_of(build_page(reply(*findings)))


def test_the_command_that_accepts_stands_ready_to_copy():
    command = "pipeline accept economy-buildings --delivery 12ab --by ІМ’Я --reason ПРИЧИНА"
    assert f"<pre>{command}</pre>" in build_page(reply(AREA, accept=command))


def test_a_table_of_the_resolution_checked_by_hand_has_no_office():
    page = text_of(build_page(reply(dataset="Перелік", document="Перелік", office="")))
    assert "Набір даних Перелік Файл buildings.xlsx, 3 рядки Перевірено 02.07.2021 14:05" in page


def test_the_preview_marks_bad_cells_in_the_order_of_the_file():
    table = replace(TABLE, columns=("B", "A", "C", "D", None))
    finding = replace(AREA, value=None)
    given = verdict(finding, replace(CAPS, cell="A5"), table=table)
    assert build_preview(given, SCHEMA) == Preview(
        headings=(
            Heading("A", "Назва об’єкта", spare=False),
            Heading("B", "Ідентифікатор", spare=False),
            Heading("C", "Код ЄДРПОУ", spare=False),
            Heading("D", "Площа", spare=False),
        ),
        rows=(
            Row(3, (Cell("Школа"), Cell("1-1"), Cell("04011732"), Cell("40.5"))),
            Row(
                4,
                (
                    Cell("Гараж"),
                    Cell("1-2"),
                    Cell("0401173"),
                    Cell("близько 40", "bad", "D4", "Це не число."),
                ),
            ),
            Row(
                5,
                (
                    Cell("СКЛАД", "note", "A5", "Назву написано великими літерами."),
                    Cell("1-3"),
                    Cell("04011732"),
                    Cell("7"),
                ),
            ),
        ),
        left=0,
    )


def test_rows_with_a_bad_cell_follow_the_first_rows():
    rows = tuple((f"1-{n}", "Дім", "04011732", "7", "") for n in range(100))
    table = replace(TABLE, lines=tuple(range(3, 103)), rows=rows)
    preview = build_preview(verdict(replace(AREA, cell="D60"), table=table), SCHEMA)
    assert [(row.line, row.skipped) for row in preview.rows] == [
        *((line, 0) for line in range(3, 11)),
        (60, 49),
    ]
    assert preview.left == 42


def test_a_leak_hides_its_whole_column_from_the_preview():
    given = verdict(replace(CAPS, cell="B4", value="12••••••99"))
    assert [row.cells[1].text for row in build_preview(given, SCHEMA).rows] == [
        "••••••",
        "12••••••99",
        "••••••",
    ]


def test_a_finding_on_another_sheet_marks_nothing_here():
    given = verdict(replace(AREA, sheet="Інший"))
    assert all(not cell.mark for row in build_preview(given, SCHEMA).rows for cell in row.cells)


def test_paper_takes_the_columns_with_bad_cells_first():
    names = tuple(f"f{n}" for n in range(9))
    table = replace(
        TABLE, fields=names, columns=tuple("ABCDEFGHI"), lines=(3,), rows=(tuple("123456789"),)
    )
    finding = replace(AREA, cell="I3", field="f8")
    preview = build_preview(verdict(finding, table=table), None)
    assert [heading.letter for heading in preview.headings if not heading.spare] == list("ABCDEI")


def test_no_table_no_preview():
    assert build_preview(verdict(AREA, table=None), SCHEMA) is None
    assert "Перші рядки таблиці" not in build_page(reply(verdict=verdict(AREA, table=None)))


def test_one_value_wrong_in_many_cells_is_better_replaced_at_once():
    told = "Однакові значення зручно замінити всі разом: Ctrl+H («Знайти й замінити»)."
    many = [replace(AREA, cell=f"D{row}", row=row) for row in range(4, 14)]
    assert told in text_of(build_page(reply(*many)))
    assert told not in text_of(build_page(reply(*many[1:])))


def test_words_that_several_values_share_are_read_once_above_them():
    unlike = replace(AREA, cell="D6", row=6, value="12.05", message="Це дата.")
    same = replace(AREA, cell="D5", row=5, value="багато")
    page = text_of(build_page(reply(AREA, unlike, same)))
    assert page.count("Це не число.") == page.count("Це дата.") == 1
    assert page.index("близько 40") < page.index("багато") < page.index("Це дата.")


def test_a_repair_nobody_can_see_is_told_in_words():
    repair = Repair("B4", "title", "Кiоск", "Кіоск", "Літеру замінено")
    answer = reply(verdict=verdict(repairs=(repair,)))
    assert "Кiоск латинська «i» на місці 2 Кіоск" in text_of(build_page(answer))
