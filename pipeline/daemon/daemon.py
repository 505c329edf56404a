"""The daemon: what runs when, and what is done when anything else happens.

APScheduler holds the rhythms, in memory, from `schedules/`; loops beside it (`process.py`) look for
edits, dropped files and whatever was missed. Each loop counts monotonic time in a thread of its
own, so that neither a share that hangs nor a clock that jumps stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.daemon.alarms import Alarm, alarms_of, is_to_be_told, kept_alarm, troubles_of
from pipeline.daemon.catch_up import Why, list_owed
from pipeline.daemon.errands import send_alarms, send_digest, tidy
from pipeline.daemon.health import Health, build_health
from pipeline.daemon.timetable import Prints, Timetable, read_prints, read_timetable
from pipeline.daemon.watch import Watch
from pipeline.daemon.work import Claim, Work
from pipeline.gather.unclaimed import folders_of
from pipeline.logs import FACTS
from pipeline.publish.ckan import USER_AGENT
from pipeline.publish.probe import is_answering
from pipeline.record.checks import read_checks
from pipeline.record.ledger import Ledger
from pipeline.schedule import build_trigger
from pipeline.settings import Settings
from pipeline.supervisor import status, tell_supervisor

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

log = logging.getLogger(__name__)

DIGEST_TIME = {"hour": 9, "minute": 0}
"""Letters go out in the morning, Kyiv time."""
HOUSE_TIME = {"hour": 4, "minute": 30}
"""The house is kept at night, after the hour in which the clocks change."""
FILES_MINUTES = 60
"""How long a run over a dataset without a schedule may take."""
RHYTHM = "rhythm"
"""The name of jobs that come from `schedules/`."""
TITLES = {
    Why.NEW: "нові набори",
    Why.MISSED: "пропущене",
    Why.FAILED: "повторна спроба",
}


@dataclass(slots=True)
class Daemon:
    """What the threads share; its methods are the jobs, and the turns of the loops.

    `looked_at`: when the drop folders were last seen. `portals`: since when each does not answer.
    `alarmed`: what the log was told of already.
    """

    settings: Settings
    ledger: Ledger
    scheduler: BaseScheduler
    work: Work
    now: Callable[[], datetime]
    timetable: Timetable
    prints: Prints
    watch: Watch
    looked_at: datetime | None = None
    portals: dict[str, datetime | None] = field(default_factory=dict)
    alarmed: set[str] = field(default_factory=set)

    # The rhythms

    def set_jobs(self) -> None:
        """Give the scheduler the rhythms in force, and take from it those that are no more."""
        wanted = {schedule.file: schedule for schedule in self.timetable.schedules}
        for job in self.scheduler.get_jobs():
            if job.name == RHYTHM and job.id not in wanted:
                job.remove()
        for file, schedule in wanted.items():
            self.scheduler.add_job(
                self.run_schedule,
                build_trigger(schedule),
                args=(file,),
                id=file,
                name=RHYTHM,
                replace_existing=True,
            )
        for name, job, at in (
            ("digest", self.send_letters, DIGEST_TIME),
            ("house", self.keep_house, HOUSE_TIME),
        ):
            self.scheduler.add_job(job, "cron", **at, id=name, replace_existing=True)

    def run_schedule(self, file: str) -> None:
        """A rhythm has come round."""
        timetable = self.timetable
        for schedule in timetable.schedules:
            if schedule.file == file:
                names = [dataset.name for dataset in timetable.datasets_of(schedule)]
                if claim := self.work.claim(schedule.title, names):
                    self.work.update(claim, timetable, schedule.timeout)

    def send_letters(self) -> None:
        """Tell persons what waits for them."""
        if self.settings.mail_url is not None:
            self.work.run_errand(send_digest, self.timetable, troubles_of(self.health()))

    def keep_house(self) -> None:
        """Remove what is too old to be kept."""
        self.work.run_errand(tidy, self.timetable)

    # What was missed

    def catch_up(self) -> None:
        """Begin a run over what the ledger says was missed or failed, each kind apart."""
        with self.ledger.reading() as connection:
            checks = read_checks(connection)
        owed = list_owed(self.timetable, checks, self.now())
        for why, group in groupby(owed, lambda one: one.why):
            self._begin(self.work.claim(TITLES[why], (one.dataset for one in group)))

    def _begin(self, claim: Claim | None) -> None:
        """Hand a run to the scheduler's threads, for now."""
        if claim is not None:
            minutes = max(self._minutes_of(name) for name in claim.names)
            self.scheduler.add_job(
                self.work.update, args=(claim, self.timetable, minutes), misfire_grace_time=None
            )

    def _minutes_of(self, name: str) -> float:
        schedule = self.timetable.schedule_of(self.timetable.catalogue.dataset(name))
        return schedule.timeout if schedule else FILES_MINUTES

    # What lies in the drop folders

    def look(self) -> None:
        """Begin a run over every folder whose files changed and now stand still."""
        catalogue = self.timetable.catalogue
        for folder in self.watch.ripe_folders(folders_of(catalogue.datasets)):
            names = [one.name for one in catalogue.datasets if folder in folders_of([one])]
            if claim := self.work.claim(f"нові файли, тека {folder}", names, whole=True):
                self.watch.take(folder)
                self._begin(claim)
        self.looked_at = self.now()

    # Edits

    def look_for_edits(self, *, asked: bool = False) -> None:
        """Take edits of catalogue and schedules into force; a broken one is said and waits."""
        prints = read_prints(self.settings)
        if prints == self.prints and not asked:
            return
        self.prints = prints
        self.timetable = read_timetable(self.settings, self.now(), self.timetable)
        self.set_jobs()
        spoilt = ", крім зіпсованого." if self.timetable.kept else "."
        log.info("Каталог і розклади перечитано%s", spoilt)
        self._say(kept_alarm(sentence) for sentence in self.timetable.kept)
        self.catch_up()

    # Portals

    def probe(self) -> None:
        """See which portals answer, for whoever asks how things stand."""
        catalogue, agent = self.timetable.catalogue, self.settings.user_agent or USER_AGENT
        used = {name for dataset in catalogue.datasets for name in dataset.portals}
        found: dict[str, datetime | None] = {}
        for name in sorted(used):
            answers = is_answering(catalogue.portals[name], agent)
            found[name] = None if answers else self.portals.get(name) or self.now()
        self.portals = found

    # Alarms

    def health(self) -> Health:
        """How everything stands now."""
        return build_health(self.ledger, self.timetable, self.settings, self.now())

    def heed_alarms(self) -> None:
        """Say what needs a person, once: in the log and, where there is a post, in a letter."""
        alarms = alarms_of(self.health())
        self._say(alarms)
        kept = map(kept_alarm, self.timetable.kept)
        self.alarmed = {alarm.about for alarm in (*alarms, *kept)}
        if alarms and self.settings.mail_url is not None and is_to_be_told(alarms, self.ledger):
            self.work.run_errand(send_alarms, self.timetable, alarms)
        tell_supervisor(self.settings.environment, status(_summary(alarms)))

    def _say(self, alarms: Iterable[Alarm]) -> None:
        for alarm in alarms:
            if alarm.about not in self.alarmed:
                log.error("%s", alarm.sentence, extra={FACTS: {"alarm": alarm.about}})
                self.alarmed.add(alarm.about)


def _summary(alarms: Sequence[Alarm]) -> str:
    """The alarms in one line, for `systemctl status`."""
    return " ".join(alarm.sentence for alarm in alarms) or "Тривог немає."
