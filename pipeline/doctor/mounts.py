"""Which file system a folder lies on, as the kernel tells it (Linux: `/proc/self/mountinfo`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.davfs"}
"""File systems of another machine: their locks and shared memory are not what SQLite needs."""

MOUNTINFO = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and where it is attached."""

    point: Path
    kind: str

    @property
    def is_network(self) -> bool:
        """Whether another machine keeps it."""
        return self.kind in NETWORK


def read_mounts() -> tuple[Mount, ...]:
    """What is mounted now; nothing where the system does not tell."""
    try:
        return parse_mounts(MOUNTINFO.read_text("utf-8", "surrogateescape"))
    except OSError:
        return ()


def parse_mounts(text: str) -> tuple[Mount, ...]:
    """The mounts in the kernel's own format, see proc(5)."""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4].encode().decode("unicode_escape")
        found.append(Mount(Path(point), after.split()[0]))
    return tuple(found)


def mount_of(folder: Path, mounts: tuple[Mount, ...]) -> Mount | None:
    """The nearest mount above the folder; of two at one place the later one hides the earlier."""
    above = [mount for mount in mounts if folder.is_relative_to(mount.point)]
    return max(reversed(above), key=lambda mount: len(mount.point.parts), default=None)
