"""What a returned workbook cannot keep of the one that was handed in, said in so many words.

openpyxl rewrites a workbook from what it understands; the rest is gone without a word. The office
learns it from us rather than by surprise.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

_PARTS = (
    (r"xl/vbaProject\.bin", "макроси"),
    (r"xl/(activeX|ctrlProps)/", "кнопки та інші елементи керування"),
    (r"xl/charts/", "оформлення діаграм (могло змінитися)"),
    (r"xl/diagrams/", "схеми SmartArt"),
    (r"xl/embeddings/", "вбудовані об’єкти"),
    (r"xl/threadedComments/", "обговорення в примітках (лишився їхній текст)"),
    (r"xl/(slicers|timelines)/", "зрізи та часові шкали"),
    (r"xl/(connections\.xml|queryTables/|model/)", "запити й підключення до інших джерел"),
    (r"xl/pivotTables/", "оформлення зведених таблиць (могло змінитися)"),
)
_SHAPES = (b"<xdr:sp>", b"<xdr:sp ", b"<xdr:cxnSp", b"<xdr:grpSp")
_EXTENSIONS = (
    (b"x14:sparkline", "міні-діаграми в клітинках"),
    (b"x14:dataValidation", "випадні списки, що беруть значення з інших аркушів"),
    (b"x14:conditionalFormatting", "частину умовного форматування"),
)


def list_losses(path: Path) -> tuple[str, ...]:
    """Kinds of things in the XLSX at `path` that the returned one lacks or shows otherwise."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        lost = [words for part, words in _PARTS if any(re.match(part, name) for name in names)]
        if any(_is_lost_picture(name) for name in names):
            lost.append("малюнки")
        if any(_holds(archive, name, _SHAPES) for name in _under("xl/drawings/", names)):
            lost.append("фігури й написи поверх клітинок")
        sheets = _under("xl/worksheets/", names)
        for sign, words in _EXTENSIONS:
            if any(_holds(archive, name, (sign,)) for name in sheets):
                lost.append(words)
    return tuple(lost)


def _is_lost_picture(name: str) -> bool:
    """Pictures stay only where Pillow is there to read them, Windows metafiles never."""
    from openpyxl.drawing.image import PILImage

    return name.startswith("xl/media/") and (
        not PILImage or name.lower().endswith((".emf", ".wmf"))
    )


def _under(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if re.fullmatch(rf"{folder}[^/]+\.xml", name)]


def _holds(archive: ZipFile, name: str, signs: tuple[bytes, ...]) -> bool:
    content = archive.read(name)
    return any(sign in content for sign in signs)
