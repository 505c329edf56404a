"""Portals to publish to: the embedded one over real HTTP, and a real CKAN where one is named."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from ckanapi import NotFound, RemoteCKAN
from requests.adapters import HTTPAdapter

from pipeline.model import Portal
from pipeline.model.publisher import Profile
from pipeline.publish.ckan import PortalClient
from pipeline.publish.session import open_session
from pipeline.publish.state import PortalState, read_state

PROFILE: Any = os.environ.get("CKAN_TEST_PROFILE", "ckan")
"""What the real CKAN is that CKAN_URL names."""

Fault = Callable[[], BaseException]


class Killed(BaseException):
    """The process ends here: nothing of the product may catch it."""


@dataclass
class Line(HTTPAdapter):
    """The wire to a portal: notes every action, and breaks where it is told to.

    `breaks_at` counts writes from 1; `delivered` says whether the portal gets that write before
    the wire breaks, so that only the reply is lost.
    """

    breaks_at: int = 0
    delivered: bool = True
    fault: Fault = requests.ReadTimeout
    actions: list[str] = field(default_factory=list)
    writes: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        action = urlsplit(request.url).path.rpartition("/")[2]
        self.actions.append(action)
        self.writes += request.method == "POST"
        breaks = request.method == "POST" and self.writes == self.breaks_at
        if breaks and not self.delivered:
            raise self.fault()
        answer = super().send(request, *args, **options)
        if breaks:
            raise self.fault()
        return answer


@dataclass
class Lab:
    """A portal under test, whoever runs it; `moderator` is the key of one who may approve."""

    url: str
    key: str
    organization: str
    profile: Profile
    moderator: str | None = None
    made: list[str] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """Writes of the small publication: record, files, datapackage.

        CKAN takes the files in one, and is asked for previews after each write of new ones.
        """
        return 5 if self.profile == "ckan" else 6

    @property
    def last_upload(self) -> int:
        """Which of the writes carries `datapackage.json`."""
        return 4 if self.profile == "ckan" else 6

    @property
    def portal(self) -> Portal:
        return Portal("lab", self.url, self.organization, self.profile)

    def client(
        self, line: Line | None = None, kind: type[PortalClient] = PortalClient
    ) -> PortalClient:
        session = open_session(self.url)
        session.mount(self.url, line or Line())
        return kind(self.url, self.key, session=session, sleep=lambda _: None)

    def person(self, key: str | None = None) -> Any:
        """Somebody with a browser and rights, changing things by hand."""
        return RemoteCKAN(self.url, apikey=key or self.key).action

    def show(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.person().package_show(id=name)
        return found

    def state(self, name: str) -> PortalState:
        return read_state(self.show(name))

    def free_name(self) -> str:
        self.made.append(f"contract-{uuid.uuid4().hex[:12]}")
        return self.made[-1]

    def approve(self, name: str) -> None:
        """Let strangers see it, where the portal waits for a moderator."""
        if self.show(name)["private"]:
            self.person(self.moderator).dgua_approve(id=name)


@contextmanager
def embedded_lab(folder: Path) -> Iterator[Lab]:
    from pipeline.portal.serve import running_portal

    with running_portal(folder) as url:
        key = (folder / "key").read_text().strip()
        yield Lab(url, key, "lysychansk-vca", "embedded")


@contextmanager
def real_lab() -> Iterator[Lab]:
    """CKAN_URL, CKAN_PUBLISHER_TOKEN and CKAN_ORG name it; CKAN_TEST_PROFILE says what it is.

    CKAN_TOKEN is the moderator's key, where datasets wait for one.
    """
    if "CKAN_URL" not in os.environ:
        pytest.skip("CKAN_URL names no CKAN")
    lab = Lab(
        url=os.environ["CKAN_URL"],
        key=os.environ["CKAN_PUBLISHER_TOKEN"],
        organization=os.environ["CKAN_ORG"],
        profile=PROFILE,
        moderator=os.environ.get("CKAN_TOKEN"),
    )
    yield lab
    for name in lab.made:
        with suppress(NotFound):
            lab.person().package_delete(id=name)
