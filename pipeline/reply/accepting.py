"""The command by which a person lets a delivery through, ready to copy."""

from __future__ import annotations

from pipeline.model import Verdict
from pipeline.validate.acceptance import disputed_codes

_SHOWN = 12


def accept_command(verdict: Verdict) -> str | None:
    """`pipeline accept …` for a verdict that nothing but a person's word is missing to; else None.

    A table that merely waits for a bound one has no command of its own.
    """
    blocking = [finding for finding in verdict.findings if finding.blocks]
    guards = [finding for finding in blocking if finding.is_guard]
    disputed = [finding for finding in blocking if disputed_codes([finding])]
    waits_only = all(finding.code == "guard-bound-table" for finding in blocking)
    if waits_only or len(guards) + len(disputed) < len(blocking):
        return None
    codes = "".join(f" --edrpou {code}" for code in disputed_codes(disputed))
    dataset = verdict.document.partition("/")[0]
    return (
        f"pipeline accept {dataset} --delivery {verdict.sha256[:_SHOWN]}"
        f' --by "ПРІЗВИЩЕ" --reason "ПРИЧИНА"{codes}'
    )
