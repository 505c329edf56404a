"""Cells in error, merged ranges and hidden lines of an ODS, from its `content.xml`.

Read as a stream, every row forgotten once it is read. The attributes are those of OpenDocument 1.3
part 3 (§ 9.1, § 19.676 and following) and of LibreOffice's own `calcext:value-type`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
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
    walks: list[_SheetWalk] = []
    above: list[Any] = []
    for event, element in events:
        name = _local(element.tag)
        if event == "start":
            if name == "table":
                walks.append(_SheetWalk())
                found.setdefault(_attribute(element, "name"), walks[-1].unseen)
            above.append(element)
            continue
        above.pop()
        if name == "table" and walks:
            walks.pop()
        elif name == "table-column" and walks:
            walks[-1].take_column(element)
        elif name == "table-row" and walks:
            walks[-1].take_row(element)
            above[-1].remove(element)
    return found


class _SheetWalk:
    """How far one sheet is read: the line and the column that come next."""

    def __init__(self) -> None:
        self.unseen = Unseen()
        self._line = 0
        self._place = 0

    def take_column(self, element: Any) -> None:
        """A description of one column or of many alike."""
        end = min(self._place + _count(element, "number-columns-repeated"), _MOST_COLUMNS)
        if _is_hidden(element):
            self.unseen.hidden_columns.update(range(self._place, end))
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
        if fault is None:
            return
        for line in range(self._line, end):
            for column in range(place, min(place + width, _MOST_COLUMNS)):
                if len(self.unseen.faults) >= MOST_FAULTS:
                    return
                self.unseen.faults[line, column] = fault


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
