"""All findings one by one: a table for a spreadsheet program, an object for another program."""

from __future__ import annotations

import csv
import io
import json
from typing import TypedDict

from pipeline.model import Finding, Repair, Schema, Verdict
from pipeline.reply.shown import HIDDEN, masked_fields

FINDINGS_JSON = "findings.json"

HEADINGS = (
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
)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FindingEntry(TypedDict):
    """One finding of `pipeline check --json`."""

    code: str
    blocks: bool
    sheet: str | None
    cell: str | None
    row: int | None
    field: str | None
    value: str | None
    message: str
    example: str | None


class RepairEntry(TypedDict):
    """One repair of `pipeline check --json`."""

    cell: str
    field: str
    before: str
    after: str
    rule: str


class Listing(TypedDict):
    """The whole object of `pipeline check --json`; `rows` is 0 where no table was read."""

    valid: bool
    rows: int
    findings: list[FindingEntry]
    repairs: list[RepairEntry]


def build_findings_csv(verdict: Verdict, schema: Schema | None = None) -> bytes:
    """Every finding on a row, as a Ukrainian spreadsheet program opens it by a double click.

    UTF-8 with BOM and `;`: without either, Excel shows Cyrillic as signs in one column. A cell
    which a program would take for a formula is led by an apostrophe.
    """
    titles = {field.name: field.title for field in schema.fields} if schema else {}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for number, finding in enumerate(verdict.findings, 1):
        writer.writerow([number, *(_inert(cell) for cell in _cells(finding, titles))])
    return text.getvalue().encode("utf-8-sig")


def findings_json(verdict: Verdict) -> Listing:
    """The object of `pipeline check --json`. Repairs of a column with a leak keep no values."""
    masked = masked_fields(verdict.findings)
    return {
        "valid": verdict.accepted,
        "rows": len(verdict.table.rows) if verdict.table else 0,
        "findings": [_finding_entry(finding) for finding in verdict.findings],
        "repairs": [_repair_entry(repair, repair.field in masked) for repair in verdict.repairs],
    }


def build_findings_json(verdict: Verdict) -> bytes:
    """The same object as a file: UTF-8, indented, Cyrillic as it is."""
    return (json.dumps(findings_json(verdict), ensure_ascii=False, indent=2) + "\n").encode()


def read_findings(content: bytes) -> tuple[Finding, ...]:
    """The findings of a `findings.json` of ours; ValueError or KeyError where it is none."""
    listing: Listing = json.loads(content)
    return tuple(Finding(**entry) for entry in listing["findings"])


def _cells(finding: Finding, titles: dict[str, str]) -> tuple[str, ...]:
    field = finding.field or ""
    return (
        "так" if finding.blocks else "ні",
        finding.sheet or "",
        finding.cell or "",
        "" if finding.row is None else str(finding.row),
        titles.get(field, field),
        field,
        finding.value or "",
        finding.message,
        finding.example or "",
        finding.code,
    )


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def _finding_entry(finding: Finding) -> FindingEntry:
    return {
        "code": finding.code,
        "blocks": finding.blocks,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row": finding.row,
        "field": finding.field,
        "value": finding.value,
        "message": finding.message,
        "example": finding.example,
    }


def _repair_entry(repair: Repair, masked: bool) -> RepairEntry:
    return {
        "cell": repair.cell,
        "field": repair.field,
        "before": HIDDEN if masked else repair.before,
        "after": HIDDEN if masked else repair.after,
        "rule": repair.rule,
    }
