"""`publish --dry-run --json`: the same plans, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.preview import Preview
from pipeline.publish.steps import Change, Plan


def plans_json(previews: Sequence[Preview]) -> dict[str, Any]:
    """Every dataset with what would be sent to each portal, field by field and file by file."""
    return {
        "datasets": [
            {
                "dataset": preview.dataset,
                "sentences": list(preview.sentences),
                "portals": {portal: _plan(plan) for portal, plan in preview.plans},
            }
            for preview in previews
        ],
        "bytes": sum(plan.bytes for preview in previews for _, plan in preview.plans),
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "note": plan.note,
        "record": {
            "act": plan.record.act.value,
            "changes": _changes(plan.record.changes),
            "kept": _changes(plan.record.kept),
        },
        "files": [
            {
                "act": "rename" if step.is_rename else step.act.value,
                "role": step.file.role.value,
                "title": step.file.title,
                "file": step.file.filename,
                "resource": step.resource_id,
                "bytes": step.bytes,
                "changes": _changes(step.changes),
                "kept": _changes(step.kept),
            }
            for step in plan.files
        ],
        "order": list(plan.order),
        "extra": [resource.id for resource in plan.extra],
        "bytes": plan.bytes,
    }


def _changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [
        {
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "drift": change.drift,
        }
        for change in changes
    ]
