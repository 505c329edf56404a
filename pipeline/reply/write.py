"""The one place where a reply touches the disk."""

from __future__ import annotations

from pathlib import Path

from pipeline.reply.listing import FINDINGS_JSON, build_findings_csv, build_findings_json
from pipeline.reply.page import build_page
from pipeline.reply.receipt import build_receipt
from pipeline.reply.reply import Reply
from pipeline.reply.workbook import build_returned_workbook, workbook_name


def write_reply(folder: Path, reply: Reply, delivery_path: Path | None) -> tuple[Path, ...]:
    """Write the reply into `folder`, which holds one document's reply; the files written, in order.

    Each file replaces the former one whole, so that an officer never opens half a page. OSError
    where the folder cannot be written. `delivery_path` None: the office's bytes are not at hand,
    and no workbook is returned.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = _contents(reply, delivery_path)
    for name, content in contents.items():
        unfinished = folder / f".{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)
    return tuple(folder / name for name in contents)


def _contents(reply: Reply, delivery_path: Path | None) -> dict[str, bytes]:
    """The reply's files by name, the page first."""
    name = workbook_name(reply.delivery)
    workbook = build_returned_workbook(reply, delivery_path) if delivery_path else None
    contents = {
        "report.html": build_page(reply, name if workbook else None).encode(),
        "receipt.txt": build_receipt(reply).encode("utf-8-sig"),
        "findings.csv": build_findings_csv(reply.verdict, reply.schema),
        FINDINGS_JSON: build_findings_json(reply.verdict),
    }
    return contents | ({name: workbook} if workbook else {})
