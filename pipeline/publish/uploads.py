"""Forms that carry files to a portal: one file by its own action, or several in one write.

`package_revise` (CKAN 2.9) takes new resources, changed fields and their files together; CKAN saves
and indexes the whole dataset at every write, so that one of eleven files costs what one file does.
It is told which state of the dataset is meant: CKAN itself would add a resource of the same id once
more, by a second installation or by a write repeated too early, and answer 500 for ever after.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """One resource in a write of several: its fields, and its file where that goes too."""

    resource_id: str
    fields: Mapping[str, str]
    is_new: bool
    filename: str = ""
    stream: BinaryIO | None = None


def build_form(fields: Mapping[str, str], filename: str, stream: BinaryIO) -> Form:
    """`resource_create` or `resource_patch` with its file, the file last."""
    return {**fields, "upload": (filename, stream, fields["mimetype"])}


def build_revision(package_id: str, modified: str, uploads: Sequence[Upload]) -> Form:
    """`package_revise`: CKAN first adds the new resources, then names any of them by its id.

    It refuses all of it where the dataset was `modified` since.
    """
    added = [{"id": it.resource_id, **it.fields} for it in uploads if it.is_new]
    form: Form = {"match__id": package_id, "match__metadata_modified": modified}
    if added:
        form["update__resources__extend"] = json.dumps(added)
    for it in uploads:
        place = f"update__resources__{it.resource_id}__"
        if not it.is_new:
            form |= {place + name: value for name, value in it.fields.items()}
        if it.stream is not None:
            form[f"{place}upload"] = (it.filename, it.stream, it.fields["mimetype"])
    return form
