"""Plain documents: published as they are, so that what cannot be opened must not go out.

Each form has its own small check; here it is only decided which one it is, by the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from pipeline.model import Dataset, Delivery, Finding, Resource, Verdict
from pipeline.validate.geojson import check_geojson
from pipeline.validate.grid import refuse
from pipeline.validate.plain_archive import check_7z, check_zip
from pipeline.validate.plain_gate import check_gate
from pipeline.validate.plain_pdf import check_pdf
from pipeline.validate.plain_text import check_docx, check_odt, check_rtf, check_txt
from pipeline.validate.sniff import Form, sniff_form
from pipeline.wording import size_of

LARGEST_PLAIN = 1024 * 1024 * 1024
ACCEPTED = "PDF, DOCX, ODT, RTF, TXT, ZIP, 7Z і GeoJSON"

_CHECKS: dict[Form, tuple[tuple[str, ...], Callable[[Path], tuple[Finding, ...]]]] = {
    Form.PDF: (("pdf",), check_pdf),
    Form.DOCX: (("docx",), check_docx),
    Form.ODT: (("odt",), check_odt),
    Form.RTF: (("rtf", "doc"), check_rtf),
    Form.TEXT: (("txt",), check_txt),
    Form.ZIP: (("zip",), check_zip),
    Form.SEVEN_ZIP: (("7z",), check_7z),
    Form.JSON: (("geojson", "json"), check_geojson),
}

_TABLES = frozenset({Form.XLSX, Form.XLS, Form.XLSB, Form.ODS})
_TABLE_SUFFIXES = frozenset({"csv", "tsv"})

_REFUSED = {
    Form.ENCRYPTED: ("password", "Файл захищено паролем: зніміть пароль і передайте ще раз."),
    Form.DOC: ("old-word", "Файли DOC не приймаються: збережіть документ як DOCX або PDF."),
    Form.RAR: ("unknown-format", "Архіви RAR не приймаються: запакуйте файли як ZIP."),
    Form.PICTURE: (
        "unknown-format",
        f"Це зображення, а має бути документ із текстом. Приймаються {ACCEPTED}.",
    ),
    Form.PROGRAM: ("executable", "Це програма, а не документ: такі файли не публікуються."),
}


def check_plain(delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
    """The verdict on one plain document; Unreadable where it may not go out at all."""
    form, findings = _check_form(delivery.path, delivery.name)
    kept, cleaned = check_gate(delivery.path, form, resource, dataset)
    return Verdict(delivery.document, delivery.sha256, (*findings, *kept), cleaned=cleaned)


def _check_form(path: Path, name: str) -> tuple[Form, tuple[Finding, ...]]:
    """What it is, by its bytes, and whether it is whole; `name` is what the office called it."""
    size = path.stat().st_size
    if size > LARGEST_PLAIN:
        raise refuse(
            "too-large",
            f"Файл завеликий: {size_of(size)}, а документи приймаються до "
            f"{size_of(LARGEST_PLAIN)}.",
        )
    with path.open("rb") as stream:
        form = sniff_form(stream)
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    if form in _REFUSED:
        raise refuse(*_REFUSED[form])
    if form in _TABLES or suffix in _TABLE_SUFFIXES:
        raise refuse(
            "table-as-document",
            "Це таблиця, а тут публікуються документи. Таблицю передайте до набору, для якого "
            f"описано її стовпці; документи приймаються такі: {ACCEPTED}.",
        )
    if form not in _CHECKS:
        raise refuse("unknown-format", f"Невідомий формат файлу. Приймаються {ACCEPTED}.")
    suffixes, check = _CHECKS[form]
    return form, (*_check_suffix(form, suffix, suffixes), *check(path))


def _check_suffix(form: Form, suffix: str, suffixes: tuple[str, ...]) -> tuple[Finding, ...]:
    """A wrong ending goes out with the file and keeps readers from opening it."""
    if suffix in suffixes:
        return ()
    ending = f"закінчується на .{suffix}" if suffix else "не має закінчення"
    return (
        Finding(
            code="wrong-extension",
            blocks=True,
            message=f"Назва файлу {ending}, а насправді це {form.value}: "
            f"перейменуйте його на .{suffixes[0]}.",
            example=f".{suffixes[0]}",
        ),
    )
