"""Cells in error or struck through, merged ranges, hidden lines of an ODS, from `content.xml`.

Read as a stream, every row forgotten once it is read. The attributes are those of OpenDocument 1.3
part 3 (§ 9.1, § 19.676 and following) and of LibreOffice's own `calcext:value-type`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Set
from itertools import islice, product
from typing import Any

from pipeline.validate.grid import ERROR_TEXT, Fault, refuse
from pipeline.validate.unseen import MOST_FAULTS, Unseen

_MOST_UNPACKED = 1 << 30
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_CELLS = ("table-cell", "covered-table-cell")


def read_unseen_ods(content: bytes) -> dict[str, Unseen]:
    """By the name of the sheet; Unreadable where it would unpack beyond all measure."""
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo("content.xml").file_size > _MOST_UNPACKED:
            raise refuse(
                "zip-bomb",
                "Книга розпаковується у понад 1 ГБ: такий файл не читається. "
                "Вилучіть із неї зайві аркуші та форматування порожніх клітинок.",
            )
        with archive.open("content.xml") as stream:
            return _read_events(iterparse(stream, events=("start", "end")))


def _read_events(events: Iterable[tuple[str, Any]]) -> dict[str, Unseen]:
    found: dict[str, Unseen] = {}
    struck: set[str] = set()
    walks: list[_SheetWalk] = []
    above: list[Any] = []
    for event, element in events:
        name = _local(element.tag)
        if event == "start":
            if name == "table":
                walks.append(_SheetWalk(struck))
                found.setdefault(_attribute(element, "name"), walks[-1].unseen)
            above.append(element)
            continue
        above.pop()
        if name == "style" and _strikes(element, struck):
            struck.add(_attribute(element, "name"))
        elif name == "table" and walks:
            walks.pop()
        elif name == "table-column" and walks:
            walks[-1].take_column(element)
        elif name == "table-row" and walks:
            walks[-1].take_row(element)
            above[-1].remove(element)
    return found


class _SheetWalk:
    """How far one sheet is read: the line and the column that come next.

    `struck` are the styles that strike through, which all stand above the sheets.
    """

    def __init__(self, struck: Set[str]) -> None:
        self.unseen = Unseen()
        self._struck = struck
        self._struck_columns: set[int] = set()
        self._line = 0
        self._place = 0

    def take_column(self, element: Any) -> None:
        """A description of one column or of many alike."""
        end = min(self._place + _count(element, "number-columns-repeated"), _MOST_COLUMNS)
        if _is_hidden(element):
            self.unseen.hidden_columns.update(range(self._place, end))
        if _attribute(element, "default-cell-style-name") in self._struck:
            self._struck_columns.update(range(self._place, end))
        self._place = end

    def take_row(self, element: Any) -> None:
        """A row, which may stand for many alike; only those with faults are unfolded."""
        end = min(self._line + _count(element, "number-rows-repeated"), _MOST_ROWS)
        if _is_hidden(element):
            self.unseen.hidden_rows.update(range(self._line, end))
        place = 0
        for cell in element:
            if _local(cell.tag) in _CELLS:
                width = _count(cell, "number-columns-repeated")
                self._take_cell(cell, end, place, width)
                place += width
        self._line = end

    def _take_cell(self, cell: Any, end: int, place: int, width: int) -> None:
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            area = (self._line, place, self._line + rows - 1, place + columns - 1)
            self.unseen.merged.append(area)
        fault = _fault(cell)
        places = range(place, min(place + width, _MOST_COLUMNS))
        if fault is not None:
            for one in islice(product(range(self._line, end), places), self._room()):
                self.unseen.faults[one] = fault
        if len(cell) and self._struck:
            struck = [column for column in places if self._is_struck(cell, column)]
            self.unseen.struck.update(islice(product(range(self._line, end), struck), MOST_FAULTS))

    def _room(self) -> int:
        return MOST_FAULTS - len(self.unseen.faults)

    def _is_struck(self, cell: Any, column: int) -> bool:
        """By its own style or, where it has none, its column's; or by that of some letters."""
        own = _attribute(cell, "style-name")
        if own in self._struck or (not own and column in self._struck_columns):
            return True
        return any(
            _local(part.tag) == "span" and _attribute(part, "style-name") in self._struck
            for part in cell.iter()
        )


def _fault(cell: Any) -> Fault | None:
    """An error as the program shows it, or a formula whose result was never stored."""
    if not len(cell) and not cell.attrib:
        return None
    paragraphs = [child for child in cell if _local(child.tag) == "p"]
    text = "\n".join("".join(paragraph.itertext()) for paragraph in paragraphs).strip()
    kinds = _attributes(cell, "value-type")
    if "error" in kinds or ERROR_TEXT.fullmatch(text):
        return Fault("error", text or "#N/A")
    formula = _attribute(cell, "formula")
    if formula and not kinds and not text:
        return Fault("unsaved", formula.removeprefix("of:"))
    return None


def _strikes(style: Any, struck: Set[str]) -> bool:
    """Whether a style strikes through, by itself or as the style it is made from."""
    said = [
        line
        for child in style
        for name in ("text-line-through-style", "text-line-through-type")
        for line in _attributes(child, name)
    ]
    if said:
        return "none" not in said
    return _attribute(style, "parent-style-name") in struck


def _is_hidden(element: Any) -> bool:
    """`collapse`: hidden by hand; `filter`: by a filter."""
    return _attribute(element, "visibility") in ("collapse", "filter")


def _count(element: Any, name: str) -> int:
    said = _attribute(element, name)
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _attribute(element: Any, name: str) -> str:
    return next(iter(_attributes(element, name)), "")


def _attributes(element: Any, name: str) -> list[str]:
    """Values of all attributes of the name: `office:value-type` and `calcext:value-type`."""
    return [value for key, value in element.attrib.items() if _local(key) == name]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
