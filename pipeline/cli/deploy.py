"""`pipeline deploy`: put the product on a machine that nobody visits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.errors import CannotRun, sentences_only
from pipeline.cli.output import say, write_output
from pipeline.settings import Settings

app = typer.Typer(help="Поставити програму службою.", no_args_is_help=True)


@app.callback()
def deploy() -> None:
    """Поставити програму службою."""


@app.command()
def systemd(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Куди записати служби.", readable=False)
    ] = Path("/etc/systemd/system"),
    user: Annotated[str, typer.Option(help="Від чийого імені працюють служби.")] = "open-data",
) -> None:
    """Записати служби systemd для цієї копії програми: збирання з публікацією і портал."""
    from pipeline.catalogue import read_catalogue
    from pipeline.deploy.systemd import NAME, CannotDeploy, Installation, build_units
    from pipeline.run import AT_ONCE

    settings: Settings = context.obj
    outside = settings.inbox if settings.inbox != settings.var / "inbox" else None
    place = Installation(
        program=Path(__file__).parents[2],
        command=Path(sys.prefix) / "bin" / "pipeline",
        catalogue=settings.catalogue,
        schedules=settings.schedules,
        inbox=outside,
        user=user,
        children=min(AT_ONCE, os.cpu_count() or 1),
    )
    with sentences_only():
        try:
            units = build_units(place, read_catalogue(settings.catalogue))
        except CannotDeploy as error:
            raise CannotRun(str(error)) from error
        output.mkdir(parents=True, exist_ok=True)
        for name, text in units.items():
            write_output(output / name, text.encode())
            say(f"Записано {output / name}")
    say("Далі, від імені root:")
    say(f"  useradd --system --home-dir {place.var} --shell /usr/sbin/nologin {user}")
    say(f"  install -d -m 0700 /etc/{NAME}/keys")
    say(f"  systemctl daemon-reload && systemctl enable --now {' '.join(sorted(units))}")
