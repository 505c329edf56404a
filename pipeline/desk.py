"""Lay the desk: open everything an update works with, from settings alone.

The only place where the product's real edges are made; tests lay desks of their own.
"""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from pipeline.children import Children
from pipeline.clock import now
from pipeline.disk_space import find_shortage
from pipeline.embedded import answering_portal, read_first_key
from pipeline.gather import Sources
from pipeline.gather.unclaimed import folders_of
from pipeline.model import Catalogue, Dataset, Portal
from pipeline.publish.ckan import USER_AGENT, PortalClient
from pipeline.publish.clients import ThreadClients
from pipeline.publish.watching import Watch, unwatched
from pipeline.record.archive import Archive
from pipeline.record.ledger import open_ledger
from pipeline.report.register import make_register
from pipeline.run import AT_ONCE, Desk
from pipeline.secret import read_secret
from pipeline.settings import Settings
from pipeline.validate.isolation import Checker


@contextmanager
def open_desk(
    settings: Settings,
    catalogue: Catalogue,
    datasets: Sequence[Dataset],
    watch: Watch = unwatched,
    portals: Collection[str] = (),
    archive: Archive | None = None,
) -> Iterator[Desk]:
    """Everything that updating these datasets needs; embedded portals are started if asleep.

    `watch` follows uploads; `portals` are needed whatever the datasets say; `archive` is another
    than that of the settings.

    Raises PortalBusy where a stranger answers at an embedded portal's address, and the named
    exceptions of ledger and archive where they cannot be opened.
    """
    known = _portals_of(catalogue, datasets, portals)
    make_own_inbox(settings, catalogue)
    with ExitStack() as stack:
        ledger = stack.enter_context(open_ledger(settings.ledger_url, now))
        archive = archive or Archive(settings.archive)
        _wake_embedded(known, settings, stack)
        children = stack.enter_context(Children(workers=min(AT_ONCE, os.cpu_count() or 1)))
        yield Desk(
            catalogue=catalogue,
            ledger=ledger,
            archive=archive,
            sources=Sources(
                inbox=settings.inbox,
                archive=archive,
                environment=settings.environment,
                samples=catalogue.demonstration,
                now=now,
                pause=time.sleep,
                made={"register": partial(make_register, catalogue, ledger, archive)},
            ),
            checker=Checker(children),
            children=children,
            clients=stack.enter_context(_clients(known, settings, watch)),
            locks=settings.locks,
            reports=settings.reports,
            now=now,
            actor=getpass.getuser(),
            find_shortage=partial(find_shortage, settings.written, settings.reserve),
        )


def _wake_embedded(portals: Sequence[Portal], settings: Settings, stack: ExitStack) -> None:
    for portal in portals:
        if portal.profile == "embedded":
            stack.enter_context(answering_portal(portal, settings.portal))


def make_own_inbox(settings: Settings, catalogue: Catalogue) -> None:
    """A folder for every office, where the inbox is ours; somebody's share is left as it is."""
    if settings.inbox == settings.var / "inbox":
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in folders_of(catalogue.datasets):
            (settings.inbox / folder).mkdir(parents=True, exist_ok=True)


def _portals_of(
    catalogue: Catalogue, datasets: Sequence[Dataset], others: Collection[str]
) -> tuple[Portal, ...]:
    names = [name for dataset in datasets for name in dataset.portals]
    return tuple(catalogue.portals[name] for name in dict.fromkeys((*names, *others)))


def _clients(portals: Sequence[Portal], settings: Settings, watch: Watch) -> ThreadClients:
    """Clients with the portals' keys, read now: SecretMissing stops a run before it begins."""
    return ThreadClients(
        {
            portal.name: partial(
                PortalClient,
                portal.url,
                read_key(portal, settings),
                user_agent=settings.user_agent or USER_AGENT,
                watch=watch,
            )
            for portal in portals
        }
    )


def read_key(portal: Portal, settings: Settings) -> str | None:
    """The portal's key; an embedded portal without a named one uses its first."""
    key = read_secret(portal.key_env, portal.key_file, settings.environment)
    if key is None and portal.profile == "embedded":
        return read_first_key(settings.portal)
    return key
