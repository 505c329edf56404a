"""A report as blocks: what every format but JSON and CSV shows, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.record.event import Event, Recorded
from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Picture, Table, Title
from pipeline.report.changes import Changes
from pipeline.report.figures import SMALLEST
from pipeline.report.offices import OfficeRow, total_of
from pipeline.report.paragraph import write_paragraph
from pipeline.report.period import Quarter
from pipeline.report.quarterly import Report
from pipeline.report.terms_table import build_terms_table
from pipeline.report.timeliness import kyiv_day
from pipeline.wording import alphabetically, day, minute


def build_blocks(
    report: Report,
    publisher: str,
    pictures: Sequence[Picture] = (),
    explanation: Sequence[Block] = (),
) -> tuple[Block, ...]:
    """The whole report of that publisher; `explanation` comes before the ledger's head."""
    return tuple(_blocks(report, publisher, pictures, explanation))


def _blocks(
    report: Report, publisher: str, pictures: Sequence[Picture], explanation: Sequence[Block]
) -> Iterator[Block]:
    yield Title(_title(report), publisher)
    yield Paragraph(write_paragraph(report))
    if not report.figures.length:
        known = minute(report.figures.known_at)
        yield Paragraph(f"За відомостями на {known} у журналі ще немає жодної події.", small=True)
        return
    yield from _reading_notes(report)
    if report.offices:
        yield Heading("Показники за підрозділами")
        yield _offices(report)
    if report.quarter and report.changes:
        yield from _quarter(report, report.quarter, report.changes)
    yield from build_terms_table(report)
    if pictures:
        yield Heading("Діаграми")
        yield from pictures
    yield from explanation
    yield from _head(report)


def _title(report: Report) -> str:
    if report.quarter:
        return f"Звіт про відкриті дані за {report.quarter.title}"
    return f"Звіт про відкриті дані станом на {day(report.moment)}"


def _reading_notes(report: Report) -> Iterator[Paragraph]:
    """How the date is to be taken: a day's own events count from the next day on."""
    figures = report.figures
    if figures.as_of > figures.known_at + SMALLEST:
        which = "Квартал ще триває" if report.quarter else "Ця дата ще не настала"
        yield Paragraph(f"{which}: показники на {minute(figures.known_at)}.", small=True)
    elif figures.as_of < figures.known_at:
        text = f"Показники на 00:00 {day(figures.as_of)} за київським часом."
        yield Paragraph(text, small=True)


# Offices


def _offices(report: Report) -> Table:
    """A column for each figure; those of the quarter only where there is one."""
    heads = ["Підрозділ", "Набори", "Документи"]
    heads += ["Оновлення"] if report.changes else []
    heads += ["Вчасно, %"]
    heads += ["Не прийнято"] if report.changes else []
    heads += ["Прострочено"]
    quarterly = report.changes is not None
    rows = tuple(_cells(office, quarterly) for office in report.offices)
    return Table(tuple(heads), rows, 1, _cells(total_of(report.offices), quarterly))


def _cells(office: OfficeRow, quarterly: bool) -> tuple[str, ...]:
    percent = office.percent_in_time
    cells = [office.name, str(office.datasets), str(office.documents)]
    cells += [str(office.updates)] if quarterly else []
    cells += ["—" if percent is None else str(percent)]
    cells += [str(office.refused)] if quarterly else []
    return (*cells, str(office.overdue))


# The quarter


