"""A consultation given to an office, as an event: the quarterly report counts them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from difflib import get_close_matches

from pipeline.model import Catalogue, Office
from pipeline.record.event import Event, Kind
from pipeline.report.period import instant_of
from pipeline.wording import day

NOON = timedelta(hours=12)


class ConsultationError(ValueError):
    """A consultation that cannot be logged as told: a sentence."""


def find_office(catalogue: Catalogue, text: str) -> Office:
    """The office of that key or name, whatever the case; ConsultationError naming the nearest."""
    wanted = text.strip().casefold()
    known = {office.key.casefold(): office for office in catalogue.offices.values()}
    known |= {office.name.casefold(): office for office in catalogue.offices.values()}
    if wanted in known:
        return known[wanted]
    close = get_close_matches(wanted, known, n=1)
    keys = ", ".join(sorted(catalogue.offices))
    near = known[close[0]] if close else None
    hint = f" Можливо, «{near.key}» ({near.name})?" if near else f" Відомі: {keys}."
    raise ConsultationError(f"Немає підрозділу «{text.strip()}».{hint}")


def build_consultation(
    office: Office, topic: str, on: date | None, now: datetime, actor: str
) -> Event:
    """The event; without a date it was given just now, with one at noon of that day in Kyiv.

    ConsultationError for an empty topic or a day that has not come.
    """
    told = " ".join(topic.split())
    if not told:
        raise ConsultationError("Тема консультації порожня: напишіть, про що питали.")
    at = instant_of(on) + NOON if on else now
    if on and instant_of(on) > now:
        raise ConsultationError(f"День {day(at)} ще не настав.")
    at = min(at, now)
    return Event(
        kind=Kind.CONSULTATION,
        at=at,
        actor=actor,
        sentence=f"Консультація: {office.name} — «{told}», {day(at)}.",
        data={"office": office.key, "office_name": office.name, "topic": told},
    )
