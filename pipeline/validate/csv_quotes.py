"""Quotation marks of a CSV: where they do not pair, cells run together and nothing seems wrong.

Python's reader, like Excel, takes whatever follows a closing mark into the cell: `"Кафе "Ґанок""`
becomes `Кафе Ґанок""`, and a mark never closed swallows rows until the next one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.validate.grid import column_letters, refuse

LONGEST_CELL = 1_000_000
_SHOWN = 12
_SWALLOW_FROM = 4
"""Columns of the narrowest table in which delimiters inside a cell tell anything."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """How a text puts values in quotes: `spaced` as in `1, "a, b"`."""

    delimiter: str
    spaced: bool

    def records(self, text: str, *, strict: bool = False) -> Iterator[list[str]]:
        """The rows of the text; csv.Error where a cell is too long or, if strict, is not sound."""
        csv.field_size_limit(LONGEST_CELL)
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.delimiter,
            skipinitialspace=self.spaced,
            strict=strict,
        )


def read_quoting(text: str, delimiter: str) -> Quoting:
    """How the text is quoted; Unreadable where its quotation marks do not pair."""
    plain = Quoting(delimiter, spaced=False)
    if '"' not in text:
        return plain
    if re.search(re.escape(delimiter) + ' +"', text):
        spaced = Quoting(delimiter, spaced=True)
        if not _stray_lines(text, spaced):
            return spaced
    lines = _stray_lines(text, plain)
    if lines:
        # A blank between the closing mark and the delimiter changes nothing.
        lines = _stray_lines(re.sub(r'"[ \t]+(?=[,;|\t\r\n]|\Z)', '"', text), plain)
    if lines:
        raise _stray(lines)
    return plain


def _stray_lines(text: str, quoting: Quoting) -> list[int]:
    """Lines of the text, from 1, where a record begins in which a closed quotation goes on."""
    reader = quoting.records(text, strict=True)
    lines: list[int] = []
    line = 1
    while True:
        try:
            next(reader)
        except StopIteration:
            return lines
        except csv.Error as error:
            _refuse_unending(str(error), line)
            lines.append(line)
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _refuse_unending(said: str, line: int) -> None:
    if "unexpected end" in said:
        raise refuse(
            "unclosed-quote",
            f"Лапки, відкриті в рядку {line} файлу, не закрито: усе, що нижче, злилося в одну "
            "клітинку. Закрийте лапки або збережіть таблицю як XLSX.",
        )
    if "field larger" in said:
        raise refuse_long()


def _stray(lines: Sequence[int]) -> Exception:
    listed = ", ".join(map(str, lines[:_SHOWN])) + (" …" if len(lines) > _SHOWN else "")
    where = f"рядку {listed}" if len(lines) == 1 else f"рядках {listed}"
    return refuse(
        "stray-quote",
        f"У {where} файлу лапки стоять посеред значення й не подвоєні або не закриті: невідомо, де "
        "значення закінчується. Збережіть початкову таблицю як XLSX або напишіть «…» замість "
        "прямих лапок.",
    )


def refuse_swallowed(rows: Sequence[Sequence[str]], delimiter: str) -> None:
    """A cell of several lines full of delimiters is rows that a lost quotation mark swallowed.

    In prose a blank follows a comma; between cells none does.
    """
    width = max(map(len, rows), default=0)
    if width < _SWALLOW_FROM:
        return
    between = re.compile(re.escape(delimiter) + r"(?=\S)")
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            breaks = cell.count("\n") if delimiter in cell else 0
            if breaks and len(between.findall(cell)) >= breaks * (width - 1):
                raise refuse(
                    "swallowed-rows",
                    f"У клітинці {column_letters(place)}{line} злилося кілька рядків таблиці: "
                    "мабуть, лапки відкрито й не закрито. Виправте лапки або збережіть початкову "
                    "таблицю як XLSX.",
                )


def refuse_long() -> Exception:
    """The exception for a text whose delimiters or quotation marks are lost altogether."""
    return refuse(
        "cell-too-long",
        "У файлі є клітинка, довша за мільйон знаків: це не таблиця або в ній загубилися "
        "роздільники чи лапки. Збережіть таблицю як XLSX.",
    )
