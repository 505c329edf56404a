"""How a filled form is handed in: its name, its folder, and its format where XLSX is not taken.

The form is a workbook, and the dataset's source takes files by their names, ending included.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from pipeline.model import FolderSource, Resource

SAVED_AS = {
    "xlsx": "",
    "csv": "CSV UTF-8",
    "ods": "«Електронна таблиця OpenDocument» (.ods)",
    "xls": "«Книга Excel 97–2003» (.xls)",
}
"""Endings a form can be saved with, the best first, and what the office's program calls them."""


def how_to_hand_in(resource: Resource) -> str:
    """One sentence for the office; empty where the data come from elsewhere than a folder."""
    source = resource.source
    if not isinstance(source, FolderSource):
        return ""
    for ending, format_ in SAVED_AS.items():
        if patterns := [one for one in source.patterns if _takes(one, ending)]:
            name = _quoted(patterns)
            whole = f"аркушем «{resource.sheet}» книги {name}"
            what = whole if resource.sheet and ending != "csv" else f"під назвою {name}"
            where = f"{what} у теку {source.folder}"
            if not format_:
                return f"Заповнену здають {where}."
            return (
                f"Заповнену збережіть («Зберегти як») у форматі {format_} і здайте {where}: "
                "файла XLSX цей набір не бере."
            )
    return (
        f"Цей набір здають не формою, а файлом під назвою {_quoted(source.patterns)} у теку "
        f"{source.folder}."
    )


def _takes(pattern: str, ending: str) -> bool:
    """Whether a file of that ending can have such a name; letter case is ignored."""
    name = pattern.casefold().rpartition("/")[2]
    _, dot, last = name.rpartition(".")
    return fnmatchcase(ending, last) if dot else name.endswith("*")


def _quoted(patterns: list[str] | tuple[str, ...]) -> str:
    return " або ".join(f"«{pattern}»" for pattern in patterns)
