"""The verdict on one delivery: read it, mend what is lossless, check it, and say everything.

Called in a child process (see :mod:`pipeline.validate.isolation`); by itself it is a function of
the file's bytes, the resource and the dataset.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.model import Dataset, Delivery, Finding, Repair, Resource, Schema, Table, Verdict
from pipeline.model.schema import MISSING_VALUES
from pipeline.validate.body import Body, keep_rows
from pipeline.validate.checks import check_rows
from pipeline.validate.flaws import masked
from pipeline.validate.foreign import check_foreign_keys
from pipeline.validate.grid import Unreadable, column_letters
from pipeline.validate.guards import check_empty
from pipeline.validate.headings import split_headings
from pipeline.validate.leaks import check_leaks, is_secret, mask_findings
from pipeline.validate.plain import check_plain
from pipeline.validate.render import faulty_cells, render_rows
from pipeline.validate.repairs import build_repaired
from pipeline.validate.suppression import withhold_rows
from pipeline.validate.tables import read_table
from pipeline.wording import size_of

LARGEST_TABLE = 100 * 1024 * 1024

__all__ = ["LARGEST_TABLE", "RULES_VERSION", "check_delivery", "check_foreign_keys"]


@cache
def _rules_version() -> str:
    """A hash of this room's and the kinds' own source and of the engine's version.

    It changes with any rule by itself: nobody can forget to raise it.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256(version("frictionless").encode())
    for path in sorted([*here.glob("*.py"), *here.parent.glob("resolution835/kind*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


RULES_VERSION = _rules_version()


def check_delivery(delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
    """Judge one delivery. Whatever its bytes are, the answer is a verdict with its findings."""
    try:
        if delivery.size == 0:
            raise Unreadable(
                Finding(
                    code="empty-file",
                    blocks=True,
                    message="Файл порожній: у ньому 0 байтів. Передайте його ще раз.",
                )
            )
        if resource.schema is None:
            return check_plain(delivery, resource, dataset)
        return _check_table(delivery, resource, resource.schema, dataset)
    except Unreadable as unreadable:
        return Verdict(delivery.document, delivery.sha256, (unreadable.finding,))


def _check_table(
    delivery: Delivery, resource: Resource, schema: Schema, dataset: Dataset
) -> Verdict:
    _refuse_large(delivery)
    content = delivery.path.read_bytes()
    body, notes, header_repairs = read_table(content, delivery.name, resource, schema)
    texts, faults = render_rows(body)
    rows, repairs = build_repaired(body, texts, dataset.repairs_off)
    header_repairs, headings = split_headings(header_repairs, body.sheet, dataset.repairs_off)
    body, rows, blanks = _drop_blank(body, rows)
    whole = dict(zip(body.lines, rows, strict=True))
    body, rows, withheld = withhold_rows(body, rows, dataset.suppressed)
    faults = _of_kept_rows(faults, withheld)
    checked = _as_typed(check_rows(body, rows, faulty_cells(body, faults)), repairs)
    leaks = check_leaks(body, rows, dataset)
    secret = frozenset(f.cell for f in (*leaks, *checked) if is_secret(f))
    table = _build_table(body, rows, [whole[note.row] for note in withheld if note.row])
    # A table emptied by the suppression list must not wait: what it replaces would stay online.
    empty = () if withheld else check_empty(table)
    said = (*notes, *headings, *faults, *blanks, *withheld, *checked, *leaks, *empty)
    findings = mask_findings(said, secret)
    return Verdict(
        document=delivery.document,
        sha256=delivery.sha256,
        findings=tuple(sorted(findings, key=_position)),
        repairs=_masked_repairs((*header_repairs, *repairs), secret),
        table=table,
    )


def _refuse_large(delivery: Delivery) -> None:
    if delivery.size > LARGEST_TABLE:
        raise Unreadable(
            Finding(
                code="too-large",
                blocks=True,
                message=f"Файл завеликий: {size_of(delivery.size)}, а таблиці приймаються до "
                f"{size_of(LARGEST_TABLE)}. Поділіть його за періодами.",
            )
        )


def _drop_blank(body: Body, rows: list[list[str]]) -> tuple[Body, list[list[str]], list[Finding]]:
    """Rows in which only marks for "no data" stood: left out, each with a note."""
    kept = [number for number, row in enumerate(rows) if not set(row) <= set(MISSING_VALUES)]
    dropped = set(range(len(rows))) - set(kept)
    if not dropped:
        return body, rows, []
    notes = [
        Finding(
            code="blank-row",
            blocks=False,
            message="У рядку немає жодного значення: його пропущено.",
            sheet=body.sheet,
            row=body.lines[number],
        )
        for number in sorted(dropped)
    ]
    return keep_rows(body, kept), [rows[number] for number in kept], notes


def _of_kept_rows(faults: Sequence[Finding], withheld: Sequence[Finding]) -> tuple[Finding, ...]:
    """Nothing needs mending in a row that never leaves."""
    lines = {note.row for note in withheld}
    return tuple(fault for fault in faults if fault.row not in lines)


def _as_typed(findings: Sequence[Finding], repairs: Sequence[Repair]) -> tuple[Finding, ...]:
    """Findings with the value that stands in the office's cell, not the one a repair made of it."""
    typed: dict[str, str] = {}
    for repair in repairs:
        typed.setdefault(repair.cell, repair.before)
    return tuple(
        replace(finding, value=typed[finding.cell])
        if finding.cell in typed and finding.value is not None and not is_secret(finding)
        else finding
        for finding in findings
    )


def _build_table(
    body: Body, rows: Sequence[Sequence[str]], withheld: Sequence[Sequence[str]]
) -> Table:
    return Table(
        sheet=body.sheet,
        fields=body.schema.names,
        columns=tuple(None if place is None else column_letters(place) for place in body.columns),
        lines=body.lines,
        rows=tuple(map(_clean, rows)),
        withheld=tuple(map(_clean, withheld)),
    )


def _clean(row: Sequence[str]) -> tuple[str, ...]:
    """Missing is missing, whichever way it was written."""
    return tuple("" if text in MISSING_VALUES else text for text in row)


def _position(finding: Finding) -> tuple[int, int, str]:
    """What concerns the whole file first, then down the rows, in each from left to right."""
    letters = (finding.cell or "").rstrip("0123456789")
    return finding.row or 0, len(letters), letters


def _masked_repairs(repairs: Sequence[Repair], secret: frozenset[str | None]) -> tuple[Repair, ...]:
    return tuple(
        replace(repair, before=masked(repair.before), after=masked(repair.after))
        if repair.cell in secret
        else repair
        for repair in repairs
    )
