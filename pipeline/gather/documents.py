"""Which file is which document: one table, one period of a series, or one plain file.

Several files for one document: the newest wins and the rest is reported; two equally new ones
wait for a person. A file that is gone never means removal, so nothing here looks for absence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.gather.folder import Found
from pipeline.model import Finding, Resource, Series
from pipeline.model.dataset import Period
from pipeline.wording import minute

PERIODS: dict[Period, tuple[re.Pattern[str], str]] = {
    "month": (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "2021-06"),
    "quarter": (re.compile(r"\d{4}-Q[1-4]"), "2021-Q2"),
    "half-year": (re.compile(r"\d{4}-H[12]"), "2021-H1"),
    "year": (re.compile(r"\d{4}"), "2021"),
}
"""How each period is written, and an example: a seventh quarter is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`taken` pairs each file with its document id and period; `held` waits for a person."""

    taken: tuple[tuple[Found, str, str | None], ...] = ()
    findings: tuple[Finding, ...] = ()
    held: str | None = None


def choose_documents(dataset: str, resource: Resource, files: Sequence[Found]) -> Choice:
    """Sort the found files into documents."""
    empty = tuple(_empty_file(file) for file in files if file.size == 0)
    whole = [file for file in files if file.size > 0]
    if resource.is_plain:
        taken = tuple((file, f"{dataset}/{resource.name}/{file.name}", None) for file in whole)
        return Choice(taken, empty)
    if resource.series:
        choice = _choose_periods(f"{dataset}/{resource.name}", resource.series, whole)
    else:
        choice = _choose_newest(f"{dataset}/{resource.name}", None, whole)
    return Choice(choice.taken, empty + choice.findings, choice.held)


def _choose_periods(document: str, series: Series, files: Sequence[Found]) -> Choice:
    by_period: dict[str, list[Found]] = defaultdict(list)
    findings = []
    for file in files:
        period = find_period(file.name, series)
        if period is None:
            findings.append(_no_period(file, series))
        else:
            by_period[period].append(file)
    parts = [
        _choose_newest(f"{document}/{period}", period, by_period[period])
        for period in sorted(by_period)
    ]
    return Choice(
        tuple(taken for part in parts for taken in part.taken),
        tuple(findings) + tuple(finding for part in parts for finding in part.findings),
        " ".join(part.held for part in parts if part.held) or None,
    )


def find_period(name: str, series: Series) -> str | None:
    """The period a file's name tells, in capitals; None where it tells none that exists."""
    found = re.search(series.pattern, name, re.IGNORECASE)
    period = (found.group(1) or "").upper() if found else ""
    written, _ = PERIODS[series.period]
    return period if written.fullmatch(period) else None


def _choose_newest(document: str, period: str | None, files: Sequence[Found]) -> Choice:
    if not files:
        return Choice()
    newest = max(file.modified for file in files)
    equal = [file for file in files if file.modified == newest]
    if len(equal) > 1:
        return Choice(held=_equally_new(equal))
    rest = tuple(_older_file(file, equal[0]) for file in files if file is not equal[0])
    return Choice(((equal[0], document, period),), rest)


def _empty_file(file: Found) -> Finding:
    return Finding(
        code="file-empty",
        blocks=False,
        message=f"Файл «{file.name}» порожній (0 байтів), його пропущено. "
        "Збережіть таблицю ще раз і покладіть файл у теку знову.",
    )


def _older_file(file: Found, newest: Found) -> Finding:
    return Finding(
        code="file-older",
        blocks=False,
        message=f"Взято найновіший файл «{newest.name}» ({minute(newest.modified)}); "
        f"старіший «{file.name}» ({minute(file.modified)}) пропущено.",
    )


def _no_period(file: Found, series: Series) -> Finding:
    _, shown = PERIODS[series.period]
    return Finding(
        code="file-without-period",
        blocks=False,
        message=f"З назви файла «{file.name}» не видно, за який він період; файл пропущено. "
        f"Додайте період до назви, наприклад {shown}.",
        example=shown,
    )


def _equally_new(files: Sequence[Found]) -> str:
    names = ", ".join(f"«{file.name}»" for file in files)
    return (
        f"У теці кілька однаково нових файлів: {names} ({minute(files[0].modified)}). "
        "Невідомо, котрий правильний: залиште один."
    )
