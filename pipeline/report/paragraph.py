"""The finished paragraph of the report, ready to paste into a letter.

Its first sentence is the city's own; each of the others stands only where it is true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.report.changes import Changes
from pipeline.report.period import Quarter
from pipeline.report.quarterly import DAY_OF_REPORT, Report
from pipeline.report.words import (
    CONSULTATION,
    IN_CATEGORIES,
    NEW_DATASET,
    NEW_DOCUMENT,
    OF_DATASETS,
    is_one,
    plain,
    which_hold,
)
from pipeline.wording import DATASET, DOCUMENT, UPDATE, day

MOST_CATEGORIES = 6
"""Categories named one by one; of more, the largest, and the rest together."""


def write_paragraph(report: Report) -> str:
    """All sentences in one paragraph."""
    return " ".join(_sentences(report))


def _sentences(report: Report) -> Iterator[str]:
    yield report.sentence
    yield from _terms(report)
    if report.quarter and report.changes:
        yield from _quarter(report, report.quarter, report.changes)
    yield from _refined(report)


def _terms(report: Report) -> Iterator[str]:
    """«У встановлені розпорядниками строки» is said of all datasets or not at all."""
    all_of_them = len(report.terms)
    broken = all_of_them - report.in_time
    if not all_of_them:
        return
    if not broken:
        yield "Оновлення наборів даних здійснюється у встановлені розпорядниками строки."
        return
    yield (
        f"Встановлені розпорядниками строки оновлення дотримано для {report.in_time} "
        f"з-поміж {plain(all_of_them, OF_DATASETS)}, порушено для {broken}."
    )


def _quarter(report: Report, quarter: Quarter, changes: Changes) -> Iterator[str]:
    updates = len(changes.updated)
    if updates:
        yield f"За {quarter.title} здійснено {plain(updates, UPDATE)}."
    else:
        yield f"За {quarter.title} оновлень не було."
    if changes.consultations:
        given = plain(len(changes.consultations), CONSULTATION)
        yield f"Надано {given} ({_list(_consulted(changes))})."
    yield from _appeared(report, changes)
    yield from _disappeared(changes)


def _consulted(changes: Changes) -> Mapping[str, int]:
    names = (str(each.event.data.get("office_name", "")) for each in changes.consultations)
    return Counter(sorted(names))


def _appeared(report: Report, changes: Changes) -> Iterator[str]:
    """«За квартал оприлюднено 424 нові документи у 2 категоріях: «Розпорядження» — 400, …».

    What whole datasets brought with them is told apart: they are new categories themselves.
    """
    new = changes.datasets.new
    counts = {
        f"«{report.title_of(dataset)}»": len(documents)
        for dataset, documents in changes.appeared.items()
        if dataset not in new
    }
    told = f"За квартал оприлюднено {plain(sum(counts.values()), NEW_DOCUMENT)}"
    if len(counts) == 1:
        yield f"{told} у категорії {next(iter(counts))}."
    elif counts:
        yield f"{told} у {plain(len(counts), IN_CATEGORIES)}: {_list(counts)}."
    if new:
        held = sum(len(changes.appeared[dataset]) for dataset in new)
        came = "З’явився" if is_one(len(new)) else "З’явилося"
        yield f"{came} {plain(len(new), NEW_DATASET)}, {_which(len(new), held, now=True)}."


def _disappeared(changes: Changes) -> Iterator[str]:
    gone = changes.datasets.withdrawn
    held = sum(len(changes.disappeared[dataset]) for dataset in gone)
    single = len(changes.documents.withdrawn) - held
    told = [plain(single, DOCUMENT)] if single else []
    if gone:
        told.append(f"{plain(len(gone), DATASET)}, {_which(len(gone), held, now=False)}")
    if told:
        yield f"Вилучено {' і '.join(told)}."


def _which(datasets: int, documents: int, *, now: bool) -> str:
    """«які містять 7 документів»."""
    return f"{which_hold(datasets, now=now)} {plain(documents, DOCUMENT)}"


def _list(counts: Mapping[str, int]) -> str:
    """«А — 3, Б — 2», the largest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ordered if len(ordered) <= MOST_CATEGORIES else ordered[: MOST_CATEGORIES - 1]
    told = [f"{name} — {count}" for name, count in shown]
    if len(shown) < len(ordered):
        told.append(f"решта разом — {sum(count for _, count in ordered[len(shown) :])}")
    return ", ".join(told)


def _refined(report: Report) -> Iterator[str]:
    first = report.first_known
    if first is None:
        return
    on = day(first.as_of + DAY_OF_REPORT)
    figures = report.figures
    if (first.datasets, first.documents) == (figures.datasets, figures.documents):
        yield f"Показники наведено за уточненими даними, що надійшли після 00:00 {on}."
        return
    yield (
        f"Показники наведено за уточненими даними: до 00:00 {on} було відомо про "
        f"{plain(first.datasets, DATASET)}, {_which(first.datasets, first.documents, now=False)}."
    )
