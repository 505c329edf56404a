"""Whoever adds a rule shows its message in a test: this one fails until they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pipeline.validate

SOURCES = Path(pipeline.validate.__file__).parent
TESTS = Path(__file__).parent
CARRIERS = {"Finding", "Flaw", "refuse", "_finding", "_blocking", "_unfilled", "left_out"}


def literal_codes() -> Iterator[str]:
    """Every literal code given to something that makes a finding."""
    for path in SOURCES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in CARRIERS:
                named = [word.value for word in node.keywords if word.arg == "code"]
                for value in [*named, *node.args[:2]]:
                    if isinstance(value, ast.Constant) and _is_code(value.value):
                        yield str(value.value)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and value.replace("-", "").isascii() and value == value.lower()


def test_every_code_of_a_finding_stands_in_a_test():
    shown = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))
    codes = set(literal_codes())
    assert len(codes) > 50
    assert {code for code in codes if f'"{code}"' not in shown} == set()
