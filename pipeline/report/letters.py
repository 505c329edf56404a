"""Digests as letters: a subject, an HTML body that reads well as text too, and attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Table
from pipeline.report.compose import build_blocks
from pipeline.report.digest import SHOWN_FINDINGS, Digest, Held, Refused
from pipeline.report.freshness import Duty, Freshness, State
from pipeline.report.freshness_text import time_left, what_to_do
from pipeline.report.layout_html import render_template
from pipeline.report.quarterly import Report
from pipeline.report.timeliness import kyiv_day
from pipeline.wording import FINDING, STOPS, agree, count_of, day

MOST_ATTACHED = 10 * 1024 * 1024
"""Bytes of attachments in one letter: more is refused by many mail servers."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `state` is the hash of what it tells; `attachments` are for `to` alone."""

    to: str
    subject: str
    html: str
    state: str
    attachments: tuple[Path, ...] = ()


# To a responsible person


def write_digest(digest: Digest, publisher: str, head: str) -> Letter:
    """The letter to one person, about their datasets only; `head` names the ledger's last event."""
    subject = f"Відкриті дані: {', '.join(_counts(digest))}"
    attachments = tuple(_attached(digest.refused))
    blocks = tuple(_digest_blocks(digest, attachments, head))
    return Letter(
        digest.to, subject, render_letter(subject, publisher, blocks), digest.state, attachments
    )


def _counts(digest: Digest) -> Iterator[str]:
    overdue = sum(duty.state is State.OVERDUE for duty in digest.duties)
    due = len(digest.duties) - overdue
    if overdue:
        yield f"прострочено {overdue}"
    if digest.refused:
        yield f"не прийнято {len(digest.refused)}"
    if digest.held:
        yield f"чекає на підтвердження {len(digest.held)}"
    if due:
        yield f"час оновити {due}"


def _digest_blocks(digest: Digest, attachments: Sequence[Path], head: str) -> Iterator[Block]:
    yield Paragraph("Доброго дня! Нижче лише ваші набори даних, які потребують уваги.")
    for state, heading in ((State.OVERDUE, "Прострочено"), (State.DUE, "Час оновити")):
        duties = [duty for duty in digest.duties if duty.state is state]
        if duties:
            yield Heading(f"{heading}: {len(duties)}")
            yield Bullets(tuple(_duty(duty) for duty in duties))
    if digest.refused:
        yield Heading(f"Не прийнято: {len(digest.refused)}")
        for refused in digest.refused:
            yield from _refused(refused, attachments)
    if digest.held:
        yield Heading(f"Чекає на підтвердження: {len(digest.held)}")
        for held in digest.held:
            yield from _held(held)
    if digest.published:
        yield Heading(f"Опубліковано: {len(digest.published)}")
        yield Bullets(tuple(f"{title}: {url}" for title, url in digest.published))
    yield Paragraph("Виправлений файл покладіть у ту саму теку: програма забере його сама.")
    yield Paragraph(head, small=True)


def _duty(duty: Duty) -> str:
    title = duty.description.title or duty.dataset
    return f"{title}: {what_to_do(duty)}, останній день {day(duty.due_on)} ({time_left(duty)})"


def _refused(refused: Refused, attachments: Sequence[Path]) -> Iterator[Block]:
    blocking = refused.blocked.blocking
    told = f"{refused.title} ({refused.blocked.document}): "
    told += f"{count_of(blocking, FINDING)} {agree(blocking, STOPS)} публікацію."
    if refused.duty:
        until, left = day(refused.duty.due_on), time_left(refused.duty)
        told += f" Зміни оприлюднюють за три робочі дні, тобто до {until} ({left})."
    yield Paragraph(told)
    rest = blocking - len(refused.findings)
    more = (f"… і ще {rest}",) if refused.findings and rest > 0 else ()
    if refused.findings:
        yield Bullets((*refused.findings[:SHOWN_FINDINGS], *more))
    if refused.workbook and refused.workbook in attachments:
        which = f" № {attachments.index(refused.workbook) + 1}" if len(attachments) > 1 else ""
        yield Paragraph(f"Файл із позначеними клітинками — у вкладенні{which}.")


