"""What the program lets into a column's cells: drop-down lists, bounds, simple tests of codes.

It is a first help, no verdict: pasted cells pass it, and check digits are beyond it. Whatever the
checker would take passes here too, so `null` where it is allowed, and dates before 1900 after a
question (to Excel they are mere text).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.model import Field
from pipeline.resolution835.kinds import bounds_of, kind_of, values_of
from pipeline.template.wording import build_error, build_prompt, is_measured, prompt_title

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

LONGEST_LIST = 255
"""Excel keeps no longer list inside a rule, and a list of its own would need cells or a sheet."""

_NULL = 'EXACT({cell},"null")'
_MOST_EXACT = "999999999999999"
"""Fifteen digits: what a number's cell holds without loss."""

_TESTS = {
    "edrpou": "LEN({cell})=8",
    "postcode": "LEN({cell})=5",
    "koatuu": "LEN({cell})=10",
    "katottg": 'AND(LEN({cell})=19,EXACT(LEFT({cell},2),"UA"))',
    "iban": 'AND(LEN({cell})=29,EXACT(LEFT({cell},2),"UA"))',
    "cadastral-number": "LEN({cell})=22",
    "currency": "AND(LEN({cell})=3,EXACT({cell},UPPER({cell})))",
    "phone": 'LEFT({cell},4)="+380"',
    "email": 'ISNUMBER(FIND("@",{cell}))',
    "url": 'OR(EXACT(LEFT({cell},8),"https://"),EXACT(LEFT({cell},7),"http://"))',
}
"""Tests of text by kind, in the formulas of Excel; only kinds whose slips block."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule in Excel's terms: its type, its operator and one or two formulas."""

    type: str | None
    first: str | None = None
    second: str | None = None
    operator: str | None = None


def build_entry(
    field: Field, column: str, first: int, last: int, *, unique: bool = False
) -> DataValidation:
    """The rule of one column with its messages, for rows `first` to `last`."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = _rule(field, f"{column}{first}")
    listed = rule.type == "list"
    return DataValidation(
        sqref=f"{column}{first}:{column}{last}",
        type=rule.type,
        operator=rule.operator,
        formula1=rule.first,
        formula2=rule.second,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=prompt_title(field),
        prompt=build_prompt(field, listed=listed, unique=unique),
        showErrorMessage=rule.type is not None,
        errorStyle="warning" if field.type == "date" else None,
        errorTitle="Перевірте значення",
        error=build_error(field, listed=listed),
    )


def _rule(field: Field, cell: str) -> _Rule:
    values = ("true", "false") if field.type == "boolean" else values_of(field)
    if values:
        return _list(values + (("null",) if field.null_allowed else ()))
    if is_measured(field):
        whole = field.type == "integer"
        return _bounded(field, cell, "whole" if whole else "decimal", *bounds_of(field))
    if field.type in ("date", "datetime"):
        lowest, highest = (_serial(bound) for bound in (field.minimum, field.maximum))
        return _bounded(field, cell, "date", lowest or "1", highest)
    if field.type == "time":
        return _Rule("time", "0", "0.999988425925926", "between")
    return _text(field, cell)


def _list(values: tuple[str, ...]) -> _Rule:
    """A drop-down list; none where a value has a comma or the list is too long for Excel."""
    joined = ",".join(values).replace('"', '""')
    if len(joined) > LONGEST_LIST or any("," in value for value in values):
        return _Rule(None)
    return _Rule("list", f'"{joined}"')


def _bounded(
    field: Field, cell: str, type_: str, minimum: str | None, maximum: str | None
) -> _Rule:
    if field.null_allowed:
        return _Rule("custom", _number_or_null(cell, type_, minimum, maximum))
    if minimum is not None and maximum is None:
        return _Rule(type_, minimum, None, "greaterThanOrEqual")
    if maximum is not None and minimum is None:
        return _Rule(type_, maximum, None, "lessThanOrEqual")
    return _Rule(type_, minimum or f"-{_MOST_EXACT}", maximum or _MOST_EXACT, "between")


def _number_or_null(cell: str, type_: str, minimum: str | None, maximum: str | None) -> str:
    """IF, since AND and OR read all their parts, and a text compared as a number is an error."""
    parts = [f"{cell}=INT({cell})"] if type_ == "whole" else []
    parts += [f"{cell}>={minimum}"] if minimum is not None else []
    parts += [f"{cell}<={maximum}"] if maximum is not None else []
    tests = f"AND({','.join(parts)})" if parts else "TRUE"
    return f"IF(ISNUMBER({cell}),{tests},{_NULL.format(cell=cell)})"


def _serial(bound: str | None) -> str | None:
    """A date of the schema as Excel counts days; whole numbers, no clock."""
    from openpyxl.utils.datetime import to_excel

    if bound is None:
        return None
    moment = datetime.fromisoformat(bound)
    return str(int(to_excel(date(moment.year, moment.month, moment.day))))


def _text(field: Field, cell: str) -> _Rule:
    kind = kind_of(field)
    test = _decimals_test(field) if kind and kind.decimals else _TESTS.get(field.kind or "")
    if test is None:
        return _Rule(None)
    if field.null_allowed:
        test = f"IF({_NULL},TRUE,{test})"
    return _Rule("custom", test.format(cell=cell))


def _decimals_test(field: Field) -> str:
    """Bounds and digits after the dot of a number kept as text; a comma will do for the dot."""
    kind = kind_of(field)
    minimum, maximum = bounds_of(field)
    decimals = kind.decimals if kind else 0
    dot = 'FIND(".",SUBSTITUTE({cell},",","."))'
    whole = f"VALUE(LEFT({{cell}},{dot}-1))"
    return f"AND(LEN({{cell}})-{dot}>={decimals},{whole}>={minimum},{whole}<={maximum})"
