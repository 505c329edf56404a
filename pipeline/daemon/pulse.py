"""The daemon's pulse: a sign of life every half minute, and what its absence or haste tells.

A gap since the last sign means that nobody worked (the machine was off, asleep, or the daemon was
stopped); wall clock and monotonic clock apart mean that somebody set the clock.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline import __version__
from pipeline.daemon.daemon import Daemon
from pipeline.daemon.errands import ACTOR
from pipeline.daemon.health import SILENCE
from pipeline.daemon.sole import own_name
from pipeline.record.event import JSON, Event, Kind
from pipeline.record.heartbeat import Heartbeat, read_heartbeat, record_heartbeat
from pipeline.supervisor import ALIVE, tell_supervisor
from pipeline.wording import minute

log = logging.getLogger(__name__)

JUMP = timedelta(minutes=1)
"""Clocks that part by more than this within one beat did not merely drift."""
STANDSTILL = 300.0
"""Seconds without a beat after which the daemon no longer calls itself alive."""
SCHEDULER = "APScheduler"
"""The name of the thread in which a BackgroundScheduler looks what is due."""


@dataclass(slots=True)
class Pulse:
    """The beats of one daemon; `monotonic` counts seconds that nobody can set."""

    daemon: Daemon
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    stop: threading.Event
    _started_at: datetime = field(init=False)
    _last: tuple[datetime, float] = field(init=False)

    def __post_init__(self) -> None:
        self._started_at = self.now()
        self._last = (self._started_at, self.monotonic())

    def start(self) -> None:
        """Say that the daemon works, and for how long none did."""
        ledger, at = self.daemon.ledger, self.now()
        before = read_heartbeat(ledger)
        if before is not None and at - before.beat_at > SILENCE:
            ledger.record(silent_event(before.beat_at, at, stopped=before.stopped))
            log.warning("%s", silent_sentence(before.beat_at, at, stopped=before.stopped))
        record_heartbeat(ledger, self._heartbeat(at))
        host, pid = own_name()
        sentence = f"Програма почала роботу: процес {pid} на «{host}», версія {__version__}."
        facts: dict[str, JSON] = {"host": host, "pid": pid, "version": __version__}
        ledger.record(Event(Kind.DAEMON_STARTED, at, ACTOR, sentence, data=facts))
        log.info("%s", sentence)

    def beat(self) -> None:
        """One sign of life; where time went otherwise than it should, what was missed is sought."""
        at, counted = self.now(), self.monotonic()
        was_at, was_counted = self._last
        self._last = (at, counted)
        if self._is_displaced(was_at):
            log.error("На цьому журналі працює інша програма pipeline daemon: зупиняємося.")
            self.stop.set()
            return
        record_heartbeat(self.daemon.ledger, self._heartbeat(at))
        jump = (at - was_at) - timedelta(seconds=counted - was_counted)
        if abs(jump) > JUMP:
            self._heed_jump(was_at, at)

    def show_life(self) -> None:
        """Tell systemd that we live, unless beats stand still or the scheduler's thread is gone.

        A share that hangs is no reason: a new process would hang on it as well.
        """
        scheduler = any(thread.name == SCHEDULER for thread in threading.enumerate())
        if scheduler and self.monotonic() - self._last[1] < STANDSTILL:
            tell_supervisor(self.daemon.settings.environment, ALIVE)

    def end(self) -> None:
        """Say that the daemon ended by itself."""
        at = self.now()
        host, pid = own_name()
        record_heartbeat(self.daemon.ledger, replace(self._heartbeat(at), stopped=True))
        sentence = f"Програму зупинено: процес {pid} на «{host}»."
        facts: dict[str, JSON] = {"host": host, "pid": pid, "reason": "signal"}
        self.daemon.ledger.record(Event(Kind.DAEMON_STOPPED, at, ACTOR, sentence, data=facts))

    def _is_displaced(self, last_beat: datetime) -> bool:
        """Whether another daemon beats here since: the server's lock was lost with a connection."""
        beat = read_heartbeat(self.daemon.ledger)
        return (
            beat is not None
            and (beat.host, beat.pid) != own_name()
            and beat.beat_at > last_beat
            and not beat.stopped
        )

    def _heed_jump(self, was_at: datetime, at: datetime) -> None:
        """Give the scheduler its rhythms anew: it counts from the time it believed in."""
        log.warning("Годинник перейшов із %s на %s.", minute(was_at), minute(at))
        if at - was_at > SILENCE:
            self.daemon.ledger.record(silent_event(was_at, at, stopped=False))
        self.daemon.set_jobs()
        self.daemon.catch_up()

    def _heartbeat(self, at: datetime) -> Heartbeat:
        host, pid = own_name()
        daemon = self.daemon
        return Heartbeat(
            host=host,
            pid=pid,
            version=__version__,
            started_at=self._started_at,
            beat_at=at,
            read_at=daemon.timetable.read_at,
            looked_at=daemon.looked_at,
            kept=daemon.timetable.kept,
            running=daemon.work.running(),
            portals=dict(daemon.portals),
        )


def silent_event(since: datetime, until: datetime, *, stopped: bool) -> Event:
    """That nobody worked between the two moments, noticed at the second."""
    return Event(
        Kind.DAEMON_SILENT,
        until,
        ACTOR,
        silent_sentence(since, until, stopped=stopped),
        data={"since": since.isoformat(), "until": until.isoformat()},
    )


def silent_sentence(since: datetime, until: datetime, *, stopped: bool) -> str:
    """The same for a person."""
    how = "було зупинено" if stopped else "не працювала"
    what = "Програму" if stopped else "Програма"
    return (
        f"{what} {how} з {minute(since)} до {minute(until)}; пропущене за цей час "
        "перевіряється тепер."
    )
