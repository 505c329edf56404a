"""Whether strangers download what was sent: the only proof that it is published."""

from __future__ import annotations

from enum import Enum, auto

from pipeline.model import ReadBack
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalDown, PortalError
from pipeline.publish.package import PackageFile
from pipeline.publish.state import PortalState
from pipeline.publish.tally import Tally
from pipeline.publish.witness import explain_lost_file, is_lost
from pipeline.wording import size_of


class Found(Enum):
    """What a stranger got: these bytes, others or none of this file, or no word of any file."""

    RIGHT = auto()
    OTHER = auto()
    UNKNOWN = auto()


def check_download(
    file: PackageFile, address: str, state: PortalState, client: PortalClient, tally: Tally
) -> Found:
    """Download the file as a stranger; the tally keeps the cost, and why it is not right.

    Where nothing at all answers, the other files of the dataset are not tried: each would wait as
    long, and all of them were sent.
    """
    if tally.silence:
        tally.misread[file.key] = f"{file.filename} — {tally.silence}"
        return Found.UNKNOWN
    try:
        found = client.read_download(address)
    except PortalError as error:
        if is_lost(error, address, state, client):
            tally.misread[file.key] = f"{file.filename} — {explain_lost_file(error)}"
            return Found.OTHER
        tally.misread[file.key] = f"{file.filename} — {error.sentence}"
        tally.silence = error.sentence if isinstance(error, PortalDown) else None
        return Found.UNKNOWN
    tally.read_back += ReadBack(1, found.size, found.seconds)
    if (found.sha256, found.size) == (file.sha256, file.size):
        tally.misread.pop(file.key, None)
        return Found.RIGHT
    told = f"{address} віддає інший вміст ({_compare_sizes(found.size, file.size)})"
    tally.misread[file.key] = f"{file.filename} — {told}"
    return Found.OTHER


def _compare_sizes(found: int, sent: int) -> str:
    """Two sizes that read alike tell nothing: then in bytes, or that only the bytes differ."""
    if found == sent:
        return f"ті самі {size_of(sent)}, але інші байти"
    if size_of(found) == size_of(sent):
        return f"{found}\u00a0Б замість {sent}\u00a0Б"
    return f"{size_of(found)} замість {size_of(sent)}"
