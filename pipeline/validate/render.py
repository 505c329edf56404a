"""Raw cells → text, as the column's type asks: what the officer sees, never a reader's own form.

1001.0 in a text column is `1001`, a date cell in a date column is `2021-07-02`. What cannot be
written without guessing (an error cell, a date where text should stand) becomes a finding here,
since only here it is still known what the cell was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pipeline.model import Field, Finding
from pipeline.resolution835.kinds import example_of
from pipeline.validate.body import Body
from pipeline.validate.grid import ERROR_TEXT, Fault, Raw

AS_TEXT = (
    "Виділіть стовпець, натисніть Ctrl+1, виберіть формат «Текст», а тоді впишіть значення ще раз."
)
"""How a column is made text in Excel and LibreOffice alike."""

_TWO_PARTS = ("identifier", "document-number", "asset-number", "house-number")
_THREE_PARTS = ("version", "clause")

_EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number and writes zeros for the rest."""


def render_rows(body: Body) -> tuple[list[list[str]], tuple[Finding, ...]]:
    """Every row as text in schema order, and findings for cells that hold nothing publishable."""
    rows: list[list[str]] = []
    findings: list[Finding] = []
    merged: set[str] = set()
    for line, raw in enumerate(body.rows):
        texts = []
        for place, (cell, field) in enumerate(zip(raw, body.schema.fields, strict=True)):
            text, flaw = _render(cell, field)
            texts.append(text)
            if flaw and not (isinstance(cell, Fault) and cell.text in merged):
                findings.append(_finding(body, line, place, flaw))
            if isinstance(cell, Fault) and cell.kind == "merged":
                merged.add(cell.text)
        rows.append(texts)
    return rows, tuple(findings)


_Flaw = tuple[str, str, str]
"""Code, message, and the value as shown."""


def _render(cell: Raw, field: Field) -> tuple[str, _Flaw | None]:
    if cell is None:
        return "", None
    if isinstance(cell, Fault):
        return "", _FAULTS[cell.kind](cell.text)
    if isinstance(cell, str):
        if ERROR_TEXT.fullmatch(cell.strip()):
            return "", _error(cell.strip())
        return cell, None
    if isinstance(cell, bool):
        return ("true" if cell else "false"), None
    if isinstance(cell, (int, float)):
        return _render_number(cell, field)
    return _render_moment(cell, field)


def _render_number(cell: int | float, field: Field) -> tuple[str, _Flaw | None]:
    text = number_text(cell)
    if field.type == "string" and len(text.lstrip("-").replace(".", "")) > _EXACT_DIGITS:
        return text, (
            "digits-lost",
            "У клітинці число, в якому понад 15 цифр: останні програма вже замінила нулями. "
            f"{AS_TEXT}",
            text,
        )
    if field.type == "boolean" and text in ("0", "1"):
        return ("true" if text == "1" else "false"), None
    return text, None


def number_text(cell: int | float) -> str:
    """A number as people write it: no exponent, no noise beyond the digits Excel shows."""
    if isinstance(cell, int):
        return str(cell)
    text = format(Decimal(format(cell, f".{_EXACT_DIGITS}g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _render_moment(
    cell: datetime | date | time | timedelta, field: Field
) -> tuple[str, _Flaw | None]:
    text = moment_text(cell, field.type)
    if field.type == "string" and field.kind not in ("gtfs-time", "year-or-date"):
        return text, (
            "date-in-text",
            f"Програма перетворила значення на дату або час (так буває з 1-1 чи 10.8.1). {AS_TEXT}",
            text,
        )
    return text, None


def moment_text(cell: datetime | date | time | timedelta, type_: str) -> str:
    """A date, a time or both in ISO 8601; midnight of a date cell is no time."""
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, time):
        return cell.replace(microsecond=0).isoformat()
    if type_ == "datetime":
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        return moment.replace(microsecond=0).isoformat()
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat()


def _error(text: str) -> _Flaw:
    return (
        "error-cell",
        "У клітинці помилка формули: виправте формулу або впишіть значення.",
        text,
    )


def _unsaved(text: str) -> _Flaw:
    return (
        "formula-without-value",
        "У клітинці формула без збереженого результату: відкрийте файл у програмі й збережіть.",
        text,
    )


def _merged(text: str) -> _Flaw:
    return (
        "merged-cells",
        f"Клітинки {text} об’єднано: роз’єднайте їх і впишіть значення в кожну.",
        text,
    )


_FAULTS = {"error": _error, "unsaved": _unsaved, "merged": _merged}


def _finding(body: Body, row: int, column: int, flaw: _Flaw) -> Finding:
    code, message, value = flaw
    field = body.schema.fields[column]
    return Finding(
        code=code,
        blocks=True,
        message=message,
        sheet=body.sheet,
        cell=body.address(row, column),
        row=body.lines[row],
        field=field.name,
        value=value,
        example=_retyped(body.rows[row][column], field) or example_of(field) or None,
    )


def _retyped(cell: Raw, field: Field) -> str | None:
    """What a program most likely took for a date: the version 10.8.1, the number 1-1 of a row."""
    if not isinstance(cell, datetime | date):
        return None
    if field.kind in _THREE_PARTS:
        return f"{cell.day}.{cell.month}.{cell.year % 100}"
    return f"{cell.day}-{cell.month}" if field.kind in _TWO_PARTS else None


def faulty_cells(body: Body, findings: Sequence[Finding]) -> frozenset[str]:
    """Addresses already found wrong: nothing further is said of such a cell.

    Of cells merged together one finding speaks for all.
    """
    found = {finding.cell for finding in findings if finding.cell and finding.blocks}
    found |= {
        body.address(line, place)
        for line, row in enumerate(body.rows)
        for place, cell in enumerate(row)
        if isinstance(cell, Fault)
    }
    return frozenset(found)
