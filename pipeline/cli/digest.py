"""`pipeline digest`: tell every responsible person what waits for them."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.mailing import Prepared
    from pipeline.post import Post

LOCK = "_digest.lock"
"""No dataset's name begins so."""


def digest(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показати, кому й про що, і нічого не надсилати.")
    ] = False,
) -> None:
    """Розіслати відповідальним листи про їхні набори; код 1, якщо якийсь лист не пішов."""
    from pipeline.daemon.alarms import troubles_of
    from pipeline.daemon.health import look_from_outside
    from pipeline.daemon.timetable import read_timetable
    from pipeline.mailing import prepare_letters, send_letters
    from pipeline.record.ledger import open_ledger
    from pipeline.record.lock import file_lock

    settings: Settings = context.obj
    with sentences_only(), file_lock(settings.locks / LOCK, "Листи вже розсилає"):
        timetable = read_timetable(settings, now())
        with open_ledger(settings.ledger_url, now) as ledger:
            troubles = troubles_of(look_from_outside(ledger, timetable, settings, now()))
            prepared = prepare_letters(
                timetable.catalogue, ledger, settings.reports, now(), troubles
            )
            if dry_run or not prepared:
                _preview(prepared)
                return
            post = _open_post(settings)
            sent = list(send_letters(prepared, post, ledger, now(), getpass.getuser()))
    for each in sent:
        word = "надіслано" if each.went else "не надіслано, наступного разу спробуємо знову"
        say(f"{each.letter.to}: {each.letter.subject} ({word})")
    raise typer.Exit(0 if all(each.went for each in sent) else 1)


def _preview(prepared: Sequence[Prepared]) -> None:
    for each in prepared:
        say(f"{each.letter.to}: {each.letter.subject}")
    if not prepared:
        say("Нового для листів немає.")


def _open_post(settings: Settings) -> Post:
    from pipeline.post import ApprisePost, PostError

    if not settings.mail_url:
        raise CannotRun(
            "Не задано, звідки слати пошту: змінна оточення PIPELINE_MAIL_URL, "
            "наприклад mailtos://користувач:пароль@сервер?from=адреса."
        )
    try:
        return ApprisePost(settings.mail_url, settings.notify_urls)
    except PostError as error:
        raise CannotRun(str(error)) from error
