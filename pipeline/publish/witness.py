"""Whether one file is lost or the portal is down: another file of the dataset tells."""

from __future__ import annotations

from pipeline.publish.answers import site_of
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import NotGiven, PortalDown, PortalError, PortalNotFound
from pipeline.publish.state import PortalState

MOST_WITNESSES = 3
"""How many files must fail beside one before the portal counts as giving none."""


def is_lost(error: PortalError, address: str, state: PortalState, client: PortalClient) -> bool:
    """Whether the answer at the address means that this one file is to be sent again.

    A file that is not found is. A refusal, or an error of the portal's own, speaks of the file
    where strangers get another one of the dataset; silence and «less often» (429) never do.
    """
    if isinstance(error, PortalDown) and not isinstance(error, NotGiven):
        return False
    return isinstance(error, PortalNotFound) or _gives_another(address, state, client)


def explain_lost_file(error: PortalError) -> str:
    """What came at the address of a file that alone is lost: not that the portal is down."""
    return error.told if isinstance(error, NotGiven) else error.sentence


def _gives_another(address: str, state: PortalState, client: PortalClient) -> bool:
    """The smallest others of the same host are asked: what they hold is not in question."""
    others = [
        item
        for item in state.resources
        if item.url != address and site_of(item.url) == site_of(address)
    ]
    others.sort(key=lambda item: (item.size is None, item.size))
    for item in others[:MOST_WITNESSES]:
        try:
            client.read_download(item.url)
        except PortalError:
            continue
        return True
    return False
