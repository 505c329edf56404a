"""How many files the system lets one process open."""

from __future__ import annotations

from pipeline.doctor.diagnosis import Diagnosis, green, yellow

SUBJECT = "Межі"
NEEDED = 1024
"""Four datasets at a time with their children, portals and files open some two hundred."""


def read_open_files_limit() -> int:
    """The soft limit of this process; -1 for none."""
    import resource

    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def check_limits(limit: int) -> Diagnosis:
    """Too low a limit fails now and then, when much goes on at once."""
    if 0 <= limit < NEEDED:
        return yellow(
            SUBJECT,
            f"процес може відкрити лише {limit} файлів, а варто {NEEDED}",
            f"ulimit -n {NEEDED}, у службі systemd — LimitNOFILE={NEEDED}",
        )
    return green(SUBJECT, "файлів можна відкрити " + (f"{limit}" if limit > 0 else "без межі"))
