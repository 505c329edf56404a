"""Documentation cannot rot: what the README shows exists, and what exists is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command_names() -> list[str]:
    """Every command, `ledger verify` and the like included."""
    found = []
    for name, command in get_command(app).commands.items():
        found.append(name)
        found += [f"{name} {inner}" for inner in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("name", command_names())
def test_every_command_stands_in_the_readme(name: str) -> None:
    words = name.split()
    pattern = rf"pipeline {words[0]}" + (rf"[^\n]*\b{words[-1]}\b" if words[1:] else r"\b")
    assert re.search(pattern, README)


@pytest.mark.parametrize("name", command_names())
def test_every_command_says_what_it_is_for(name: str) -> None:
    command = get_command(app)
    for word in name.split():
        command = command.commands[word]
    assert command.help


@pytest.mark.parametrize(
    "target", re.findall(r"^(\w+): \$\((?:READY|TESTED)\)", (ROOT / "Makefile").read_text(), re.M)
)
def test_every_make_target_is_a_command_or_stands_in_the_readme(target: str) -> None:
    assert target in get_command(app).commands or f"make {target}" in README
