"""Put a reply on disk: one folder a document, every file replaced whole."""

from __future__ import annotations

from pathlib import Path

from pipeline.reply.reply import Reply


def write_reply(folder: Path, reply: Reply, delivery_path: Path | None) -> tuple[Path, ...]:
    """Write the reply into `folder`, which holds one document's reply; the files written, in order.

    Each file replaces the former one whole, so that an officer never opens half a page; a workbook
    of an earlier reply goes where nothing is left to mend in one. `delivery_path` None: the bytes
    are not at hand, and no workbook is returned. OSError where the folder cannot be written.
    """
    from pipeline.reply.workbook import workbook_name

    folder.mkdir(parents=True, exist_ok=True)
    contents = _contents(reply, delivery_path)
    for name, content in contents.items():
        unfinished = folder / f".{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)
    former = folder / workbook_name(reply.delivery)
    if former.name not in contents:
        former.unlink(missing_ok=True)
    return tuple(folder / name for name in contents)


def _contents(reply: Reply, delivery_path: Path | None) -> dict[str, bytes]:
    """The reply's files by name, the page first."""
    from pipeline.reply.listing import FINDINGS_JSON, build_findings_csv, build_findings_json
    from pipeline.reply.page import build_page
    from pipeline.reply.receipt import build_receipt
    from pipeline.reply.workbook import build_returned_workbook, workbook_name

    name = workbook_name(reply.delivery)
    workbook = build_returned_workbook(reply, delivery_path) if delivery_path else None
    contents = {
        "report.html": build_page(reply, name if workbook else None).encode(),
        "receipt.txt": build_receipt(reply).encode("utf-8-sig"),
        "findings.csv": build_findings_csv(reply.verdict, reply.schema),
        FINDINGS_JSON: build_findings_json(reply.verdict),
    }
    return contents | ({name: workbook} if workbook else {})
