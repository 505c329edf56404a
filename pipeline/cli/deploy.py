"""`pipeline deploy`: put the product on a machine that nobody visits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say, write_output
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings

app = typer.Typer(help="Поставити програму службою.", no_args_is_help=True)


@app.callback()
def deploy() -> None:
    """Поставити програму службою."""


@app.command()
def systemd(
    context: typer.Context,
    root: Annotated[
        Path, typer.Option(help="Корінь, під яким записати файли.", readable=False)
    ] = Path("/"),
    user: Annotated[str, typer.Option(help="Від чийого імені працюють служби.")] = "open-data",
) -> None:
    """Записати служби systemd цієї копії програми (збирання з публікацією, портал) і команду."""
    from pipeline.catalogue import read_catalogue
    from pipeline.deploy.systemd import COMMANDS, NAME, CannotDeploy, Installation, build_files
    from pipeline.run import AT_ONCE

    settings: Settings = context.obj
    outside = settings.inbox if settings.inbox != settings.var / "inbox" else None
    place = Installation(
        program=Path(__file__).parents[2],
        command=Path(sys.prefix) / "bin" / "pipeline",
        python=Path(sys.base_prefix),
        catalogue=settings.catalogue,
        schedules=settings.schedules,
        inbox=outside,
        user=user,
        children=min(AT_ONCE, os.cpu_count() or 1),
    )
    with sentences_only():
        try:
            files = build_files(place, read_catalogue(settings.catalogue))
        except CannotDeploy as error:
            raise CannotRun(str(error)) from error
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_output(root / path, text.encode())
            (root / path).chmod(0o755 if path.parent == COMMANDS else 0o644)
            say(f"Записано {root / path}")
    units = sorted(path.name for path in files if path.suffix == ".service")
    say("Далі, від імені root:")
    home = f"--home-dir {place.var} --shell /usr/sbin/nologin"
    say(f"  id -u {user} || useradd --system {home} {user}")
    say(f"  install -d -m 0700 /etc/{NAME}/keys")
    say(f"  systemctl daemon-reload && systemctl enable --now {' '.join(units)}")
    say(f"  {NAME} doctor")
