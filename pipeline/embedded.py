"""The embedded portal seen from the pipeline: only its address, its site id and its first key.

Where it does not answer, it is started for the run; where a stranger answers at its address,
nothing is published: a release must never land on somebody else's portal.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.model import Portal
from pipeline.portal.serve import Taken, Visit, running_portal
from pipeline.portal.site import read_site_id
from pipeline.secret import read_key_file

PATIENCE = 5
TRIES = 20
PAUSE = 0.25
"""Seconds between two questions to a portal that another run is starting."""


class PortalBusy(Exception):
    """Somebody else answers where the embedded portal should."""


@contextmanager
def answering_portal(portal: Portal, folder: Path) -> Iterator[None]:
    """Have the embedded portal of that folder answer at its address for the block.

    PortalBusy where a stranger answers there, CannotServe where nobody does and none can start.
    """
    with ExitStack() as stack:
        for left in reversed(range(TRIES)):
            if _is_answering(portal, folder):
                break
            try:
                stack.enter_context(_started(portal, folder))
                break
            except Taken:  # by another run that is starting it this moment, or by a stranger
                if not left:
                    raise
                time.sleep(PAUSE)
        yield


def _started(portal: Portal, folder: Path) -> AbstractContextManager[str]:
    return running_portal(folder, *address_of(portal), visit_of(portal))


def address_of(portal: Portal) -> tuple[str, int]:
    """Where the embedded portal listens: the port its visitors know, or one behind a proxy."""
    address = urlsplit(f"//{portal.listen}" if portal.listen else portal.url)
    return address.hostname or "127.0.0.1", address.port or 80


def visit_of(portal: Portal) -> Visit:
    """How visitors reach the embedded portal; behind a proxy that is not where it listens."""
    if portal.listen is None:
        return Visit()
    return Visit(portal.url, portal.proxy or "127.0.0.1")


def _is_answering(portal: Portal, folder: Path) -> bool:
    """Whether the folder's portal is there already; PortalBusy where a stranger is.

    One that hangs is there: whoever publishes meets its silence as that of any portal, and the
    other portals of the run go on.
    """
    try:
        answer = _ask_site_id(portal)
    except TimeoutError:
        return True
    if answer is None:
        return False
    if answer == read_site_id(folder):
        return True
    raise PortalBusy(
        f"За адресою {_inner_url(portal)} відповідає інша програма, а не портал теки {folder}. "
        "Зупиніть її або змініть адресу порталу в datapackages/publisher.yaml."
    )


def read_first_key(folder: Path) -> str:
    """The key that the portal made for its own machine; SecretMissing where it was moved away."""
    return read_key_file(folder / "key")


def _ask_site_id(portal: Portal) -> str | None:
    """The site id of whatever answers, "" for a stranger, None where nobody listens.

    TimeoutError where somebody listens and says nothing.
    """
    import requests

    try:
        answer = requests.get(f"{_inner_url(portal)}/api/3/action/status_show", timeout=PATIENCE)
        return str(answer.json()["result"]["site_id"])
    except requests.exceptions.Timeout as error:
        raise TimeoutError from error
    except requests.exceptions.ConnectionError as error:
        return None if _is_refused(error) else ""
    except (requests.exceptions.RequestException, ValueError, KeyError, TypeError):
        return ""


def _inner_url(portal: Portal) -> str:
    """Past the proxy, which answers even while the portal sleeps."""
    host, port = address_of(portal)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_refused(error: BaseException | None) -> bool:
    """Whether nobody listens there at all, by the cause at the bottom of the chain."""
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return True
        error = error.__cause__ or error.__context__
    return False
