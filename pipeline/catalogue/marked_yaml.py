"""YAML that remembers its lines, so that every problem names one.

The safe loader only; a key that stands twice is a problem here, where PyYAML would silently let
the later one win.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Location = tuple[str | int, ...]


class YamlError(Exception):
    """The file is no YAML we accept: `line` and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class MarkedYaml:
    """The value, and the line on which each of its parts begins."""

    value: Any
    lines: Mapping[Location, int]

    def line_of(self, location: Location) -> int:
        """The line of that part, or of the nearest part around it that the file has."""
        for end in range(len(location), -1, -1):
            if location[:end] in self.lines:
                return self.lines[location[:end]]
        return 1


def read_yaml(path: Path) -> MarkedYaml:
    """Read one file; YamlError where it is not UTF-8, not YAML or repeats a key."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise YamlError(1, "файл не в кодуванні UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line, column = _place_of(error)
        raise YamlError(line, _explain(text, line, column, error.problem or "")) from error
    except yaml.YAMLError as error:
        raise YamlError(1, "це не YAML: у файлі є знак, якого в тексті бути не може") from error
    if node is None:
        raise YamlError(1, "файл порожній")
    lines: dict[Location, int] = {}
    _mark(node, (), lines)
    return MarkedYaml(yaml.load(text, Loader=yaml.CSafeLoader), lines)


def _place_of(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    mark = error.problem_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _explain(text: str, line: int, column: int, problem: str) -> str:
    """What a person did and is to do instead; `problem` is what the parser of YAML said."""
    lines = text.splitlines()
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    here = lines[line - 1][column - 1 : column] if line <= len(lines) else ""
    if here == "\t" or ("\t" in before and not before.strip()):
        return "відступ зроблено табуляцією: у YAML відступають лише пробілами"
    if problem.startswith("mapping values"):
        return (
            f"зайва двокрапка, знак {column}: текст із двокрапкою беруть у лапки, а новий ключ "
            "починають з того самого відступу, що й сусідні"
        )
    if problem.startswith(("did not find expected ','", "found unexpected end")):
        return "дужку або лапки не закрито (шукайте вище)"
    if problem.startswith("found character") and here:
        return f"значення не може починатися з «{here}»: візьміть його в лапки"
    return f"це не YAML, знак {column}: перевірте відступ цього рядка, лапки й дужки"


def _mark(node: yaml.Node, location: Location, lines: dict[Location, int]) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        _mark_keys(node, location, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _mark(item, (*location, index), lines)


def _mark_keys(node: yaml.MappingNode, location: Location, lines: dict[Location, int]) -> None:
    for key, value in node.value:
        at = (*location, key.value)
        line = key.start_mark.line + 1
        if at in lines:
            raise YamlError(line, f"ключ «{key.value}» повторено (вперше в рядку {lines[at]})")
        _mark(value, at, lines)
        lines[at] = line
