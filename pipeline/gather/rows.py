"""Rows of a database → CSV, the same bytes for the same rows on every machine and day."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from uuid import UUID

from pipeline.wording import KYIV


class RowsFault(Exception):
    """The query gives what has no one true text; the sentence says what to change in it."""


def render_header(names: Sequence[str]) -> bytes:
    """The first line; RowsFault where two columns would share a name."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise RowsFault(f"два стовпці з назвою «{twice[0]}»; дайте їм різні назви через AS")
    return _render([names])


def render_rows(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The lines of those rows; RowsFault names the column, never the value."""
    return _render(
        [_text(name, value) for name, value in zip(names, row, strict=True)] for row in rows
    )


def _render(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8")


def _text(name: str, value: object) -> str:
    """ISO dates, plain decimals, true and false, nothing for NULL."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int() | UUID():
            return str(value)
        case float() | Decimal() if isfinite(value):
            return _number(value)
        case datetime():
            return _moment(value)
        case date() | time():
            return value.isoformat()
        case float() | Decimal():
            raise RowsFault(f"у стовпці «{name}» є нескінченність або не число (NaN)")
    kind = type(value).__name__
    raise RowsFault(f"стовпець «{name}» має тип {kind}; перетворіть його на текст у запиті (CAST)")


def _moment(value: datetime) -> str:
    """Kyiv time: what has a time zone comes in that of the connection, which is nobody's choice."""
    local = value.astimezone(KYIV).replace(tzinfo=None) if value.tzinfo else value
    return local.isoformat()


def _number(value: float | Decimal) -> str:
    """Never with an exponent; a float that is a whole number is written as one."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return format(Decimal(repr(value)), "f").removesuffix(".0")
