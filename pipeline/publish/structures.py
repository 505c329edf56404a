"""Which Table Schema a document was checked by, so that no other is promised for it."""

from __future__ import annotations

import hashlib
import json

from pipeline.model import Document, Schema


def name_structure(schema: Schema) -> str:
    """A digest of everything a published schema says."""
    text = json.dumps(schema.descriptor(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fits(document: Document, schema: Schema | None) -> bool:
    """Whether the document's rows were checked by this very schema.

    A document stays published under the schema of its day where the descriptor moved on and the
    delivery was refused since: outsiders would find its rows wrong by the new one.
    """
    return schema is not None and document.structure == name_structure(schema)
