"""Who may read what we leave in an office's folder: whoever may read the folder itself.

A service writes with a strict umask, and an office looks over a share: without this its people
would see a folder «Зауваження» that they cannot open.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FILE = 0o666
"""No right to run is given to a file."""


def share_with_office(office: Path, written: Path) -> None:
    """Give everything on the way from `office` to `written`, and in it, the rights of `office`.

    `written` is a folder of replies or one file. A share that takes no rights keeps its own.
    """
    model = office.stat()
    mode = stat.S_IMODE(model.st_mode)
    for path in _ours(office, written):
        with suppress(OSError):
            if path.stat().st_gid != model.st_gid:
                os.chown(path, -1, model.st_gid)
        with suppress(OSError):
            path.chmod(mode if path.is_dir() else mode & _FILE)


def _ours(office: Path, written: Path) -> Iterator[Path]:
    between = written.relative_to(office).parents
    yield from (office / parent for parent in between if parent != Path())
    yield written
    if written.is_dir():
        yield from written.iterdir()
