"""Repairs: lossless, one class after another, every one listed with what stood there before.

The order matters: blanks go first, since every later class reads words; marks for "no data" go
before types, since `-` is no number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.model import Field, Repair, RepairClass
from pipeline.validate.body import Body
from pipeline.validate.mend_codes import CODE_MENDS
from pipeline.validate.mend_signs import mend_several, mend_signs
from pipeline.validate.mend_text import (
    mend_apostrophes,
    mend_blanks,
    mend_composed,
    mend_letter_case,
    mend_lookalikes,
    mend_no_data,
)
from pipeline.validate.mend_values import has_unclear_commas, mend_value

Mend = Callable[[str, Field], str]
Step = tuple[str, str, str]
"""Text before, text after, and the Ukrainian name of the rule."""

TEXT_MENDS: tuple[tuple[RepairClass, str, Mend], ...] = (
    ("signs", "Кілька значень записано через кому", mend_several),
    ("blanks", "Прибрано зайві та невидимі пробіли", mend_blanks),
    ("no-data", "Позначку «немає даних» замінено на null", mend_no_data),
    ("apostrophes", "Апостроф замінено на ’", mend_apostrophes),
    ("lookalikes", "Літеру з двох знаків замінено на одну", mend_composed),
    ("lookalikes", "Літеру іншої абетки замінено на таку саму на вигляд", mend_lookalikes),
    ("signs", "Прибрано лапки, крапку чи інший знак, що не належить до значення", mend_signs),
    ("letter-case", "Великі й малі літери — як має бути", mend_letter_case),
)

VALUE_RULES: dict[str, tuple[RepairClass, str]] = {
    "date": ("dates", "Дату записано як рік-місяць-день"),
    "datetime": ("dates", "Дату і час записано за ISO 8601"),
    "time": ("dates", "Час записано з секундами"),
    "number": ("numbers", "Число записано з крапкою та без пробілів"),
    "integer": ("numbers", "Ціле число записано без пробілів і зайвих нулів"),
    "boolean": ("booleans", "Так або ні записано як true або false"),
}


def build_repaired(
    body: Body, rows: Sequence[Sequence[str]], skipped: Sequence[RepairClass] = ()
) -> tuple[list[list[str]], tuple[Repair, ...]]:
    """The rows with every lossless mend made, and the list of them in reading order.

    `skipped` are classes which the dataset wants none of: what they would mend is then judged as
    it stands.
    """
    menders = [
        _Mender(
            field, body.epoch_1904, skipped, has_unclear_commas((row[place] for row in rows), field)
        )
        for place, field in enumerate(body.schema.fields)
    ]
    repairs: list[Repair] = []
    clean: list[list[str]] = []
    for line, row in enumerate(rows):
        texts = []
        for place, text in enumerate(row):
            after, steps = menders[place].mend(text)
            texts.append(after)
            for step in steps:
                repairs.append(_repair(body, line, place, step))
        clean.append(texts)
    return clean, tuple(repairs)


def mend_cell(
    text: str,
    field: Field,
    *,
    epoch_1904: bool = False,
    skipped: Sequence[RepairClass] = (),
    unclear_commas: bool = False,
) -> tuple[str, list[Step]]:
    """One cell through all classes, and which of them changed it how.

    `epoch_1904` is the workbook's, `unclear_commas` the column's (`mend_values`).
    """
    return _mend_through(text, field, _mends(field, epoch_1904, skipped, unclear_commas))


def _mend_through(
    text: str, field: Field, mends: Sequence[tuple[RepairClass, str, Mend]]
) -> tuple[str, list[Step]]:
    steps: list[Step] = []
    for _, rule, mend in mends:
        after = mend(text, field)
        if after != text:
            if after:
                steps.append((text, after, rule))
            text = after
        if text in ("", "null"):
            break
    return text, steps


def _mends(
    field: Field, epoch_1904: bool, skipped: Sequence[RepairClass], unclear_commas: bool
) -> list[tuple[RepairClass, str, Mend]]:
    mends = list(TEXT_MENDS)
    if field.type in VALUE_RULES:
        mends.append(
            (
                *VALUE_RULES[field.type],
                lambda text, column: mend_value(
                    text, column, epoch_1904=epoch_1904, unclear_commas=unclear_commas
                ),
            )
        )
    return [mend for mend in (*mends, *CODE_MENDS) if mend[0] not in skipped]


class _Mender:
    """Mends the cells of one column; the same text is mended once (columns repeat themselves)."""

    def __init__(
        self,
        field: Field,
        epoch_1904: bool,
        skipped: Sequence[RepairClass],
        unclear_commas: bool,
    ) -> None:
        self._field = field
        self._mends = _mends(field, epoch_1904, skipped, unclear_commas)
        self._known: dict[str, tuple[str, list[Step]]] = {"": ("", [])}

    def mend(self, text: str) -> tuple[str, list[Step]]:
        found = self._known.get(text)
        if found is None:
            found = _mend_through(text, self._field, self._mends)
            self._known[text] = found
        return found


def _repair(body: Body, row: int, column: int, step: Step) -> Repair:
    before, after, rule = step
    return Repair(
        cell=body.address(row, column),
        field=body.schema.fields[column].name,
        before=before,
        after=after,
        rule=rule,
    )
