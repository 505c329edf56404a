"""What a person's acceptance does to a verdict: a guard becomes a note, a vouched code nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import Acceptances, Finding, Override, Verdict

WRONG_DIGIT = "edrpou-check-digit"
"""The one finding about a value that an office may vouch for, code by code."""

_CODE = re.compile(r"(?<!\d)\d{8}(?!\d)", re.ASCII)


def apply_acceptances(verdict: Verdict, acceptances: Acceptances, published: str | None) -> Verdict:
    """The verdict as it stands with what was accepted; `published` is the released delivery."""
    override = acceptances.override(verdict.document, verdict.sha256, published)
    findings = tuple(
        _noted(finding, override) if override and finding.code in override.codes else finding
        for finding in verdict.findings
        if not _is_vouched(finding, acceptances.edrpou)
    )
    return verdict if findings == verdict.findings else replace(verdict, findings=findings)


def pass_guards(verdict: Verdict) -> Verdict:
    """The verdict on the very delivery that is published: somebody let it past its guards."""
    findings = tuple(
        replace(finding, blocks=False) if finding.is_guard else finding
        for finding in verdict.findings
    )
    return replace(verdict, findings=findings)


def disputed_codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The ЄДРПОУ whose check digit fails, in the order they are met, each once."""
    return tuple(dict.fromkeys(code for finding in findings for code in _codes(finding)))


def _noted(finding: Finding, override: Override) -> Finding:
    told = f"{finding.message} Прийнято: {override.by} ({override.reason.rstrip('.')})."
    return replace(finding, blocks=False, message=told)


def _is_vouched(finding: Finding, vouched: frozenset[str]) -> bool:
    codes = _codes(finding)
    return bool(codes) and vouched.issuperset(codes)


def _codes(finding: Finding) -> list[str]:
    """None for a masked value: what is hidden from all eyes cannot be vouched for."""
    from stdnum.ua import edrpou

    if finding.code != WRONG_DIGIT:
        return []
    return [code for code in _CODE.findall(finding.value or "") if not edrpou.is_valid(code)]
