"""All checks in the order they are told, with the real edges of the product."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.clock import now
from pipeline.disk_words import sentence_of
from pipeline.doctor.archive import check_archive
from pipeline.doctor.catalogue import check_catalogue, check_timetable
from pipeline.doctor.clock import check_clock
from pipeline.doctor.daemon import check_daemon
from pipeline.doctor.diagnosis import Check, Diagnosis, red, yellow
from pipeline.doctor.folders import check_inbox, check_own_folder
from pipeline.doctor.ledger import check_ledger
from pipeline.doctor.limits import check_limits, read_open_files_limit
from pipeline.doctor.mail import check_mail
from pipeline.doctor.mounts import read_mounts
from pipeline.doctor.portals import check_portal
from pipeline.doctor.space import check_space
from pipeline.doctor.versions import check_versions, read_pinned
from pipeline.model import Catalogue, Portal
from pipeline.record.archive import Archive
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.publish.ckan import PortalClient

PATIENCE = 10
"""Seconds a person waits for one portal to answer."""


def build_checks(settings: Settings) -> Iterator[Check]:
    """Every check there is; without a readable catalogue, those that need none."""
    from pipeline.catalogue import CatalogueError, read_catalogue

    yield Check("Версії", lambda: check_versions(read_pinned()))
    yield Check("Межі", lambda: check_limits(read_open_files_limit()))
    for subject, folder in (("Тека", settings.var), ("Тека архіву", settings.archive)):
        yield Check(subject, partial(check_own_folder, subject, folder))
    mounts = read_mounts()
    yield Check("Надходження", lambda: check_inbox(settings.inbox, settings.var, mounts))
    yield Check("Диск", lambda: check_space(settings.written, settings.reserve))
    file, url = settings.ledger_file, settings.ledger_url
    yield Check("Журнал", lambda: check_ledger(url, file, mounts, now))
    yield Check("Архів", lambda: check_archive(Archive(settings.archive), random.sample))
    yield Check("Пошта", lambda: check_mail(settings.mail_url, _log_in))
    try:
        catalogue = read_catalogue(settings.catalogue)
    except (CatalogueError, OSError) as error:
        told = sentence_of(error) if isinstance(error, OSError) else str(error)
        yield Check("Каталог", partial(_no_catalogue, told))
        return
    yield from _of_catalogue(settings, catalogue)


def _of_catalogue(settings: Settings, catalogue: Catalogue) -> Iterator[Check]:
    portals = catalogue.portals.values()
    yield Check(
        "Годинник", lambda: check_clock(now(), _last_known(settings), lambda: _dates(portals))
    )
    yield Check("Каталог", lambda: check_catalogue(catalogue))
    yield Check("Розклади", lambda: check_timetable(settings, catalogue))
    yield Check("Програма", partial(_daemon, settings))
    for portal in portals:
        client = partial(_open_client, portal, settings)
        site = partial(_own_site, settings.portal)
        yield Check(f"Портал «{portal.name}»", partial(check_portal, portal, client, site))


def _no_catalogue(told: str) -> Diagnosis:
    return red("Каталог", told.rstrip("."), "виправте datapackages/publisher.yaml")


def _last_known(settings: Settings) -> datetime | None:
    """When the ledger learnt of its last event; None where it has none or cannot be asked."""
    from pipeline.record.engine import open_engine
    from pipeline.record.ledger import Ledger, LedgerError

    if settings.ledger_file is not None and not settings.ledger_file.exists():
        return None
    try:
        with Ledger(open_engine(settings.ledger_url), now) as ledger:
            last = ledger.last()
    except LedgerError:
        return None  # the line of the ledger says why
    return last.known_at if last else None


def _daemon(settings: Settings) -> Diagnosis:
    """How the daemon does; asking must neither make a ledger nor upgrade one."""
    from pipeline.daemon.health import look_from_outside
    from pipeline.daemon.timetable import read_timetable
    from pipeline.record.engine import open_engine
    from pipeline.record.ledger import Ledger
    from pipeline.record.upgrade import is_current

    if settings.ledger_file is not None and not settings.ledger_file.exists():
        return check_daemon(None)
    with Ledger(open_engine(settings.ledger_url), now) as ledger:
        with ledger.reading() as connection:
            if not is_current(connection):
                return yellow(
                    "Програма", "про неї каже журнал, а його ще не оновлено", "pipeline status"
                )
        timetable = read_timetable(settings, now())
        return check_daemon(look_from_outside(ledger, timetable, settings, now()))


def _dates(portals: Iterable[Portal]) -> Mapping[str, str]:
    """The Date header of every portal on another machine that answers."""
    import requests

    from pipeline.publish.session import is_loopback

    found = {}
    for portal in portals:
        if is_loopback(portal.url):
            continue
        with suppress(requests.RequestException):
            address = f"{portal.url.rstrip('/')}/api/3/action/status_show"
            date = requests.get(address, timeout=PATIENCE).headers.get("Date")
            if date:
                found[portal.name] = date
    return found


def _open_client(portal: Portal, settings: Settings) -> PortalClient:
    from pipeline.desk import read_key
    from pipeline.publish.abilities import Timeouts
    from pipeline.publish.ckan import USER_AGENT, PortalClient

    return PortalClient(
        portal.url,
        read_key(portal, settings),
        user_agent=settings.user_agent or USER_AGENT,
        timeouts=Timeouts(connect=PATIENCE, read=PATIENCE),
        read_attempts=1,
    )


def _own_site(folder: Path) -> str | None:
    """The embedded portal's id; asking for it must not found a portal."""
    from pipeline.portal.site import read_site_id

    return read_site_id(folder) if (folder / "portal.sqlite3").exists() else None


def _log_in(url: str) -> str:
    from pipeline.post import log_in

    return log_in(url)
