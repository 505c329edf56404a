"""The requests session of a client: what the library would do by default and must not."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.publish.answers import check_answer

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session


def open_session(url: str) -> Session:
    """A session for the portal's actions: whatever is no answer of CKAN's raises PortalError."""
    session = open_plain_session(url)
    session.hooks["response"].append(check_answer)
    return session


def open_plain_session(url: str) -> Session:
    """A session for one portal that gives every answer as it is.

    - A redirect to another host takes neither header with the key along: requests itself drops
      only `Authorization`.
    - `~/.netrc` does not replace the key, as requests would let it.
    - A portal on loopback is never asked for through a proxy of the environment.
    """
    import requests

    class PortalSession(requests.Session):
        def rebuild_auth(self, prepared_request: PreparedRequest, response: Response) -> None:
            before, after = urlsplit(response.request.url), urlsplit(prepared_request.url)
            if before.hostname != after.hostname or after.scheme != "https" != before.scheme:
                prepared_request.headers.pop("Authorization", None)
                prepared_request.headers.pop("X-CKAN-API-Key", None)

    session = PortalSession()
    session.auth = _leave_headers
    session.trust_env = not is_loopback(url)
    return session


def is_loopback(url: str) -> bool:
    """Whether the address is this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _leave_headers(request: Any) -> Any:
    return request
