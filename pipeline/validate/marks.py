"""How our own marks in a returned workbook are known again, so that they never count as findings.

An office mends the workbook we gave back and hands it in again: our sheet is then no table of
theirs, and our comments hide nothing. The reply writes what is known again here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

OUR_SHEET = "Зауваження"
"""The name of the first sheet of a returned workbook, unless the office has one of that name."""

OUR_HEADINGS = (
    "№",
    "Клітинка",
    "Стовпець",
    "Що не так",
    "Зараз",
    "Правильно, наприклад",
    "Важливість",
)
"""The headings of the list on our sheet: programs that drop the property keep them."""

_HEADED_WITHIN = 12

OUR_PROPERTY = "open-data-check"
"""The custom document property (`docProps/custom.xml`) whose text is the name of our sheet."""

OUR_AUTHOR = "Перевірка відкритих даних"
"""The author of every comment we leave: a comment of this author is ours."""

OUR_NOTE = "— Перевірка відкритих даних —"
"""The first line of every comment we leave: programs that drop authors keep the text."""

OFFICE_NOTE = "— Ваша примітка —"
"""What stands between our words and the office's own, where the cell already had a comment."""

FORMER_FILL = "Колір клітинки до перевірки: #"
"""The last line of our comment where we painted over a colour: 8 hex digits (ARGB) follow."""

BLOCKING_FILL = "FFFFC9C7"
"""ARGB of a cell whose finding stops publication; not one of the standard palettes' colours."""

NOTE_FILL = "FFFFEDA3"
"""ARGB of a cell with a note."""

OUR_FILLS = frozenset({BLOCKING_FILL, NOTE_FILL})
"""Every colour we paint cells with."""

OUR_SUFFIX = "-zauvazhennia"
"""What we add to the stem of the office's file name for the returned workbook."""


def is_our_comment(text: str, author: str = "") -> bool:
    """Whether a comment was left by us in an earlier reply."""
    return author == OUR_AUTHOR or text.lstrip().startswith(OUR_NOTE)


def office_words(text: str) -> str:
    """What the office itself had written in a comment of ours; `""` where nothing."""
    _, found, words = text.partition(OFFICE_NOTE)
    return words.partition(FORMER_FILL)[0].strip() if found else ""


def is_our_list(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is our list of findings, by its headings near the top."""
    return any(tuple(row[: len(OUR_HEADINGS)]) == OUR_HEADINGS for row in rows[:_HEADED_WITHIN])


def our_sheet_of(properties: Mapping[str, object], sheets: tuple[str, ...]) -> str | None:
    """Which of a workbook's sheets is ours, by its custom properties; None where it has none.

    A sheet merely called «Зауваження» is the office's own: only the property makes it ours.
    """
    name = properties.get(OUR_PROPERTY)
    return name if isinstance(name, str) and name in sheets else None