def _held(held: Held) -> Iterator[Block]:
    duty = held.duty
    title = duty.description.title or duty.dataset
    until = f"до {day(duty.due_on)} ({time_left(duty)})"
    yield Paragraph(
        f"{title} ({duty.document}): файл від {day(duty.since)} незвичний, тож його ще не "
        f"опубліковано. Зміни оприлюднюють за три робочі дні, тобто {until}."
    )
    if held.findings:
        yield Bullets(held.findings)
    yield Paragraph(
        "Якщо файл повний і правильний — повідомте адміністратора відкритих даних, він це "
        "підтвердить; якщо ні — покладіть правильний."
    )


def _attached(refused: Sequence[Refused]) -> Iterator[Path]:
    """The workbooks in order, as long as they fit."""
    room = MOST_ATTACHED
    for each in refused:
        if each.workbook and each.workbook.stat().st_size <= room:
            room -= each.workbook.stat().st_size
            yield each.workbook


# To the open-data officer


def write_summary(
    report: Report,
    freshness: Freshness,
    troubles: Sequence[str],
    to: str,
    publisher: str,
    now: datetime,
) -> Letter:
    """The week in one letter: the figures of this moment, and what waits in which office.

    `troubles` are sentences about the daemon: when it was silent, what it cannot do.
    """
    year, week, _ = kyiv_day(now).isocalendar()
    subject = f"Відкриті дані: підсумок тижня {week} {year} року"
    whole = [_without_columns(block) for block in build_blocks(report, publisher)[1:]]
    blocks = (*whole[:1], *_troubles(troubles), *_waiting(freshness), *whole[1:])
    return Letter(to, subject, render_letter(subject, publisher, blocks), state_of_week(now))


def state_of_week(now: datetime) -> str:
    """One summary a week of the calendar in Kyiv."""
    year, week, _ = kyiv_day(now).isocalendar()
    return f"{year}-W{week:02}"


def _troubles(troubles: Sequence[str]) -> Iterator[Block]:
    if troubles:
        yield Heading("Як працювала програма")
        yield Bullets(tuple(troubles))


def _waiting(freshness: Freshness) -> Iterator[Block]:
    duties = [duty for duty in freshness.duties if duty.state is not State.PAUSED]
    if not duties:
        yield Paragraph("Усі строки дотримано, нічого не чекає.")
        return
    yield Heading(f"Чекає на підрозділи: {len(duties)}")
    yield Bullets(tuple(f"{duty.description.office_name}: {_duty(duty)}" for duty in duties))


def _without_columns(block: Block) -> Block:
    """A table as a list: the text part of a letter has no columns."""
    if not isinstance(block, Table):
        return block
    heads = [head.lower() for head in block.heads[1:]]
    rows = [*block.rows, *([block.total] if block.total else [])]
    told = (zip(heads, row[1:], strict=True) for row in rows)
    lines = (", ".join(_counted(head, cell) for head, cell in cells) for cells in told)
    return Bullets(tuple(f"{row[0]}: {line}" for row, line in zip(rows, lines, strict=True)))


def _counted(head: str, cell: str) -> str:
    """«документи 3»; «вчасно 98 %» from a column whose head names the unit."""
    name, _, unit = head.partition(", ")
    return f"{name} {cell} {unit}" if unit and cell.isdecimal() else f"{name} {cell}"


def render_letter(title: str, publisher: str, blocks: Sequence[Block]) -> str:
    """The HTML of a letter, which reads well as text too."""
    marked = [(type(block).__name__.lower(), block) for block in blocks]
    return render_template("letter.html", title=title, publisher=publisher, blocks=marked)
