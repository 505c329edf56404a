"""`pipeline portal`: the embedded portal and its keys."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.errors import CannotRun
from pipeline.model import Portal
from pipeline.settings import Settings
from pipeline.supervisor import READY, status, tell_supervisor
from pipeline.wording import minute

HOST, PORT = "127.0.0.1", 5080

app = typer.Typer(help="Вбудований портал «Відкриті дані».", invoke_without_command=True)
key = typer.Typer(help="Ключі для запису на портал.", no_args_is_help=True)
app.add_typer(key, name="key")


@app.callback()
def portal(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Адреса; інакше з publisher.yaml.")] = None,
    port: Annotated[int | None, typer.Option(help="Порт; інакше з publisher.yaml.")] = None,
) -> None:
    """Запустити портал; зупинити — Ctrl+C."""
    if context.invoked_subcommand:
        return
    from pipeline.embedded import address_of, visit_of
    from pipeline.portal.serve import CannotServe, Visit, serve_portal

    settings: Settings = context.obj
    known = _known_portal(settings)
    known_host, known_port = address_of(known) if known else (HOST, PORT)
    visit = visit_of(known) if known else Visit()
    told = partial(_say_started, settings.environment)
    try:
        serve_portal(settings.portal, host or known_host, port or known_port, visit, started=told)
    except CannotServe as error:
        raise CannotRun(str(error)) from error


def _say_started(environment: Mapping[str, str], url: str) -> None:
    say(f"Розділ «Відкриті дані»: {url.rstrip('/')}/ (зупинити — Ctrl+C)")
    sys.stdout.flush()
    tell_supervisor(environment, READY, status(url))


def _known_portal(settings: Settings) -> Portal | None:
    """The embedded portal as the catalogue has it; None without a catalogue."""
    from pipeline.catalogue import CatalogueError, read_catalogue

    with suppress(CatalogueError):
        for portal in read_catalogue(settings.catalogue).portals.values():
            if portal.profile == "embedded":
                return portal
    return None


@key.command("add")
def add(context: typer.Context, name: str) -> None:
    """Зробити новий ключ; його буде показано один раз."""
    from pipeline.portal.keys import KeyTaken, add_key

    try:
        say(add_key(context.obj.portal, name))
    except KeyTaken as error:
        raise CannotRun(str(error)) from error


@key.command("revoke")
def revoke(context: typer.Context, name: str) -> None:
    """Скасувати ключ."""
    from pipeline.portal.keys import revoke_key

    if not revoke_key(context.obj.portal, name):
        raise CannotRun(f"Немає чинного ключа «{name}». Перелік: pipeline portal key list.")
    say(f"Ключ «{name}» скасовано.")


@key.command("list")
def show(context: typer.Context) -> None:
    """Показати ключі (самих ключів портал не зберігає)."""
    from pipeline.portal.keys import list_keys

    for item in list_keys(context.obj.portal):
        state = f"скасовано {minute(item.revoked_at)}" if item.revoked_at else "чинний"
        say(f"{item.name:<24} зроблено {minute(item.made_at)}  {state}")
