"""The leak gate: personal data in columns where nobody declared them.

A number with a fitting check digit is no proof, since a tenth of random ten-digit numbers pass
РНОКПП's: a column blocks where at least three cells and over half of the filled ones match, or one
match stands beside a word that says what it is. Fewer are one note a column, and among many
numbers of which few fit there is nothing to note. A gate that cries wolf is turned off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Dataset, Field, Finding
from pipeline.resolution835.kinds import kind_of
from pipeline.validate.body import Body
from pipeline.validate.flaws import masked
from pipeline.validate.personal import SECRETS, Secret
from pipeline.wording import Noun, count_of

_CELL = Noun("клітинка", "клітинки", "клітинок")


_LEAST_CELLS = 3
_NOISE_AMONG = 3
_NOISE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Hit:
    """A cell that matches; `named` where a word beside it says what it is."""

    row: int
    text: str
    named: bool


def check_leaks(body: Body, rows: Sequence[Sequence[str]], dataset: Dataset) -> tuple[Finding, ...]:
    """Findings of personal data in text columns without a kind of their own."""
    declared = {item.field for item in dataset.personal_data}
    declared |= {item.field for item in dataset.not_personal}
    found = tuple(
        finding
        for column, field in enumerate(body.schema.fields)
        if body.columns[column] is not None and field.name not in declared and _is_searched(field)
        for secret in SECRETS
        for finding in _check_column(body, rows, column, secret)
    )
    return (*_undeclared(body, rows, declared), *found)


def _undeclared(body: Body, rows: Sequence[Sequence[str]], declared: set[str]) -> Iterator[Finding]:
    """Columns that speak of private persons by their kind: each needs its ground declared."""
    for column, field in enumerate(body.schema.fields):
        kind = kind_of(field)
        if kind is None or not kind.personal or field.name in declared:
            continue
        line = next((number for number, row in enumerate(rows) if row[column]), None)
        if line is not None:
            yield Finding(
                code="personal-column",
                blocks=True,
                message=f"Стовпець «{field.title}» містить персональні дані, а законної підстави "
                "для їх оприлюднення в описі набору не вказано. Вилучіть дані або зверніться до "
                "того, хто веде каталог.",
                sheet=body.sheet,
                cell=body.address(line, column),
                row=body.lines[line],
                field=field.name,
            )


_SECRET_CODES = frozenset({"rnokpp", "edrpou-ten-digits", "passport-number"})


def is_secret(finding: Finding) -> bool:
    """Whether the finding's cell may be shown nowhere but in the officer's own workbook."""
    return finding.code in _SECRET_CODES or finding.code.startswith("leak-")


def mask_findings(findings: Sequence[Finding], cells: frozenset[str | None]) -> tuple[Finding, ...]:
    """The same findings, without the value wherever it stands in one of the cells."""
    return tuple(
        replace(finding, value=masked(finding.value), example=None)
        if finding.cell in cells and finding.value and not is_secret(finding)
        else finding
        for finding in findings
    )


def _is_searched(field: Field) -> bool:
    kind = kind_of(field)
    return field.type in ("string", "integer") and (kind is None or kind.free)


def _check_column(
    body: Body, rows: Sequence[Sequence[str]], column: int, secret: Secret
) -> Iterator[Finding]:
    field = body.schema.fields[column]
    heading = f"{field.title} {field.description}"
    hits = _hits(rows, column, secret, secret.is_named(heading))
    filled = sum(bool(row[column]) for row in rows)
    named = [hit for hit in hits if hit.named]
    many = len(hits) >= _LEAST_CELLS and len(hits) * 2 > filled
    if many and secret.telling:
        yield from (_finding(body, column, secret, hit) for hit in hits)
    elif named:
        yield from (_finding(body, column, secret, hit) for hit in named)
    elif _is_worth_a_note(rows, column, secret, hits, many) and not secret.innocent.search(heading):
        yield _note(body, column, secret, hits)


def _is_worth_a_note(
    rows: Sequence[Sequence[str]], column: int, secret: Secret, hits: Sequence[_Hit], many: bool
) -> bool:
    return many or (bool(hits) and secret.telling and not _is_noise(rows, column, secret, hits))


def _hits(rows: Sequence[Sequence[str]], column: int, secret: Secret, titled: bool) -> list[_Hit]:
    """The cells that have the shape and are sound."""
    hits = []
    for number, row in enumerate(rows):
        sound = next(filter(secret.is_sound, secret.shape.findall(row[column])), None)
        if sound is not None:
            named = titled or secret.is_named(row[column])
            hits.append(_Hit(number, sound, named))
    return hits


def _is_noise(
    rows: Sequence[Sequence[str]], column: int, secret: Secret, hits: Sequence[_Hit]
) -> bool:
    """Whether chance made these few of many numbers sound: one in ten fits a check digit."""
    among = secret.among
    if among is None or not all(among.fullmatch(hit.text.strip(" (")) for hit in hits):
        return False
    alike = sum(bool(among.search(row[column])) for row in rows)
    return alike >= _NOISE_AMONG and len(hits) <= alike * _NOISE_SHARE


def _finding(body: Body, column: int, secret: Secret, hit: _Hit) -> Finding:
    return Finding(
        code=f"leak-{secret.code}",
        blocks=True,
        message=f"Схоже на персональні дані: {secret.name}. Вилучіть їх або попросіть того, хто "
        "веде каталог, записати підставу для оприлюднення.",
        sheet=body.sheet,
        cell=body.address(hit.row, column),
        row=body.lines[hit.row],
        field=body.schema.fields[column].name,
        value=masked(hit.text),
    )


def _note(body: Body, column: int, secret: Secret, hits: Sequence[_Hit]) -> Finding:
    return Finding(
        code=f"leak-{secret.code}-possible",
        blocks=False,
        message=f"Перевірте, чи це не персональні дані ({secret.name}): схоже на них "
        f"{count_of(len(hits), _CELL)} стовпця.",
        sheet=body.sheet,
        cell=body.address(hits[0].row, column),
        row=body.lines[hits[0].row],
        field=body.schema.fields[column].name,
        value=masked(hits[0].text),
    )
