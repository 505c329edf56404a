"""Whether strangers download what was sent: the only proof that it is published."""

from __future__ import annotations

from enum import Enum, auto

from pipeline.model import ReadBack
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalDown, PortalError
from pipeline.publish.package import PackageFile
from pipeline.publish.tally import Tally
from pipeline.wording import size_of


class Found(Enum):
    """What a stranger got: these bytes, others, or none at all."""

    RIGHT = auto()
    OTHER = auto()
    NOTHING = auto()


def check_download(file: PackageFile, address: str, client: PortalClient, tally: Tally) -> Found:
    """Download the file as a stranger; the tally keeps the cost, and why it is not right.

    Where nothing at all answers, the other files of the dataset are not tried: each would wait as
    long, and all of them were sent.
    """
    if tally.silence:
        tally.misread[file.key] = f"{file.filename} — {tally.silence}"
        return Found.NOTHING
    try:
        found = client.read_download(address)
    except PortalError as error:
        tally.misread[file.key] = f"{file.filename} — {error.sentence}"
        tally.silence = error.sentence if isinstance(error, PortalDown) else None
        return Found.NOTHING
    tally.read_back += ReadBack(1, found.size, found.seconds)
    if (found.sha256, found.size) == (file.sha256, file.size):
        tally.misread.pop(file.key, None)
        return Found.RIGHT
    tally.misread[file.key] = (
        f"{file.filename} — {address} віддає інший вміст "
        f"({size_of(found.size)} замість {size_of(file.size)})"
    )
    return Found.OTHER
