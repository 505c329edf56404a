"""The folders: there, ours to write, nobody else's to read; the inbox, where it is a share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pipeline.disk_words import sentence_of
from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.doctor.mounts import Mount, mount_of

OTHERS = 0o077
"""The bits by which other users of the machine could look in."""


def check_own_folder(subject: str, folder: Path) -> Diagnosis:
    """A folder of the product's own, mode 0700, on one file system with all that lies in it.

    One that is not there yet is made at first need: then its parent must let us.
    """
    if not folder.exists():
        parent = next(path for path in folder.parents if path.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            return green(subject, f"{folder} ще немає; з’явиться з першим запуском")
        return red(subject, f"{folder} немає, і створити її не можна", _give(parent))
    if problem := _write_problem(folder):
        return red(subject, problem, _give(folder))
    if stranger := _other_disk(folder):
        return red(
            subject,
            f"{stranger} лежить на іншому диску, ніж {folder}: файл не можна поставити на місце "
            "одним кроком",
            f"перенесіть усю теку {folder} на один диск",
        )
    mode = folder.stat().st_mode & 0o777
    if mode & OTHERS:
        return yellow(
            subject, f"{folder} можуть читати інші (режим {mode:04o})", f"chmod 700 {folder}"
        )
    return green(subject, f"{folder}, режим {mode:04o}")


def check_inbox(inbox: Path, var: Path, mounts: tuple[Mount, ...]) -> Diagnosis:
    """The offices' folder: our own, or a share, which must be attached and readable."""
    subject = "Надходження"
    if inbox.is_relative_to(var):
        return check_own_inbox(subject, inbox)
    try:
        os.scandir(inbox).close()
    except OSError as error:
        return red(
            subject,
            sentence_of(error).rstrip("."),
            "підключіть мережеву теку (mount) і перевірте PIPELINE_INBOX",
        )
    mount = mount_of(inbox, mounts)
    if mount is None or mount.point == Path("/"):
        return yellow(
            subject,
            f"{inbox} лежить на диску самої машини: якщо це мережева тека, її не підключено",
            f"mount {inbox}, якщо вона мережева",
        )
    attached = f"{inbox} підключено ({mount.kind}, {mount.point})"
    if problem := _write_problem(inbox):
        return yellow(
            subject,
            f"{attached}, але звітів поруч із файлами не записати: {problem}",
            "дайте користувачеві служби право запису в цю теку",
        )
    return green(subject, attached)


def check_own_inbox(subject: str, inbox: Path) -> Diagnosis:
    """Our own inbox: offices must get in, so that its mode is the administrator's choice."""
    if not inbox.exists():
        return green(subject, f"{inbox} ще немає; з’явиться з першим запуском")
    if problem := _write_problem(inbox):
        return red(subject, problem, _give(inbox))
    return green(subject, f"{inbox}, наша власна тека")


def _write_problem(folder: Path) -> str | None:
    """Why a file cannot be written there, found out by writing one that has no name."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return sentence_of(error).rstrip(".")


def _other_disk(folder: Path) -> Path | None:
    device = folder.stat().st_dev
    inside = (path for path in sorted(folder.iterdir()) if path.is_dir())
    return next((path for path in inside if path.stat().st_dev != device), None)


def _give(folder: Path) -> str:
    return f"дайте право запису користувачеві, від якого працює програма: chown … {folder}"
