"""Plain files at the gate: each is looked into by its form, and comes out clean or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from pipeline.model import Dataset, Finding, Resource
from pipeline.validate.decode import read_text
from pipeline.validate.grid import Unreadable
from pipeline.validate.inside import Inside
from pipeline.validate.inside_archive import read_7z, read_sheets, read_zip
from pipeline.validate.inside_docx import read_docx, strip_docx
from pipeline.validate.inside_odt import read_odt, strip_odt
from pipeline.validate.inside_pdf import read_pdf, strip_pdf
from pipeline.validate.inside_rtf import read_rtf, strip_rtf
from pipeline.validate.plain_leaks import check_hidden, check_personal
from pipeline.validate.sniff import Form, sniff_form
from pipeline.validate.suppression import check_text
from pipeline.validate.torn import TORN_XML

LARGEST_SEARCHED = 100 * 1024 * 1024
_NAMED = 12
_BOTH = frozenset({"comments", "authors"})
_AUTHORS = frozenset({"authors"})


@dataclass(frozen=True, slots=True)
class _Gate:
    """How one form is looked into; `strips` is what `strip` can take out of it."""

    read: Callable[[IO[bytes]], Inside]
    strip: Callable[[IO[bytes]], bytes] | None = None
    strips: frozenset[str] = frozenset()


def check_gate(
    path: Path, form: Form, resource: Resource, dataset: Dataset
) -> tuple[tuple[Finding, ...], bytes | None]:
    """What keeps a sound document from leaving, and its clean bytes where they had to change."""
    gate = _GATES.get(form)
    if gate is None:
        return (), None
    if path.stat().st_size > LARGEST_SEARCHED:
        return (_NOT_SEARCHED,), None
    with path.open("rb") as stream:
        inside = _read(gate, stream)
    if inside is None:
        return (_NOT_SEARCHED,), None
    strips = frozenset() if inside.signed else gate.strips
    hidden = check_hidden(inside, dataset.on_hidden, strips)
    cleaned = None
    if _is_to_strip(hidden, strips) and gate.strip is not None:
        cleaned = _strip(gate, path, inside)
        hidden = hidden if cleaned else check_hidden(inside, dataset.on_hidden, ())
    unread = _check_unread(inside.unread)
    return (*hidden, *_check_texts(inside, resource, dataset), *unread), cleaned


def _check_texts(inside: Inside, resource: Resource, dataset: Dataset) -> tuple[Finding, ...]:
    released = {item.field for item in dataset.personal_data}
    released |= {item.field for item in dataset.not_personal}
    personal = () if resource.name in released else check_personal(inside.texts)
    return (*personal, *check_text(iter(inside.texts), dataset.suppressed))


def _is_to_strip(hidden: tuple[Finding, ...], strips: frozenset[str]) -> bool:
    return any(not finding.blocks and finding.code in strips for finding in hidden)


def _strip(gate: _Gate, path: Path, before: Inside) -> bytes | None:
    """The clean file; None where reading it again shows that it is not, or says other words."""
    if gate.strip is None:
        return None
    with path.open("rb") as stream:
        content = gate.strip(stream)
    after = _read(gate, BytesIO(content))
    if after is None or after.texts != before.texts:
        return None
    left = {
        name
        for name, rest in (("comments", after.comments), ("authors", after.authors))
        if rest and name in gate.strips
    }
    return None if left else content


def _read(gate: _Gate, stream: IO[bytes]) -> Inside | None:
    """None where a file that opens has a part which does not."""
    from pypdf.errors import PyPdfError

    torn = (*TORN_XML, PyPdfError, RecursionError, NotImplementedError, Unreadable)
    try:
        return gate.read(stream)
    except torn:
        return None


def _read_text(stream: IO[bytes]) -> Inside:
    return Inside(texts=(read_text(stream.read()).text,))


def _read_member(content: bytes) -> Inside | None:
    """None for what is no document, such as a picture."""
    form = sniff_form(BytesIO(content))
    gate = _SHEETS if form in _WORKBOOKS else _GATES.get(form)
    return _read(gate, BytesIO(content)) if gate and form not in _ARCHIVES else None


def _check_unread(names: tuple[str, ...]) -> tuple[Finding, ...]:
    if not names:
        return ()
    listed = ", ".join(names[:_NAMED])
    more = f" і ще {len(names) - _NAMED}" if len(names) > _NAMED else ""
    return (
        Finding(
            code="unread",
            blocks=False,
            message=f"Приміток і персональних даних не шукали тут: {listed}{more}. Перегляньте це "
            "самі.",
        ),
    )


_NOT_SEARCHED = Finding(
    "not-searched",
    False,
    "Примітки й персональні дані у файлі не шукали: він завеликий або прочитався не весь.",
)
_ARCHIVES = frozenset({Form.ZIP, Form.SEVEN_ZIP})
_WORKBOOKS = frozenset({Form.XLSX, Form.XLS, Form.ODS})
_SHEETS = _Gate(read_sheets)
_GATES = {
    Form.DOCX: _Gate(read_docx, strip_docx, _BOTH),
    Form.ODT: _Gate(read_odt, strip_odt, _BOTH),
    Form.PDF: _Gate(read_pdf, strip_pdf, _AUTHORS),
    Form.RTF: _Gate(read_rtf, strip_rtf, _AUTHORS),
    Form.TEXT: _Gate(_read_text),
    Form.JSON: _Gate(_read_text),
    Form.HTML: _Gate(_read_text),
    Form.XML: _Gate(_read_text),
    Form.ZIP: _Gate(lambda stream: read_zip(stream, _read_member)),
    Form.SEVEN_ZIP: _Gate(lambda stream: read_7z(stream, _read_member)),
}
