"""What a run does, in its own process: the generators that `runs.py` calls there.

Each opens what it needs anew, so that nothing is shared with the daemon and nothing is left behind.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.clock import now
from pipeline.daemon.alarms import ALARM, Alarm, write_alarms
from pipeline.logs import FACTS, LogFormat, logged, set_up_log
from pipeline.model import Catalogue, Outcome
from pipeline.report.notices import notified_event
from pipeline.settings import Settings

log = logging.getLogger(__name__)

ACTOR = "daemon"
"""Who did it, in the ledger."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What every run is given: the settings, the catalogue in force, its own id, how to log."""

    settings: Settings
    catalogue: Catalogue
    run: str
    log: LogFormat


def update(errand: Errand, names: tuple[str, ...]) -> Iterator[Outcome]:
    """Update these datasets; the outcomes come as they end, and the offices are told."""
    from pipeline.desk import open_desk
    from pipeline.run import tell_offices, update_datasets

    set_up_log(errand.log, errand.run)
    catalogue = errand.catalogue
    datasets = tuple(catalogue.dataset(name) for name in names)
    outcomes = []
    with open_desk(errand.settings, catalogue, datasets) as desk:
        for outcome in logged(update_datasets(datasets, replace(desk, actor=ACTOR))):
            outcomes.append(outcome)
            yield outcome
        tell_offices(catalogue, outcomes, errand.settings.inbox, desk.now())


def send_digest(errand: Errand, troubles: tuple[str, ...]) -> Iterator[bool]:
    """Send the letters that are due; whether each went. `troubles` are the daemon's own."""
    from pipeline.mailing import prepare_letters, send_letters
    from pipeline.post import ApprisePost
    from pipeline.record.ledger import open_ledger

    set_up_log(errand.log, errand.run)
    settings = errand.settings
    if settings.mail_url is None:
        return
    post = ApprisePost(settings.mail_url, settings.notify_urls)
    with open_ledger(settings.ledger_url, now) as ledger:
        prepared = prepare_letters(errand.catalogue, ledger, settings.reports, now(), troubles)
        for sent in send_letters(prepared, post, ledger, now(), ACTOR):
            word = "надіслано" if sent.went else "не надіслано, наступного разу спробуємо знову"
            facts = {"to": sent.letter.to, "went": sent.went}
            log.info("%s: %s (%s)", sent.letter.to, sent.letter.subject, word, extra={FACTS: facts})
            yield sent.went


def send_alarms(errand: Errand, alarms: tuple[Alarm, ...]) -> Iterator[bool]:
    """Write to the open-data officer what needs a person; whether the letter went."""
    from pipeline.post import ApprisePost
    from pipeline.record.ledger import open_ledger

    set_up_log(errand.log, errand.run)
    settings, publisher = errand.settings, errand.catalogue.publisher
    if settings.mail_url is None:
        return
    post = ApprisePost(settings.mail_url, settings.notify_urls)
    letter = write_alarms(alarms, publisher.email, publisher.name)
    went = post.mail(letter)
    log.info("%s: %s", letter.to, letter.subject, extra={FACTS: {"to": letter.to, "went": went}})
    if went:
        with open_ledger(settings.ledger_url, now) as ledger:
            ledger.record(
                notified_event(letter.to, letter.subject, letter.state, ALARM, now(), ACTOR)
            )
        post.tell(letter)
    yield went


def tidy(errand: Errand) -> Iterator[str]:
    """Keep the house; what was removed, a line each."""
    from pipeline.housekeeping import keep_house
    from pipeline.housekeeping.words import lines_of
    from pipeline.record.ledger import open_ledger

    set_up_log(errand.log, errand.run)
    terms = errand.catalogue.retention
    with open_ledger(errand.settings.ledger_url, now) as ledger:
        tidied = keep_house(errand.settings, terms, ledger, now(), ACTOR)
    for line in lines_of(tidied, terms, dry_run=False):
        log.info("%s", line)
        yield line
