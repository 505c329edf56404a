"""The command line speaks Ukrainian, whatever the machine's language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from cities import write_city
from typer.core import TyperGroup
from typer.main import get_command

from pipeline.cli import app, main
from pipeline.cli.words import LOCALE, ukrainian_words

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|OPTIONS|ARGS|COMMAND\b|required|default|env var|Show this"
    r"|Error|Try |No such|Did you mean|Possible|Missing|Got |extra|Invalid|not one of|Choose"
    r"|Input|should|valid|argument",
)
MISTAKES = {
    ("pubish",): "Немає команди «pubish». Можливо, «publish»? Довідка: pipeline --help\n",
    ("zzz",): "Немає команди «zzz». Довідка: pipeline --help\n",
    ("portal", "key", "zzz"): "Немає команди «zzz». Довідка: pipeline portal key --help\n",
    ("evidence",): "Бракує аргументу «ВИПУСК». Довідка: pipeline evidence --help\n",
    ("backup",): "Бракує параметра -o / --output. Довідка: pipeline backup --help\n",
    ("report", "--format", "pdf"): (
        "Значення --format не годиться: «pdf» немає серед «text», «md», «html», «docx», «json», "
        "«csv». Довідка: pipeline report --help\n"
    ),
    ("schedule", "--next", "x"): (
        "Значення --next не годиться: потрібне ціле число. Довідка: pipeline schedule --help\n"
    ),
    ("schedule", "--next", "0"): (
        "Значення --next не годиться: потрібне число, не менше за 1. "
        "Довідка: pipeline schedule --help\n"
    ),
    ("schedule", "--next"): "Після --next вкажіть значення.\n",
    ("schedule", "--json=1"): "Після --json значення не вказують.\n",
    ("schedule", "--jso"): (
        "Немає параметра --jso. Можливо, --json? Довідка: pipeline schedule --help\n"
    ),
    ("schedule", "a", "b"): "Зайві слова: a b. Довідка: pipeline schedule --help\n",
}


def _commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


def _root() -> TyperGroup:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    return root


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Exit code, stdout and stderr of a command, typed in the folder of a small city."""
    write_city(tmp_path / "datapackages")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")

    def type_in(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["pipeline", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code, *capfd.readouterr())

    return type_in


EVERY_PAGE = """
import sys
from pipeline.cli import main
for path in sys.argv[1].split(","):
    sys.argv = ["pipeline", *path.split(), "--help"]
    try:
        main()
    except SystemExit as ended:
        assert ended.code == 0
"""


def test_the_help_of_every_command_has_no_english_word_of_typer() -> None:
    paths = [" ".join(path) for path in _commands(_root())]
    command = [sys.executable, "-c", EVERY_PAGE, ",".join(paths)]
    environment = {**os.environ, "LANGUAGE": "en"}
    done = subprocess.run(
        command, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    assert ENGLISH.findall(done.stdout) == []
    assert done.stdout.count("Виклик: pipeline") == len(paths)
    assert done.stdout.count("Показати цю довідку.") == len(paths)


@pytest.mark.parametrize(("words", "told"), MISTAKES.items())
def test_a_mistake_in_the_command_line_is_one_ukrainian_sentence(typed, words, told) -> None:
    assert typed(*words) == (2, "", told)


@pytest.mark.parametrize("words", ["--help", "pubish", "evidence", "report --format pdf"])
@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "de_DE.UTF-8"])
def test_the_machines_language_changes_no_word(words: str, language: str) -> None:
    command = [sys.executable, "-m", "pipeline", *words.split()]
    environment = {**os.environ, "LANG": language, "LC_ALL": language, "LANGUAGE": "en"}
    done = subprocess.run(
        command, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    told = done.stdout + done.stderr
    assert ENGLISH.findall(told) == []
    assert re.search("[а-яіїєґ]{5}", told)


def test_the_catalogue_that_gettext_reads_is_the_compiled_one_that_people_edit() -> None:
    folder = LOCALE / "uk" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        edited = read_po(file, locale="uk")
    with (folder / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert _words(compiled) == _words(edited)


def _words(catalogue: Catalog) -> dict[object, object]:
    """Every message but the header, in which Babel writes the time."""
    return {message.id: message.string for message in catalogue if message.id}


def test_the_language_is_bound_over_the_machines() -> None:
    environment = {"LANGUAGE": "en:de"}
    with ukrainian_words(environment):
        assert environment == {"LANGUAGE": "uk"}
    assert environment == {"LANGUAGE": "en:de"}
