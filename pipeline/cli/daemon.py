"""`pipeline daemon`: work unattended."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings

HEALTH_PORT = 5081


def daemon(
    context: typer.Context,
    health_port: Annotated[
        int, typer.Option(help="Порт /healthz і /metrics на цьому комп’ютері.")
    ] = HEALTH_PORT,
) -> None:
    """Працювати без нагляду за розкладами; зупинити — SIGTERM або Ctrl+C, перечитати — SIGHUP."""
    from pipeline.daemon.endpoint import CannotListen
    from pipeline.daemon.process import run_daemon
    from pipeline.logs import LogFormat, set_up_log

    settings: Settings = context.obj
    log_format = settings.log or LogFormat.TEXT
    set_up_log(log_format)
    with sentences_only():
        try:
            run_daemon(settings, log_format, health_port, now)
        except CannotListen as error:
            raise CannotRun(str(error)) from error
