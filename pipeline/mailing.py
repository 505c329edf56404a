"""The round of the post: who is to hear what, sent, and written down.

A letter that did not go is simply not written down, so that the next round sends it. Nothing here
stops or delays a publication: the round is a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.model import Catalogue
from pipeline.post import Post
from pipeline.record.ledger import Ledger
from pipeline.report.digest import build_digests, is_to_be_sent
from pipeline.report.freshness import build_freshness
from pipeline.report.letters import Letter, state_of_week, write_digest, write_summary
from pipeline.report.notices import notified_event, read_notices
from pipeline.report.quarterly import build_report
from pipeline.report.status import build_status

DIGEST, SUMMARY = "digest", "summary"
"""What a person is sent of their own datasets, and the officer's week: remembered apart."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter to be sent, and of which sort it is (`channel`)."""

    letter: Letter
    channel: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter, and whether it went."""

    letter: Letter
    went: bool


def prepare_letters(
    catalogue: Catalogue,
    ledger: Ledger,
    reports: Path,
    now: datetime,
    troubles: Sequence[str],
) -> tuple[Prepared, ...]:
    """Every letter that is due now: nothing told twice, nothing too soon, nothing of nothing.

    `troubles` are what the officer should know of the daemon, a sentence each.
    """
    return tuple(_prepare(catalogue, ledger, reports, now, troubles))


def _prepare(
    catalogue: Catalogue,
    ledger: Ledger,
    reports: Path,
    now: datetime,
    troubles: Sequence[str],
) -> Iterator[Prepared]:
    portal = catalogue.report_portal
    last_digests = read_notices(ledger, DIGEST)
    status, freshness = build_status(ledger, portal), build_freshness(ledger, portal)
    figures = status.figures
    head = f"Остання подія журналу: {figures.length}, хеш {figures.head}."
    for digest in build_digests(catalogue, status, freshness, last_digests, reports):
        if is_to_be_sent(digest, last_digests.get(digest.to), now):
            yield Prepared(write_digest(digest, catalogue.publisher.name, head), DIGEST)
    officer = catalogue.publisher.email
    last = read_notices(ledger, SUMMARY).get(officer)
    if figures.length and (last is None or last.state != state_of_week(now)):
        report = build_report(ledger, portal)
        name = catalogue.publisher.name
        yield Prepared(write_summary(report, freshness, troubles, officer, name, now), SUMMARY)


def send_letters(
    prepared: tuple[Prepared, ...], post: Post, ledger: Ledger, now: datetime, actor: str
) -> Iterator[Sent]:
    """Send one after another; what went is written down at once.

    Summaries go to the messengers too, which are told only once the mail went.
    """
    for each in prepared:
        letter = each.letter
        went = post.mail(letter)
        if went:
            ledger.record(
                notified_event(letter.to, letter.subject, letter.state, each.channel, now, actor)
            )
            if each.channel == SUMMARY:
                post.tell(letter)
        yield Sent(letter, went)
