"""A verdict as lines at the terminal."""

from dataclasses import replace

from replies import AREA, CAPS, CODE, HIDDEN_SHEET, NUMBER, SCHEMA, verdict

from pipeline.reply.terminal import lines_of


def plain(lines):
    return [line.replace("\u00a0", " ") for line in lines]


def test_a_clean_table_is_one_line():
    assert lines_of(verdict(), SCHEMA) == ("Перевірено: зауважень немає",)


def test_findings_stand_by_column_before_notes_and_repairs():
    empty = replace(CODE, code="required", message="Клітинка порожня.", cell="C5", value="")
    given = verdict(AREA, CODE, empty, CAPS, HIDDEN_SHEET, repairs=(NUMBER,))
    assert plain(lines_of(given, SCHEMA)) == [
        "Перевірено: 3 зауваження зупиняють публікацію",
        "",
        "Зупиняють публікацію:",
        "  C · Код ЄДРПОУ (edrpou): 2 зауваження",
        "    Контрольна цифра не збігається.",
        '      C4: "0401173" → наприклад, "04011732"',
        "    Клітинка порожня.",
        '      C5: порожньо → наприклад, "04011732"',
        "  D · Площа (area): 1 зауваження",
        "    Це не число.",
        '      D4: "близько 40" → наприклад, "40"',
        "",
        "Примітки:",
        "  Файл загалом: 1 примітка",
        "    У файлі є прихований аркуш.",
        "      аркуш «Чернетка»",
        "  B · Назва об’єкта (title): 1 примітка",
        "    Назву написано великими літерами.",
        '      B5: "СКЛАД"',
        "",
        "Виправлено за вас:",
        "  Число записано з крапкою: 1 виправлення",
        '      D3: "40,5" → "40.5"',
    ]


def test_long_lists_end_in_a_count():
    scattered = [replace(AREA, cell=f"D{row}") for row in range(2, 42, 2)]
    others = [replace(AREA, cell=f"D{row}", value=f"№ {row}") for row in range(101, 108)]
    repairs = tuple(replace(NUMBER, before=f"{n},5") for n in range(5))
    lines = plain(lines_of(verdict(*scattered, *others, repairs=repairs), SCHEMA))
    assert lines[5] == (
        '      D2, D4, D6, D8, D10, D12, D14, D16 … усього 20 клітинок: "близько 40" '
        '→ наприклад, "40"'
    )
    assert "      … і ще 2 зауваження" in lines
    assert lines[-1] == "      … і ще 2 виправлення"


def test_a_message_of_its_own_follows_its_line():
    given = verdict(AREA, replace(AREA, cell="D5", message="Забагато цифр."))
    assert plain(lines_of(given, SCHEMA))[4:] == [
        '      D4: "близько 40" → наприклад, "40". Це не число.',
        '      D5: "близько 40" → наприклад, "40". Забагато цифр.',
    ]
