"""Headings that were understood but are not the agreed ones, where an office wants no repairs."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Finding, Repair, RepairClass


def split_headings(
    repairs: Sequence[Repair], sheet: str | None, skipped: Sequence[RepairClass]
) -> tuple[tuple[Repair, ...], tuple[Finding, ...]]:
    """The repairs of headings, or where the dataset skips them one blocking finding for each."""
    if "headings" not in skipped:
        return tuple(repairs), ()
    return (), tuple(
        Finding(
            code="heading",
            blocks=True,
            message=f"Стовпець треба назвати саме {repair.after}: для цього набору назви "
            "стовпців за вас не виправляються.",
            sheet=sheet,
            cell=repair.cell,
            row=int(repair.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
            field=repair.field,
            value=repair.before,
            example=repair.after,
        )
        for repair in repairs
    )
