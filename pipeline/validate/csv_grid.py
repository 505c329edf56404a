"""CSV and TSV → one grid. The delimiter is the one whose header row the schema knows.

`csv.Sniffer` takes `,` for `;` whenever every line has as many decimal commas as the header has
commas (`Сума, грн`), in each of 20 samples; the schema's own names do not err.
"""

from __future__ import annotations

import csv
from itertools import islice

from pipeline.validate.csv_quotes import Quoting, read_quoting, refuse_long, refuse_swallowed
from pipeline.validate.decode import Decoded
from pipeline.validate.grid import Grid, refuse
from pipeline.validate.labels import Labels

DELIMITERS = {",": "кома", ";": "крапка з комою", "\t": "табуляція", "|": "вертикальна риска"}
_HEADER_WITHIN = 50


def read_csv(decoded: Decoded, labels: Labels) -> Grid:
    """The one grid of a text table; line numbers are those a spreadsheet program would show."""
    text, told = _told_delimiter(decoded.text)
    delimiter = told or _choose_delimiter(text, labels)
    quoting = read_quoting(text, delimiter)
    try:
        rows = list(quoting.records(text))
    except csv.Error:
        raise refuse_long() from None
    _refuse_quoted_lines(rows, labels)
    refuse_swallowed(rows, delimiter)
    return Grid(None, rows, loose=False, recoded=_recoded(decoded, delimiter))


def _recoded(decoded: Decoded, delimiter: str) -> str | None:
    if decoded.encoding == "UTF-8" and delimiter == ",":
        return None
    return f"кодування {decoded.encoding}, роздільник «{DELIMITERS.get(delimiter, delimiter)}»"


def _told_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's own first line `sep=;` names the delimiter and is no row."""
    first, _, rest = text.partition("\n")
    word = first.strip('\r"')
    if word.lower().startswith("sep=") and len(word) == 5:
        return rest, word[-1]
    return text, None


def _choose_delimiter(text: str, labels: Labels) -> str:
    """Most columns recognised in one row; then most columns in it; then the order of the list."""
    return max(DELIMITERS, key=lambda delimiter: _recognised(text, delimiter, labels))


def _recognised(text: str, delimiter: str, labels: Labels) -> tuple[int, int]:
    best = (0, 0)
    try:
        for row in islice(Quoting(delimiter, spaced=False).records(text), _HEADER_WITHIN):
            places = {match.places for match in map(labels.match, row) if match}
            best = max(best, (len(places), min(len(row), len(labels.schema.fields))))
    except csv.Error:
        return best
    return best


def _refuse_quoted_lines(rows: list[list[str]], labels: Labels) -> None:
    """Every line was put in quotes as a whole, so that each is one cell: `"uid;name;area"`."""
    lines = [row for row in rows if any(row)]
    if len(lines) < 2 or any(len(row) > 1 for row in lines):
        return
    if max(_recognised(lines[0][0], delimiter, labels)[0] for delimiter in DELIMITERS) > 1:
        raise refuse(
            "quoted-lines",
            "Кожен рядок файлу взято в лапки цілком, тому всі значення злилися в одну клітинку. "
            "Збережіть початкову таблицю як XLSX або приберіть лапки на краях рядків.",
        )
