"""Bringing a portal to what the release says, and saying how it went.

One loop does it all: read the portal, make the plan, carry it out, read again. It ends when the
plan is empty, so reading back is no separate step, a lost reply is only one more turn, and a run
killed between two acts is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model import Dataset, Portal, PortalOutcome, PortalResult, Publisher, Release
from pipeline.publish.acts import push_plan
from pipeline.publish.ckan import PortalClient
from pipeline.publish.decided import HandsOff, decide_release
from pipeline.publish.drift import drift_events
from pipeline.publish.errors import (
    FileRefused,
    IdRefused,
    Overtaken,
    PortalDown,
    PortalError,
    SeveralRefused,
    Unanswered,
)
from pipeline.publish.outages import Outages
from pipeline.publish.refusals import (
    NO_REFUSALS,
    SHOWN_FILES,
    Refusals,
    explain_lost,
    explain_refusals,
    find_unkept,
)
from pipeline.publish.sender import Sender
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act, Plan, RecordStep
from pipeline.publish.tally import Tally
from pipeline.publish.target import Target, build_target, page_of
from pipeline.record.event import Event, Kind
from pipeline.record.history import Binding
from pipeline.wording import FILE, count_of

if TYPE_CHECKING:
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import Ledger

LOST_REPLIES = 3
"""How many writes of one run may stay without an answer before the portal counts as down."""

MOST_IDS = 3
"""How many ids of resources a portal may refuse in one run: more means something else is wrong."""

MOST_OVERTAKEN = 5
"""How many times in one run somebody else may change the dataset between our look and our write."""

LONGEST_PAUSE = 60.0
"""Seconds; a portal that asks for more is left to the next run."""


def publish_release(
    dataset: Dataset,
    release: Release,
    publisher: Publisher,
    portal: Portal,
    client: PortalClient,
    ledger: Ledger,
    archive: Archive,
    now: Callable[[], datetime],
    actor: str,
    outages: Outages | None = None,
) -> PortalOutcome:
    """Make the portal say what the release says; what a portal may do wrong ends as an outcome.

    An unchanged dataset costs one read, and none where `outages` (what the run learnt so far)
    knows the portal to be down. FileNotFoundError where the archive lost a file that is to be
    sent. The caller holds the dataset's lock: one writer a dataset. What persons decided comes
    first: what was withdrawn stays away, an adopted dataset stays as it is.
    """
    decided = decide_release(dataset, release, portal.name, ledger)
    if isinstance(decided, HandsOff):
        return PortalOutcome(
            portal.name, decided.result, decided.sentence, page_of(dataset, portal)
        )
    outages = outages or Outages()
    sender = Sender(
        dataset.name, release.hash, publisher, portal, client, ledger, archive, now, actor
    )
    try:
        outages.check(portal)
        target = build_target(dataset, decided, publisher, portal)
        outcome = _publish(target, sender)
    except PortalError as error:
        outcome = _fail(error, sender)
    outages.note(outcome)
    return outcome


def plan_release(
    dataset: Dataset,
    release: Release,
    publisher: Publisher,
    portal: Portal,
    client: PortalClient,
    ledger: Ledger,
) -> Plan:
    """What `publish_release` would do, at the cost of one read; PortalError as it comes."""
    decided = decide_release(dataset, release, portal.name, ledger)
    if isinstance(decided, HandsOff):
        return Plan(dataset.name, None, RecordStep(Act.KEEP, ()), (), note=decided.sentence)
    target = build_target(dataset, decided, publisher, portal)
    bound = target.bindings(ledger)
    return target.whole_plan(target.read_state(client, bound), bound, target.sent(ledger))


@dataclass(slots=True)
class _Progress:
    """What one publication did so far, and what the portal made of it."""

    tally: Tally = field(default_factory=Tally)
    seen: list[Plan] = field(default_factory=list)
    refusals: Refusals = NO_REFUSALS
    lost: int = 0
    overtaken: int = 0

    def settle(self, bound: Mapping[str, Binding]) -> dict[str, Binding]:
        """What the ledger says, but a file that strangers get wrong waits for the next run."""
        return {
            key: replace(binding, settled=True) if key in self.tally.misread else binding
            for key, binding in bound.items()
        }

    def give_way(self, plan: Plan, site: str) -> None:
        """Ask no more for fields that came back unchanged; PortalError where files did."""
        found = find_unkept(plan, self.tally)
        if not found:
            raise PortalError(explain_lost(plan, site))
        self.refusals = replace(self.refusals, fields=self.refusals.fields | found)


def _publish(target: Target, sender: Sender) -> PortalOutcome:
    progress = _Progress()
    state = _converge(target, sender, progress)
    tally = progress.tally
    if tally.misread:
        raise (PortalDown if tally.silence else PortalError)(_misread(tally, sender.client.site))
    if told := explain_refusals(progress.refusals, tally, sender.client.site):
        raise PortalError(told)
    return PortalOutcome(
        portal=target.portal.name,
        result=PortalResult.UNCHANGED if tally.is_empty else PortalResult.PUBLISHED,
        sentence=tally.sentence(private=state is not None and state.private),
        url=target.url,
        read_back=tally.read_back,
    )


def _converge(target: Target, sender: Sender, progress: _Progress) -> PortalState | None:
    """Turn until nothing differs but what the portal does not keep."""
    bound, sent = target.bindings(sender.ledger), target.sent(sender.ledger)
    state = target.read_state(sender.client, bound)
    plan = target.next_plan(state, bound, sent)
    for event in drift_events(plan, sender):
        sender.ledger.record(event)
    while not plan.is_empty:
        if plan in progress.seen:
            progress.give_way(plan, sender.client.site)
        else:
            progress.seen.append(plan)
            state = _turn(plan, state, target, sender, progress)
            bound = progress.settle(target.bindings(sender.ledger))
            state = state or target.read_state(sender.client, bound)
        plan = target.next_plan(state, bound, sent, progress.refusals)
    return state


def _turn(
    plan: Plan, state: PortalState | None, target: Target, sender: Sender, progress: _Progress
) -> PortalState | None:
    """Carry out a plan; None where the portal is to be read before anything else is decided."""
    try:
        return push_plan(plan, target.record, state, sender, progress.tally)
    except IdRefused as error:
        ids = progress.refusals.ids | {error.resource_id}
        progress.refusals = replace(progress.refusals, ids=ids)
        if len(ids) > MOST_IDS:
            raise
    except FileRefused as error:
        files = {**progress.refusals.files, error.key: error.sentence}
        progress.refusals = replace(progress.refusals, files=files)
    except SeveralRefused:
        progress.tally.alone = True
        progress.seen.clear()
    except Overtaken:
        progress.overtaken += 1
        if progress.overtaken > MOST_OVERTAKEN:
            raise
        progress.seen.clear()
    except Unanswered as error:
        progress.lost += 1
        pause = error.retry_after or 2.0**progress.lost
        if progress.lost > LOST_REPLIES or pause > LONGEST_PAUSE:
            raise
        progress.seen.clear()
        sender.client.sleep(pause)
    return None


def _misread(tally: Tally, site: str) -> str:
    """What strangers get instead of what was sent; the first few files say enough."""
    told = "; ".join(list(tally.misread.values())[:SHOWN_FILES])
    return (
        f"Портал {site} прийняв {count_of(len(tally.files), FILE)}, але не кожен із них сторонні "
        f"завантажують таким, як надіслано: {told}. Перевірте кеш і адресу файлів порталу; "
        "наступний запуск звірить їх знову."
    )


def _fail(error: PortalError, sender: Sender) -> PortalOutcome:
    """A failure is written down as carefully as a success; it touches no document's standing."""
    sender.ledger.record(
        Event(
            kind=Kind.FAILED,
            at=sender.now(),
            actor=sender.actor,
            sentence=error.sentence,
            dataset=sender.dataset,
            portal=sender.portal.name,
            release=sender.release,
        )
    )
    down = isinstance(error, PortalDown)
    result = PortalResult.PENDING if down else PortalResult.FAILED
    return PortalOutcome(sender.portal.name, result, error.sentence)
