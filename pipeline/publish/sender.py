"""Who publishes what, where, and in which ledger it is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model import Portal, Publisher
from pipeline.publish.ckan import PortalClient

if TYPE_CHECKING:
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Sender:
    """One dataset on its way to one portal; `release` is the hash of what is sent."""

    dataset: str
    release: str
    publisher: Publisher
    portal: Portal
    client: PortalClient
    ledger: Ledger
    archive: Archive
    now: Callable[[], datetime]
    actor: str