def _quarter(report: Report, quarter: Quarter, changes: Changes) -> Iterator[Block]:
    yield Heading(f"Зміни за {quarter.title}")
    yield Paragraph(f"Набори даних: {changes.datasets.sentence}.")
    yield Paragraph(f"Документи: {changes.documents.sentence}.")
    if changes.datasets.new:
        yield Paragraph("Нові набори даних:")
        titles = map(report.title_of, changes.datasets.new)
        yield Bullets(tuple(sorted(titles, key=alphabetically)))
    if changes.datasets.withdrawn:
        yield Paragraph("Вилучені набори даних:")
        yield Bullets(tuple(sorted(_withdrawn(report, changes), key=alphabetically)))
    yield from _documents("Документи, що з’явилися за квартал", report, changes.appeared)
    yield from _documents("Вилучені документи", report, changes.disappeared)
    if single := tuple(_withdrawn_documents(changes)):
        yield Paragraph("Зокрема окремі документи:")
        yield Bullets(single)
    yield from _corrections(changes)
    yield from _consultations(changes)


def _withdrawn(report: Report, changes: Changes) -> Iterator[str]:
    """The dataset's title, with the ground and day of the person's act where one is known."""
    for name in changes.datasets.withdrawn:
        acts = [each.event for each in changes.withdrawals if each.event.dataset == name]
        yield report.title_of(name) + (_ground(acts[-1]) if acts else "")


def _withdrawn_documents(changes: Changes) -> Iterator[str]:
    """Documents a person took off one by one; those of a withdrawn dataset went with it."""
    gone = set(changes.documents.withdrawn)
    for each in changes.withdrawals:
        event = each.event
        if event.document in gone and event.dataset not in changes.datasets.withdrawn:
            yield f"{event.document}{_ground(event)}"


def _ground(act: Event) -> str:
    """« (11.05.2021, підстава: рішення сесії)»; nothing where no ground was given."""
    ground = act.data.get("ground")
    return f" ({day(act.at)}, підстава: {ground})" if ground else ""


def _documents(
    heading: str, report: Report, documents: Mapping[str, tuple[str, ...]]
) -> Iterator[Block]:
    if not documents:
        return
    yield Heading(heading)
    rows = tuple(
        (report.title_of(name), report.figures.description_of(name).office_name, str(len(found)))
        for name, found in documents.items()
    )
    rows = tuple(sorted(rows, key=lambda row: (-int(row[2]), alphabetically(row[0]))))
    total = ("Разом", "", str(sum(map(len, documents.values()))))
    yield Table(("Набір даних", "Підрозділ", "Документів"), rows, 2, total)


def _corrections(changes: Changes) -> Iterator[Block]:
    if changes.corrections:
        yield Heading("Виправлено в журналі")
        yield Bullets(tuple(map(_correction, changes.corrections)))


def _correction(recorded: Recorded) -> str:
    """When, of what, what is now told, and who said so why."""
    event = recorded.event
    told = f"{day(recorded.known_at)}, {event.document or event.dataset or 'місто'}: "
    return f"{told}{event.sentence} Підстава: {event.data['reason']} ({event.data['by']})."


def _consultations(changes: Changes) -> Iterator[Block]:
    if changes.consultations:
        yield Heading("Надані консультації")
        rows = tuple(
            (
                day(each.event.at),
                str(each.event.data.get("office_name", "")),
                str(each.event.data.get("topic", "")),
            )
            for each in changes.consultations
        )
        yield Table(("Дата", "Підрозділ", "Тема"), rows, 3)


# The ledger


def _head(report: Report) -> Iterator[Block]:
    figures = report.figures
    yield Heading("Джерело показників")
    yield Paragraph(f"За відомостями на {minute(figures.known_at)} (за київським часом).", True)
    yield Paragraph(f"Остання подія журналу: {figures.length}, хеш {figures.head}.", small=True)
    known = figures.known_at.isoformat()
    asked = f"pipeline report --portal {figures.portal} {_asked(report)}--known-at {known}"
    yield Paragraph(f"Відтворити: {asked}", small=True)


def _asked(report: Report) -> str:
    """The options of the command that gives this very report; none for one of its moment."""
    figures = report.figures
    if report.quarter:
        return f"--quarter {report.quarter.name} "
    if figures.as_of == figures.known_at + SMALLEST:
        return ""
    return f"--as-of {kyiv_day(figures.as_of).isoformat()} "
