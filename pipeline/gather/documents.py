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
from pipeline.wording import minute


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
        found = re.search(series.pattern, file.name)
        if found is None or not found.group(1):
            findings.append(_no_period(file, series))
        else:
            by_period[found.group(1)].append(file)
    parts = [
        _choose_newest(f"{document}/{period}", period, by_period[period])
        for period in sorted(by_period)
    ]
    return Choice(
        tuple(taken for part in parts for taken in part.taken),
        tuple(findings) + tuple(finding for part in parts for finding in part.findings),
        " ".join(part.held for part in parts if part.held) or None,
    )


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
    shown = {
        "month": "2021-06",
        "quarter": "2021-Q2",
        "half-year": "2021-H1",
        "year": "2021",
    }[series.period]
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
