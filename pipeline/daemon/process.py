"""The daemon as a process: what it opens, which loops it keeps, which signals it heeds."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from pipeline.daemon.daemon import Daemon
from pipeline.daemon.endpoint import answering_endpoint
from pipeline.daemon.metrics import DaemonMetrics
from pipeline.daemon.pulse import Pulse
from pipeline.daemon.sole import sole_daemon
from pipeline.daemon.timetable import read_prints, read_timetable
from pipeline.daemon.watch import Watch
from pipeline.daemon.work import Work
from pipeline.desk import make_own_inbox
from pipeline.logs import LogFormat
from pipeline.record.ledger import LedgerError, open_ledger
from pipeline.settings import Settings
from pipeline.supervisor import READY, STOPPING, tell_supervisor
from pipeline.wording import KYIV

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)

BEAT, EDITS, LOOK, ALARMS, CATCH_UP, PROBE = 30.0, 15.0, 15.0, 60.0, 300.0, 300.0
"""Seconds between two turns of each loop; two looks alike are needed to take a file."""
RUNS_AT_ONCE = 3
MISFIRE_SECONDS = 12 * 3600
"""A firing is still run so long after its time; APScheduler's own default is one second."""


def run_daemon(
    settings: Settings, log_format: LogFormat, health_port: int, now: Callable[[], datetime]
) -> None:
    """Run until SIGTERM or SIGINT; SIGHUP reads catalogue and schedules anew.

    LockHeld where another daemon works with the folder or the ledger, CatalogueError where there is
    no catalogue, CannotListen where the port is taken.
    """
    stop, reread = threading.Event(), threading.Event()
    with ExitStack() as stack:
        ledger = stack.enter_context(open_ledger(settings.ledger_url, now))
        stack.enter_context(sole_daemon(settings.var, ledger))
        work = Work(settings, ledger, now, log_format, stop)
        scheduler = build_scheduler()
        daemon = Daemon(
            settings=settings,
            ledger=ledger,
            scheduler=scheduler,
            work=work,
            now=now,
            timetable=read_timetable(settings, now()),
            prints=read_prints(settings),
            watch=Watch(settings.inbox),
        )
        make_own_inbox(settings, daemon.timetable.catalogue)
        pulse = Pulse(daemon, now, time.monotonic, stop)

        metrics = DaemonMetrics(daemon.health, work.ended, settings.var)
        stack.enter_context(answering_endpoint(health_port, daemon.health, metrics))
        stack.enter_context(_heeding_signals(stop, reread))
        pulse.start()
        daemon.set_jobs()
        scheduler.start()
        _guarded("supervisor", partial(tell_supervisor, settings.environment, READY))
        _keep(daemon, pulse, stop, reread)
        _guarded("supervisor", partial(tell_supervisor, settings.environment, STOPPING))
        log.info("Зупиняємося: поточні кроки завершуються.")
        scheduler.shutdown(wait=True)
        pulse.end()
    log.info("Зупинено.")


def build_scheduler() -> BackgroundScheduler:
    """APScheduler 3 as this product needs it: jobs in memory, Kyiv time, late firings run once."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    return BackgroundScheduler(
        timezone=KYIV,
        executors={"default": ThreadPoolExecutor(RUNS_AT_ONCE)},
        job_defaults={"coalesce": True, "misfire_grace_time": MISFIRE_SECONDS, "max_instances": 1},
    )


def _keep(daemon: Daemon, pulse: Pulse, stop: threading.Event, reread: threading.Event) -> None:
    """Keep the loops going until somebody asks to stop."""
    _loop("beat", BEAT, pulse.beat, stop)
    _loop("life", BEAT, pulse.show_life, stop)
    _loop("look", LOOK, daemon.look, stop)
    _loop("catch-up", CATCH_UP, daemon.catch_up, stop, at_once=True)
    _loop("probe", PROBE, daemon.probe, stop, at_once=True)
    _loop("alarms", ALARMS, daemon.heed_alarms, stop)
    while not stop.is_set():
        asked = reread.wait(EDITS)
        reread.clear()
        if not stop.is_set():
            _guarded("edits", partial(daemon.look_for_edits, asked=asked))


def _loop(
    name: str,
    seconds: float,
    turn: Callable[[], None],
    stop: threading.Event,
    *,
    at_once: bool = False,
) -> None:
    """Take a turn every so many seconds in a thread that ends with the process."""

    def turns() -> None:
        if at_once:
            _guarded(name, turn)
        while not stop.wait(seconds):
            _guarded(name, turn)

    threading.Thread(target=turns, name=name, daemon=True).start()


def _guarded(name: str, turn: Callable[[], None]) -> None:
    """A turn that breaks is told, and the next one comes all the same."""
    try:
        turn()
    except (LedgerError, OSError) as error:
        log.error("%s", error)
    except Exception:  # the boundary of a loop: it outlives whatever happens in one turn
        log.exception("Непередбачена помилка (%s)", name)


@contextmanager
def _heeding_signals(stop: threading.Event, reread: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT stop the daemon, SIGHUP has it read its folders anew."""

    def end(_number: int, _frame: object) -> None:
        stop.set()
        reread.set()

    def look(_number: int, _frame: object) -> None:
        reread.set()

    wanted = {signal.SIGTERM: end, signal.SIGINT: end, signal.SIGHUP: look}
    former = {number: signal.signal(number, heed) for number, heed in wanted.items()}
    try:
        yield
    finally:
        for number, heed in former.items():
            signal.signal(number, heed)
