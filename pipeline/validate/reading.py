"""A delivery's bytes → grids, by what the bytes are and not by what the name says."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

from pipeline.model import Finding, Resource, Schema
from pipeline.validate.asides import check_asides
from pipeline.validate.calamine_grid import read_ods, read_xls
from pipeline.validate.csv_grid import read_csv
from pipeline.validate.decode import read_text, refuse_unknown
from pipeline.validate.grid import Grid, refuse
from pipeline.validate.json_grid import read_json
from pipeline.validate.labels import Labels
from pipeline.validate.marks import is_our_list
from pipeline.validate.sniff import Form, sniff_form
from pipeline.validate.workbook_grid import read_workbook

_RECORDS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\"")
"""How a list of records begins, and hardly a table."""

ACCEPTED = "XLSX, ODS, XLS, CSV або JSON"

_SUFFIXES = {
    Form.XLSX: {"xlsx", "xlsm"},
    Form.XLS: {"xls"},
    Form.ODS: {"ods"},
    Form.TEXT: {"csv", "tsv", "txt", "tab"},
    Form.JSON: {"json", "geojson"},
}

_REFUSED = {
    Form.XLSB: (
        "xlsb",
        "Книги XLSB не приймаються: відкрийте її в Excel і збережіть як XLSX.",
    ),
    Form.ENCRYPTED: (
        "password",
        "Файл захищено паролем: зніміть пароль і передайте його ще раз.",
    ),
    Form.HTML: (
        "not-a-workbook",
        "Це вебсторінка (HTML), хоч і має назву таблиці. Відкрийте її в Excel або LibreOffice "
        "і збережіть як XLSX.",
    ),
    Form.XML: (
        "not-a-workbook",
        "Це файл XML, а не таблиця. Відкрийте його в Excel або LibreOffice і збережіть як XLSX.",
    ),
    Form.PDF: (
        "not-a-table",
        "Це документ PDF, а тут має бути таблиця. Передайте ті самі дані як XLSX або CSV.",
    ),
}


def read_grids(
    content: bytes, name: str, resource: Resource, schema: Schema
) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """All sheets of the content, and what a person should know of how they were read."""
    form = _form(content, name)
    if form in _REFUSED:
        raise refuse(*_REFUSED[form])
    if form is Form.BINARY and _suffix(name) in _SUFFIXES[Form.TEXT]:
        raise refuse_unknown()
    if form is Form.ZIP and _suffix(name) in {"xlsx", "xlsm", "ods"}:
        raise refuse(
            "broken-file",
            f"Файл {_suffix(name).upper()} пошкоджений або обірваний. Відкрийте його у своїй "
            "програмі, перевірте й збережіть заново.",
        )
    if form not in _SUFFIXES:
        raise refuse(
            "unknown-format",
            f"Це не таблиця ({form.value}). Приймаються таблиці {ACCEPTED}.",
        )
    read, blind = _read(form, content, resource, schema)
    grids = tuple(grid for grid in read if not is_our_list(grid.rows))
    asides = check_asides(content) if form is Form.XLSX else ()
    return grids, (*_notes(form, name, grids), *blind, *asides)


def _form(content: bytes, name: str) -> Form:
    """Text that merely begins with a bracket is a table of text where its name says so."""
    form = sniff_form(io.BytesIO(content))
    if form is Form.JSON and _suffix(name) in _SUFFIXES[Form.TEXT]:
        return Form.JSON if _RECORDS.match(content) else Form.TEXT
    return form


def _read(
    form: Form, content: bytes, resource: Resource, schema: Schema
) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """The sheets, and a note where a form can hold what its reader cannot see."""
    if form is Form.XLSX:
        return read_workbook(content), ()
    if form is Form.ODS:
        return read_ods(content)
    if form is Form.XLS:
        return read_xls(content)
    decoded = read_text(content, resource.encoding)
    if form is Form.JSON:
        return (read_json(decoded, schema),), ()
    return (read_csv(decoded, Labels(schema)),), ()


def _notes(form: Form, name: str, grids: tuple[Grid, ...]) -> tuple[Finding, ...]:
    notes = []
    suffix = _suffix(name)
    if suffix and suffix not in _SUFFIXES[form]:
        notes.append(
            Finding(
                code="wrong-extension",
                blocks=False,
                message=f"Назва файлу закінчується на .{suffix}, а насправді це {_said(form)}: "
                "так його й прочитано.",
            )
        )
    if recoded := grids[0].recoded if grids else None:
        notes.append(
            Finding(
                code="encoding",
                blocks=False,
                message=f"Так прочитано файл: {recoded}. Опубліковано буде в UTF-8 з комою.",
            )
        )
    return tuple(notes)


def _said(form: Form) -> str:
    return "текстова таблиця CSV" if form is Form.TEXT else f"файл {form.value}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower().lstrip(".")
