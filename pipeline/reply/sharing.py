"""Who may read what we leave in an office's folder: whoever may read the folder itself.

A service writes with a strict umask, and an office looks over a share: without this its people
would see a folder «Зауваження» that they cannot open. Its people write there as well: a link that
somebody put in the way may lead to what is the service's own, so none is ever followed.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FILE = 0o666
"""No right to run is given to a file."""


def check_no_link(office: Path, place: Path) -> None:
    """OSError where a link stands on the way from the office's folder to the place, or there."""
    for path in (*_between(office, place), place):
        if path.is_symlink():
            raise OSError(errno.ELOOP, "на шляху лежить посилання, вилучіть його", str(path))


def share_with_office(office: Path, written: Path) -> None:
    """Give everything on the way from `office` to `written`, and in it, the rights of `office`.

    `written` is a folder of replies or one file. A share that takes no rights keeps its own.
    """
    model = office.stat()
    mode = stat.S_IMODE(model.st_mode)
    for path in _ours(office, written):
        if path.is_symlink():
            continue
        with suppress(OSError):
            if path.stat().st_gid != model.st_gid:
                os.chown(path, -1, model.st_gid)
        with suppress(OSError):
            path.chmod(mode if path.is_dir() else mode & _FILE)


def _ours(office: Path, written: Path) -> Iterator[Path]:
    yield from _between(office, written)
    yield written
    if written.is_dir():
        yield from written.iterdir()


def _between(office: Path, place: Path) -> Iterator[Path]:
    """The folders that lead from one to the other, neither of them among them."""
    parents = place.relative_to(office).parents
    return (office / parent for parent in parents if parent != Path())
