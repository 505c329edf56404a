"""What of the daemon's state needs a person: sentences for status, log, letters and monitors.

The same alarm is told once. What it is about holds since when it lasts, so that one that ended and
came again is told again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.daemon.health import SILENCE, Health
from pipeline.record.heartbeat import Heartbeat
from pipeline.record.ledger import Ledger
from pipeline.report.blocks import Bullets, Paragraph
from pipeline.report.letters import Letter, render_letter
from pipeline.report.notices import read_notices
from pipeline.wording import Noun, count_of, day, minute

ALARM = "alarm"
"""The channel by which the ledger remembers such letters."""
DOWN = timedelta(minutes=10)
"""A portal that restarts is back sooner."""

_TIMES = Noun("раз", "рази", "разів")
_ALARM = Noun("тривога", "тривоги", "тривог")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing a person must act on; `about` stays the same as long as it lasts."""

    about: str
    sentence: str


def alarms_of(health: Health) -> tuple[Alarm, ...]:
    """All of them; empty where all is well."""
    return tuple(_alarms(health))


def _alarms(health: Health) -> Iterator[Alarm]:
    if health.shortage:
        yield Alarm(f"disk {day(health.at)}", health.shortage)
    yield from _silence(health)
    for one in health.failing:
        if one.failures > one.tolerated:
            many = f"{count_of(one.failures, _TIMES)} поспіль, уперше " if one.failures > 1 else ""
            yield Alarm(
                f"failing {one.dataset} {one.since.isoformat()}",
                f"Набір «{one.dataset}» не вдалося оновити {many}{minute(one.since)}; причину "
                "показує pipeline status.",
            )
    for late in health.late:
        yield Alarm(
            f"late {late.dataset} {late.since.isoformat()}",
            f"Набір «{late.dataset}» не перевірено у свій час, {minute(late.since)}.",
        )
    if health.beat is not None and not health.beat.stopped:
        yield from _alarms_of_daemon(health.beat, health.at)


def _silence(health: Health) -> Iterator[Alarm]:
    if health.beat is None or health.silent_since is None:
        return
    how = "зупинено" if health.beat.stopped else "не подає знаку життя"
    what = "Програму" if health.beat.stopped else "Програма"
    yield Alarm(
        f"silent {health.silent_since.isoformat()}",
        f"{what} (pipeline daemon) {how} з {minute(health.silent_since)}: нічого не збирається й "
        "не публікується. Запустіть її знову.",
    )


def _alarms_of_daemon(beat: Heartbeat, at: datetime) -> Iterator[Alarm]:
    for portal, since in sorted(beat.portals.items()):
        if since is not None and at - since >= DOWN:
            yield Alarm(
                f"portal {portal} {since.isoformat()}",
                f"Портал «{portal}» не відповідає з {minute(since)}: перевірте, чи він працює.",
            )
    looked_at = beat.looked_at
    if looked_at is not None and at - looked_at > SILENCE:
        yield Alarm(
            f"inbox {looked_at.isoformat()}",
            f"Теки надходжень не відповідають з {minute(looked_at)}: перевірте мережеву теку.",
        )
    yield from map(kept_alarm, beat.kept)


def kept_alarm(sentence: str) -> Alarm:
    """A newer description or schedule is not in force, for the reason that the sentence says."""
    return Alarm(f"kept {sentence}", f"Змін не взято, діє те, що було: {sentence}")


def troubles_of(health: Health) -> tuple[str, ...]:
    """For the summary of a week: the alarms of this moment, and when nobody worked."""
    silences = (silence.event.sentence for silence in health.silences)
    return (*(alarm.sentence for alarm in alarms_of(health)), *silences)


# The letter


def is_to_be_told(alarms: Sequence[Alarm], ledger: Ledger) -> bool:
    """Whether the last letter of this sort told something else."""
    told = read_notices(ledger, ALARM).values()
    last = max(told, key=lambda notice: notice.at, default=None)
    return last is None or last.state != state_of(alarms)


def state_of(alarms: Sequence[Alarm]) -> str:
    """A hash of what they are about."""
    about = "\n".join(sorted(alarm.about for alarm in alarms))
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def write_alarms(alarms: Sequence[Alarm], to: str, publisher: str) -> Letter:
    """The letter to the open-data officer, who tells the administrator."""
    subject = f"Відкриті дані: {count_of(len(alarms), _ALARM)}"
    blocks = (
        Paragraph("Програма, яка публікує відкриті дані, потребує людини:"),
        Bullets(tuple(alarm.sentence for alarm in alarms)),
        Paragraph("Докладніше — pipeline status і pipeline doctor на сервері."),
    )
    return Letter(to, subject, render_letter(subject, publisher, blocks), state_of(alarms))
