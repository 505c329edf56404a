"""`pipeline portal`: the embedded portal and its keys."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.errors import CannotRun
from pipeline.cli.output import say
from pipeline.settings import Settings
from pipeline.wording import minute

app = typer.Typer(help="Вбудований портал «Відкриті дані».", invoke_without_command=True)
key = typer.Typer(help="Ключі для запису на портал.", no_args_is_help=True)
app.add_typer(key, name="key")


@app.callback()
def portal(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Адреса.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Порт.")] = 5080,
) -> None:
    """Запустити портал; зупинити — Ctrl+C."""
    if context.invoked_subcommand:
        return
    from pipeline.portal.serve import CannotServe, serve_portal

    settings: Settings = context.obj
    say(f"Розділ «Відкриті дані»: http://{host}:{port}/ (зупинити — Ctrl+C)")
    try:
        serve_portal(settings.portal, host, port)
    except CannotServe as error:
        raise CannotRun(str(error)) from error


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
