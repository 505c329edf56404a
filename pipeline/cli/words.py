"""The words of typer in Ukrainian, whatever the language of the machine.

What typer asks gettext for stands in the catalogue beside (`locale/uk`), bound here; a word that
it has as a default is set on its commands; a mistake in the command line, whose sentences typer
writes in English without asking anyone, is told by `sentence_of_mistake`.

After a change of the catalogue: pybabel compile --statistics -d pipeline/cli/locale
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from typer._click import Command
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

LOCALE = Path(__file__).with_name("locale")
SHOW_HELP = "Показати цю довідку."
OPTIONS = "[ПАРАМЕТРИ]"
COMMAND = "КОМАНДА [АРГУМЕНТИ]…"


class _Formatter(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """The usage line under a Ukrainian name."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Виклик: ")


class _Context(typer.Context):
    formatter_class = _Formatter


@contextmanager
def ukrainian_words(environment: MutableMapping[str, str]) -> Iterator[None]:
    """Let gettext answer in Ukrainian for the block.

    It knows the language by the environment alone, and LANGUAGE comes before every other name.
    """
    gettext.bindtextdomain("messages", str(LOCALE))
    former = environment.get("LANGUAGE")
    environment["LANGUAGE"] = "uk"
    try:
        yield
    finally:
        del environment["LANGUAGE"]
        if former is not None:
            environment["LANGUAGE"] = former


def build_command(app: typer.Typer) -> Command:
    """The whole command line; it speaks Ukrainian within `ukrainian_words`."""
    command = get_command(app)
    _translate(command)
    return command


def _translate(command: Any) -> None:
    """Set the words on the command and on all below it."""
    command.context_class = _Context
    command.options_metavar = OPTIONS
    shown = command.get_help_option(_Context(command))
    if shown is not None:
        shown.help = SHOW_HELP
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = COMMAND
        for each in command.commands.values():
            _translate(each)


Build = Callable[[re.Match[str]], str]

MISTAKES: tuple[tuple[str, Build], ...] = (
    (r"Missing argument '(.+?)'\.(.*)", lambda m: f"Бракує аргументу «{m[1]}».{_choices(m[2])}"),
    (r"Missing option ('.+?')\.(.*)", lambda m: f"Бракує параметра {_bare(m[1])}.{_choices(m[2])}"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", lambda m: f"Зайві слова: {m[1]}."),
    (r"No such option: (\S+)(.*)", lambda m: f"Немає параметра {m[1]}.{_nearest(m[2])}"),
    (r"Option '(.+?)' requires an argument\.", lambda m: f"Після {m[1]} вкажіть значення."),
    (r"Option '(.+?)' does not take a value\.", lambda m: f"Після {m[1]} значення не вказують."),
    (
        r"Invalid value for ('.+?'): (?:Value error, )?(.*)",
        lambda m: f"Значення {_bare(m[1])} не годиться: {_refused(m[2])}",
    ),
    (r"(.+)\. Did you mean (.+)\?", lambda m: f"{m[1]}. Можливо, {m[2]}?"),
)
"""Every sentence of typer about a mistake in the command line that our commands can bring about."""

REFUSED: tuple[tuple[str, Build], ...] = (
    (r"(.+) is not one of (.+)\.", lambda m: f"{m[1]} немає серед {m[2]}."),
    (r"Input should be a valid integer.*", lambda _: "потрібне ціле число."),
    (
        r"Input should be greater than or equal to (\d+)",
        lambda m: f"потрібне число, не менше за {m[1]}.",
    ),
)
"""Why a value is refused, by typer or pydantic."""


def sentence_of_mistake(error: TyperException) -> str:
    """What is wrong with the command line and where its help is; empty where help was shown."""
    said = error.format_message()
    if not said:
        return ""
    told = re.sub(r"'([^']*)'", r"«\1»", _told(said, MISTAKES))
    context = getattr(error, "ctx", None)
    return f"{told} Довідка: {context.command_path} --help" if context else told


def _told(said: str, sentences: tuple[tuple[str, Build], ...]) -> str:
    for pattern, build in sentences:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            return build(found)
    return said


def _bare(names: str) -> str:
    """`'-o' / '--output'` as a person types them."""
    return names.replace("'", "")


def _refused(said: str) -> str:
    return _told(said, REFUSED)


def _choices(said: str) -> str:
    """` Choose from: …`, one a line, as a list in the sentence."""
    names = re.sub(r"^\s*Choose from:", "", said).split()
    return f" Одне з: {' '.join(names)}." if names else ""


def _nearest(said: str) -> str:
    names = re.findall(r"--?[\w-]+", said)
    return f" Можливо, {' або '.join(names)}?" if names else ""
