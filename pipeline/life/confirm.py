"""The office confirms that its data did not change: actual to this day, and no update.

The event is the whole of the word; portals show it because the publisher asks the ledger for it,
so that a portal that is down now shows it with the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.life.errors import NotPossible
from pipeline.model import Dataset, PortalOutcome
from pipeline.record.decisions import last_confirmed
from pipeline.record.event import Event, Kind
from pipeline.record.lock import dataset_lock
from pipeline.run import LOCK_SECONDS, Desk, publish
from pipeline.wording import KYIV, day


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What it came to; `portals` is empty where this period was confirmed before."""

    sentence: str
    portals: tuple[PortalOutcome, ...] = ()


def confirm(dataset: Dataset, by: str, desk: Desk) -> Confirmation:
    """Note that the data are actual, at most once a period of the dataset.

    NotPossible where nothing is published, or nothing more is expected.
    """
    if dataset.frequency == "no longer updated":
        raise NotPossible("Набір більше не оновлюється: підтверджувати нічого не треба.")
    with dataset_lock(desk.locks, dataset.name, LOCK_SECONDS):
        release = desk.archive.read_release(dataset.name)
        if release is None:
            raise NotPossible("Набір ще не опубліковано: підтверджувати нічого.")
        now = desk.now()
        period = period_of(dataset.frequency, now)
        last = last_confirmed(desk.ledger, dataset.name)
        if last and period_of(dataset.frequency, last) == period:
            return Confirmation(f"За цей період актуальність уже підтверджено {day(last)}.")
        desk.ledger.record(_event(dataset, by, period, now, desk))
        told = f"Підтверджено: дані актуальні на {day(now)}."
        return Confirmation(told, publish(dataset, release, desk))


def period_of(frequency: str, moment: datetime) -> str:
    """The period of the calendar, in Kyiv, within which one confirmation is enough.

    >>> period_of("once a quarter", datetime(2021, 7, 2, tzinfo=KYIV))
    '2021-Q3'
    """
    today: date = moment.astimezone(KYIV).date()
    year, week, _ = today.isocalendar()
    if frequency == "once a week":
        return f"{year}-W{week:02}"
    written = {
        "more than once a day": today.isoformat(),
        "once a day": today.isoformat(),
        "once a month": f"{today:%Y-%m}",
        "once a quarter": f"{today.year}-Q{(today.month + 2) // 3}",
        "once a half year": f"{today.year}-H{(today.month + 5) // 6}",
    }
    return written.get(frequency, str(today.year))


def _event(dataset: Dataset, by: str, period: str, now: datetime, desk: Desk) -> Event:
    return Event(
        kind=Kind.CONFIRMED,
        at=now,
        actor=desk.actor,
        sentence=f"{by} підтверджує: дані не змінилися ({period}).",
        dataset=dataset.name,
        data={"by": by, "period": period},
    )
