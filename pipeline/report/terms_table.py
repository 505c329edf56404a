"""The datasets whose terms were broken: which, whose, by how much."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.blocks import Block, Heading, Table
from pipeline.report.quarterly import Report
from pipeline.report.timeliness import Term, kyiv_day
from pipeline.resolution835.vocabulary import FREQUENCIES
from pipeline.wording import DAY, agree, alphabetically, day

LABELS = {frequency.value: frequency.label for frequency in FREQUENCIES}


def build_terms_table(report: Report) -> Iterator[Block]:
    """Nothing where all terms were kept."""
    broken = {name: term for name, term in report.terms.items() if not term.in_time}
    if not broken:
        return
    yield Heading("Порушені строки оновлення")
    heads = ("Набір даних", "Підрозділ", "Періодичність", "Останнє оновлення", "Що не так")
    rows = tuple(
        (
            report.title_of(name),
            report.figures.description_of(name).office_name,
            LABELS.get(term.frequency, term.frequency),
            day(term.last.at) if term.last else "—",
            _wrong(report, term),
        )
        for name, term in sorted(
            broken.items(), key=lambda item: alphabetically(report.title_of(item[0]))
        )
    )
    yield Table(heads, rows, len(heads))


def _wrong(report: Report, term: Term) -> str:
    if term.overdue and term.due_on:
        days = (kyiv_day(report.moment) - term.due_on).days
        return f"прострочено на {days} {agree(days, DAY)}"
    return "оновлено із запізненням"
