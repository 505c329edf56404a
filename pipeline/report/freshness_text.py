"""The duties on paper and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.report.blocks import Block, Heading, Paragraph, Table
from pipeline.report.freshness import Duty, Freshness, State
from pipeline.report.terms_table import LABELS
from pipeline.report.words import NO_OFFICE
from pipeline.resolution835.workdays import MARTIAL_LAW_NOTE
from pipeline.wording import DAY, agree, day, minute

HEADINGS = {
    State.OVERDUE: "Прострочено",
    State.DUE: "Термін наближається",
    State.PAUSED: "Призупинено",
}
HEADS = ("Набір даних", "Підрозділ", "Що зробити", "Останній день", "Лишилося")


def build_freshness_blocks(freshness: Freshness) -> tuple[Block, ...]:
    """One table a state; one sentence where nothing is to be done."""
    return tuple(_blocks(freshness))


def render_freshness_json(freshness: Freshness) -> str:
    """Every duty as one JSON object; days as ISO dates, instants as ISO times in UTC."""
    value = {
        "portal": freshness.portal,
        "at": freshness.at.isoformat(),
        "duties": [_value_of(duty) for duty in freshness.duties],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def what_to_do(duty: Duty) -> str:
    """The duty in words: which update, by which of the two terms."""
    if duty.held:
        return f"підтвердити «{duty.document}» (pipeline accept), чекає з {day(duty.since)}"
    if duty.document:
        return f"виправити «{duty.document}», не прийнято {day(duty.since)}"
    period = LABELS.get(duty.description.frequency, duty.description.frequency)
    return f"оновити: {period.lower()}, востаннє {day(duty.since)}"


def time_left(duty: Duty) -> str:
    """«3 дні», «сьогодні», «прострочено на 5 днів»."""
    if duty.paused_until:
        return f"до {day(duty.paused_until)}"
    if duty.days < 0:
        return f"прострочено на {-duty.days} {agree(-duty.days, DAY)}"
    return f"{duty.days} {agree(duty.days, DAY)}" if duty.days else "сьогодні"


def _blocks(freshness: Freshness) -> Iterator[Block]:
    if not freshness.duties:
        yield Paragraph(f"Усе вчасно: станом на {minute(freshness.at)} строки не спливають.")
        return
    for state, heading in HEADINGS.items():
        duties = [duty for duty in freshness.duties if duty.state is state]
        if duties:
            yield Heading(f"{heading}: {len(duties)}")
            yield Table(HEADS, tuple(_row(duty) for duty in duties), len(HEADS))
    if freshness.by_martial_law:
        yield Paragraph(MARTIAL_LAW_NOTE, small=True)


def _row(duty: Duty) -> tuple[str, ...]:
    return (
        duty.description.title or duty.dataset,
        duty.description.office_name or NO_OFFICE,
        what_to_do(duty),
        day(duty.due_on),
        time_left(duty),
    )


def _value_of(duty: Duty) -> dict[str, object]:
    return {
        "dataset": duty.dataset,
        "title": duty.description.title,
        "office": duty.description.office,
        "state": duty.state.value,
        "document": duty.document,
        "held": duty.held,
        "since": duty.since.isoformat(),
        "due_on": duty.due_on.isoformat(),
        "days": duty.days,
        "paused_until": duty.paused_until.isoformat() if duty.paused_until else None,
    }
