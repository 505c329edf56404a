"""`pipeline ledger`: is the chain whole, take the ledger along, correct an event."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.clock import now
from pipeline.errors import CannotRun, sentences_only
from pipeline.settings import Settings
from pipeline.wording import EVENT, KYIV, count_of, minute

if TYPE_CHECKING:
    from pipeline.record.ledger import Ledger
    from pipeline.record.verify import Chain

app = typer.Typer(help="Журнал подій: звірити, перенести, уточнити.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="ФАЙЛ", readable=False)]
Json = Annotated[bool, typer.Option("--json", help="Вивести JSON.")]

NOT_PROVED = (
    "Чого це не доводить: що кінець журналу не відрізано і що його не переписано наново. "
    "Хеш із давнішого звіту чи листа доведе й це: pipeline ledger verify --head ХЕШ"
)


@app.command()
def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option(metavar="ХЕШ", help="Хеш зі звіту чи листа.")] = None,
    as_json: Json = False,
) -> None:
    """Звірити журнал: жодної події не змінено, не вилучено й не вставлено; код 1, якщо ні."""
    from pipeline.record.verify import verify_chain

    with _open(context.obj) as ledger:
        chain = verify_chain(ledger, _hash(head))
    if as_json:
        say_json(
            {
                "events": chain.length,
                "head": chain.head,
                "faults": list(chain.faults),
                "noted": chain.noted,
            }
        )
    else:
        _say_chain(chain)
    raise typer.Exit(1 if chain.faults else 0)


@app.command("export")
def export(context: typer.Context, file: File) -> None:
    """Записати весь журнал у файл (JSON, подія на рядок)."""
    from pipeline.record.transfer import export_ledger

    with _open(context.obj) as ledger, _files_may_fail(file):
        chain = export_ledger(ledger, file)
    say(f"Записано у {file}: {count_of(chain.length, EVENT)}. Хеш останньої: {chain.head}")


@app.command("import")
def take_in(context: typer.Context, file: File) -> None:
    """Прийняти журнал із файлу; лише в порожній журнал."""
    from pipeline.record.transfer import import_ledger

    with _open(context.obj) as ledger, _files_may_fail(file):
        chain = import_ledger(ledger, file)
    say(f"Прийнято: {count_of(chain.length, EVENT)}. Хеш останньої: {chain.head}")


@app.command()
def correct(
    context: typer.Context,
    event: Annotated[int, typer.Argument(metavar="ПОДІЯ", help="Номер події.")],
    by: Annotated[str, typer.Option(help="Хто уточнює.")],
    reason: Annotated[str, typer.Option(help="Чому.")],
    at: Annotated[str | None, typer.Option(help="Коли це було: 2021-06-30T17:05+03:00.")] = None,
    rows: Annotated[int | None, typer.Option(min=0, help="Скільки рядків.")] = None,
    document: Annotated[str | None, typer.Option(help="Якого документа це стосується.")] = None,
    void: Annotated[bool, typer.Option("--void", help="Цього не було зовсім.")] = False,
) -> None:
    """Уточнити подію: записане лишається, а показники, складені відтепер, враховують уточнення."""
    from pipeline.record.correction import build_correction, build_void, read_event

    given = {"at": _moment(at), "rows": rows, "document": document}
    changes = {name: value for name, value in given.items() if value is not None}
    if void == bool(changes):
        raise CannotRun("Вкажіть або що уточнити (--at, --rows, --document), або --void.")
    with _open(context.obj) as ledger:
        wrong = read_event(ledger, event)
        person = getpass.getuser()
        recorded = ledger.record(
            build_void(wrong, by, reason, person)
            if void
            else build_correction(wrong, changes, by, reason, person)
        )
    say(f"Було: {minute(wrong.event.at)}, {wrong.event.sentence}")
    say(f"Записано подію {recorded.seq}. {recorded.event.sentence}")


@contextmanager
def _open(settings: Settings) -> Iterator[Ledger]:
    from pipeline.record.ledger import open_ledger

    with sentences_only(), open_ledger(settings.ledger_url, now) as ledger:
        yield ledger


@contextmanager
def _files_may_fail(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "це не текст"
        raise CannotRun(f"Файл {file} не читається або не записується: {why}.") from error


def _hash(text: str | None) -> str | None:
    if text is None:
        return None
    found = text.strip().lower()
    if re.fullmatch(r"[0-9a-f]{64}", found):
        return found
    raise CannotRun(f"«{text}» не є хешем події: у ньому 64 знаки 0–9 і a–f.")


def _moment(text: str | None) -> datetime | None:
    """A moment that has come; without a zone it is Kyiv time."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CannotRun(f"«{text}» не є часом: напишіть його як 2021-06-30T17:05.") from error
    found = found if found.tzinfo else found.replace(tzinfo=KYIV)
    if found > now():
        raise CannotRun(f"{minute(found)} ще не настало: уточнюють те, що вже відбулося.")
    return found


def _say_chain(chain: Chain) -> None:
    for fault in chain.faults:
        say(fault)
    if chain.faults:
        say(f"Журнал не пройшов звірки. Прочитано: {count_of(chain.length, EVENT)}.")
        return
    say(f"Ланцюг цілий: {count_of(chain.length, EVENT)}. Хеш останньої: {chain.head}")
    if chain.noted is None:
        say(NOT_PROVED)
    else:
        say(f"Названий хеш має подія {chain.noted}: вона й усі до неї такі, якими були тоді.")
        if chain.noted < chain.length:
            say("Про пізніші події цей хеш нічого не каже.")
