"""The suppression list: rows of enterprises that are not spoken of in wartime never leave.

A row is kept back as a whole, wherever in its text the ЄДРПОУ stands, and with it the rows of other
tables that refer to it; the others go out. A plain file cannot be cut by a machine, so there the
code blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Finding, Suppressed, Table, Verdict
from pipeline.model.delivery import WITHHELD_ROW
from pipeline.validate.body import Body, keep_rows
from pipeline.wording import day

_CODE = re.compile(r"(?<!\d)\d{8}(?!\d)", re.ASCII)


def withhold_rows(
    body: Body, rows: list[list[str]], suppressed: Sequence[Suppressed]
) -> tuple[Body, list[list[str]], tuple[Finding, ...]]:
    """The table without the rows of listed enterprises, and one note on each row kept back.

    The notes stand in the order of the rows.
    """
    listed = {one.edrpou: one for one in suppressed}
    found = {
        number: cell
        for number, row in enumerate(rows if listed else ())
        if (cell := _find_code(body, row, listed))
    }
    if not found:
        return body, rows, ()
    notes = tuple(
        _note(body, number, column, one) for number, (column, one) in sorted(found.items())
    )
    kept = [number for number in range(len(rows)) if number not in found]
    return keep_rows(body, kept), [rows[number] for number in kept], notes


def withhold_from(verdict: Verdict, gone: Sequence[int], field: str, of: str) -> Verdict:
    """The verdict without these rows of its table, which speak of rows kept back in table `of`.

    Nothing needs mending in a row that never leaves, so that what was found in it goes too.
    """
    table = verdict.table
    if table is None or not gone:
        return verdict
    column = table.fields.index(field)
    notes = tuple(
        Finding(
            code=WITHHELD_ROW,
            blocks=False,
            message=f"Рядок не буде опубліковано: він посилається на рядок таблиці «{of}», який "
            "закрито. Решту таблиці буде опубліковано.",
            sheet=table.sheet,
            cell=table.address(number, column),
            row=table.lines[number],
            field=field,
            value=table.rows[number][column],
        )
        for number in gone
    )
    lines = {table.lines[number] for number in gone}
    findings = tuple(finding for finding in verdict.findings if finding.row not in lines)
    return replace(verdict, findings=(*findings, *notes), table=_less_rows(table, gone))


def _less_rows(table: Table, gone: Sequence[int]) -> Table:
    kept = [number for number in range(len(table.rows)) if number not in set(gone)]
    return replace(
        table,
        lines=tuple(table.lines[number] for number in kept),
        rows=tuple(table.rows[number] for number in kept),
        withheld=(*table.withheld, *(table.rows[number] for number in gone)),
    )


def check_text(texts: Iterator[str], suppressed: Sequence[Suppressed]) -> tuple[Finding, ...]:
    """One blocking finding for each listed enterprise that a plain document speaks of."""
    listed = {one.edrpou: one for one in suppressed}
    if not listed:
        return ()
    met = dict.fromkeys(code for text in texts for code in _CODE.findall(text) if code in listed)
    return tuple(
        Finding(
            code="suppressed-enterprise",
            blocks=True,
            message=f"У документі є код ЄДРПОУ {code}, відомості про який не оприлюднюються "
            f"({_ground(listed[code])}). Вилучіть їх із документа.",
            value=code,
        )
        for code in met
    )


def _find_code(
    body: Body, row: Sequence[str], listed: Mapping[str, Suppressed]
) -> tuple[int, Suppressed] | None:
    """The first text cell that names a listed enterprise; numbers are amounts, not codes."""
    for column, field in enumerate(body.schema.fields):
        if field.type != "string":
            continue
        for code in _CODE.findall(row[column]):
            if code in listed:
                return column, listed[code]
    return None


def _note(body: Body, row: int, column: int, one: Suppressed) -> Finding:
    return Finding(
        code=WITHHELD_ROW,
        blocks=False,
        message=f"Рядок не буде опубліковано: відомості про це підприємство закрито "
        f"({_ground(one)}). Решту таблиці буде опубліковано.",
        sheet=body.sheet,
        cell=body.address(row, column),
        row=body.lines[row],
        field=body.schema.fields[column].name,
        value=one.edrpou,
    )


def _ground(one: Suppressed) -> str:
    return f"{one.ground}, з {day(one.since)}"
