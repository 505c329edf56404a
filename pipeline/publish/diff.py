"""A plan as a person reads it before it is carried out (`publish --dry-run`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.publish.package import Role
from pipeline.publish.steps import Act, Change, FileStep, Plan
from pipeline.wording import FILE, count_of, size_of

_MARKS = {
    Act.CREATE: ("+", "додати"),
    Act.REPLACE: ("~", "замінити"),
    Act.DESCRIBE: ("·", "змінити опис"),
    Act.SETTLE: ("✓", "дописати в журнал, бо вже на порталі"),
}
_SAME = "без змін"
_LONGEST = 160


def lines_of(plan: Plan) -> tuple[str, ...]:
    """The plan line by line, first what it comes to; one line where nothing is to be done."""
    if plan.is_empty:
        return (plan.note or "без змін", *_drift_lines(plan), *_extra_lines(plan))
    return (
        _sum_up(plan),
        *_record_lines(plan),
        *(line for step in plan.steps for line in _file_lines(step)),
        *_order_lines(plan),
        *_kept_lines(plan),
        *_drift_lines(plan),
        *_extra_lines(plan),
    )


def _sum_up(plan: Plan) -> str:
    """«документи: додати 1, замінити 2, перейменувати 1, без змін 20; надіслати 47,2 КБ»."""
    counts = Counter(_verb(step) for step in plan.files if step.file.role is Role.DATA)
    told = ", ".join(f"{verb} {count}" for verb, count in counts.items() if verb != _SAME)
    same = [f"{_SAME} {counts[_SAME]}"] if counts[_SAME] else []
    sent = f"надіслати {size_of(plan.bytes)}" if plan.bytes else "файлів не надсилати"
    return f"документи: {', '.join([told] * bool(told) + same)}; {sent}"


def _verb(step: FileStep) -> str:
    if step.act is Act.KEEP:
        return _SAME
    return "перейменувати" if step.is_rename else _MARKS[step.act][1]


def _record_lines(plan: Plan) -> Iterator[str]:
    if plan.record.act is Act.CREATE:
        yield "  + створити набір на порталі"
    elif plan.record.act is Act.DESCRIBE:
        yield "  · змінити запис набору"
        yield from _change_lines(plan.record.changes)


def _file_lines(step: FileStep) -> Iterator[str]:
    mark, word = _MARKS[step.act][0], _verb(step)
    size = f", {size_of(step.bytes)}" if step.bytes else ""
    yield f"  {mark} {step.file.filename} «{step.file.title}»: {word}{size}"
    if step.act is not Act.CREATE:
        yield from _change_lines(change for change in step.changes if change.field != "hash")


def _change_lines(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        by_hand = " (змінено на порталі не нами)" if change.drift else ""
        yield f"      {change.field}: «{_short(change.before)}» → «{_short(change.after)}»{by_hand}"


def _order_lines(plan: Plan) -> Iterator[str]:
    if plan.order:
        yield "  ↕ повернути файли на їхні місця"


def _kept_lines(plan: Plan) -> Iterator[str]:
    kept = len(plan.files) - len(plan.steps)
    if kept:
        yield f"  = {count_of(kept, FILE)} без змін"


def _drift_lines(plan: Plan) -> Iterator[str]:
    kept = [("запис набору", change) for change in plan.record.kept]
    kept += [(step.file.filename, change) for step in plan.files for change in step.kept]
    for name, change in kept:
        yield f"  ! {name}, {change.field}: «{_short(change.before)}», змінено не нами; лишиться"


def _extra_lines(plan: Plan) -> Iterator[str]:
    for resource in plan.extra:
        name = resource.fields["name"] or resource.id
        yield f"  ? {name}: є на порталі, у випуску немає; лишиться"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
