"""The units of systemd for this very installation: the daemon, and the embedded portal if any.

Both run as one user without rights; the portal sees nothing but its own folder. Keys come as
credentials (`key_file: ${CREDENTIALS_DIRECTORY}/NAME`) or from the file of the environment. Beside
them stands a command for the administrator: run as root, `pipeline` itself would leave files that
the daemon may not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model import Catalogue

NAME = "open-data"
"""Of the units, the state folder and, unless told otherwise, the user."""

HIDDEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # noqa: S108
"""What ProtectHome and PrivateTmp hide from the services."""

CREDENTIAL = re.compile(r"\$\{CREDENTIALS_DIRECTORY\}/([\w.-]+)")


UNITS, COMMANDS = Path("etc/systemd/system"), Path("usr/local/bin")
"""Where what is built belongs, below the root of the machine."""


class CannotDeploy(Exception):
    """The units would not work; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where everything lies on this machine. `children` are processes of up to 1 GiB each.

    `python`: the folder of the interpreter that the program's environment was made with.
    """

    program: Path
    command: Path
    python: Path
    catalogue: Path
    schedules: Path
    inbox: Path | None
    user: str
    children: int

    @property
    def var(self) -> Path:
        """What the daemon may write, made by systemd."""
        return Path("/var/lib") / NAME


def build_files(place: Installation, catalogue: Catalogue) -> Mapping[Path, str]:
    """The text of every unit, and of the command, by its path below the root.

    CannotDeploy where the services could not read the program.
    """
    _check_seen(place)
    embedded = any(portal.profile == "embedded" for portal in catalogue.portals.values())
    facts: dict[str, Any] = {
        "program": place.program,
        "command": place.command,
        "catalogue": place.catalogue,
        "schedules": place.schedules,
        "inbox": place.inbox,
        "user": place.user,
        "var": place.var,
        "state": NAME,
        "configuration": f"/etc/{NAME}",
        "portal_unit": f"{NAME}-portal.service" if embedded else "",
        "credentials": sorted(set(_credentials(catalogue))),
        "memory": f"{1 + place.children}G",
    }
    files = {
        UNITS / f"{NAME}.service": _render("daemon.service", facts),
        COMMANDS / NAME: _render("command.sh", facts),
    }
    if embedded:
        files[UNITS / f"{NAME}-portal.service"] = _render("portal.service", facts)
    return files


def _check_seen(place: Installation) -> None:
    for folder in (place.program, place.catalogue, place.schedules):
        if _is_hidden(folder):
            raise CannotDeploy(
                f"{folder} — тека, якої служби не бачать. Перенесіть програму, наприклад до "
                f"/opt/{NAME}, виконайте там make .venv/ready і повторіть команду."
            )
    if _is_hidden(place.python):
        raise CannotDeploy(
            f"Python цієї копії лежить у {place.python}, а цієї теки служби не бачать. "
            "Візьміть системний: rm -rf .venv && make PYTHON=/usr/bin/python3 .venv/ready — і "
            "повторіть команду."
        )


def _is_hidden(folder: Path) -> bool:
    return any(folder.is_relative_to(hidden) for hidden in HIDDEN)


def _credentials(catalogue: Catalogue) -> Iterator[str]:
    for portal in catalogue.portals.values():
        found = CREDENTIAL.fullmatch(portal.key_file or "")
        if found:
            yield found.group(1)


def _render(template: str, facts: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - a unit is no page
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(facts)
