"""findings.csv as a spreadsheet program opens it, and the object of `check --json`."""

import csv
import io
import json
from dataclasses import replace

from replies import AREA, CAPS, HIDDEN_SHEET, NUMBER, SCHEMA, verdict

from pipeline.reply.listing import build_findings_csv, build_findings_json, findings_json


def rows_of(content):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_list_opens_in_excel_with_a_row_for_each_finding():
    content = build_findings_csv(verdict(AREA, HIDDEN_SHEET), SCHEMA)
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows_of(content) == [
        [
            "№",
            "Зупиняє публікацію",
            "Аркуш",
            "Клітинка",
            "Рядок",
            "Стовпець",
            "Машинна назва",
            "Значення",
            "Зауваження",
            "Приклад правильного значення",
            "Код правила",
        ],
        [
            "1",
            "так",
            "Аркуш1",
            "D4",
            "4",
            "Площа",
            "area",
            "близько 40",
            "Це не число.",
            "40",
            "type-number",
        ],
        [
            "2",
            "ні",
            "Чернетка",
            "",
            "",
            "",
            "",
            "",
            "У файлі є прихований аркуш.",
            "",
            "hidden-sheet",
        ],
    ]


def test_no_cell_of_the_list_is_a_formula():
    values = ["=1+1", "+380", "-5", "@cmd", "\tx", "звичайне"]
    content = build_findings_csv(verdict(*[replace(AREA, value=value) for value in values]))
    assert [row[7] for row in rows_of(content)[1:]] == [
        "'=1+1",
        "'+380",
        "'-5",
        "'@cmd",
        "'\tx",
        "звичайне",
    ]


def test_every_one_of_thousands_is_listed():
    content = build_findings_csv(verdict(*[AREA] * 5000))
    assert len(rows_of(content)) == 5001


def test_the_object_holds_every_finding_and_repair():
    assert findings_json(verdict(CAPS, repairs=(NUMBER,))) == {
        "valid": True,
        "rows": 3,
        "findings": [
            {
                "code": "caps",
                "blocks": False,
                "sheet": "Аркуш1",
                "cell": "B5",
                "row": 5,
                "field": "title",
                "value": "СКЛАД",
                "message": "Назву написано великими літерами.",
                "example": None,
            }
        ],
        "repairs": [
            {
                "cell": "D3",
                "field": "area",
                "before": "40,5",
                "after": "40.5",
                "rule": "Число записано з крапкою",
            }
        ],
    }


def test_the_file_is_the_same_object():
    given = verdict(AREA, repairs=(NUMBER,), table=None)
    assert json.loads(build_findings_json(given)) == findings_json(given)
    assert findings_json(given)["rows"] == 0
    assert findings_json(given)["valid"] is False


def test_a_repair_beside_a_leak_keeps_its_values_to_itself():
    given = verdict(replace(AREA, value="12••••••99"), repairs=(NUMBER,))
    assert findings_json(given)["repairs"] == [
        {
            "cell": "D3",
            "field": "area",
            "before": "••••••",
            "after": "••••••",
            "rule": "Число записано з крапкою",
        }
    ]
