"""Put a reply on disk: one folder a document, every file replaced whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.children import ChildLost, Children
from pipeline.record.disk import replace_file
from pipeline.reply.reply import Reply
from pipeline.validate.marks import OUR_SUFFIX


def write_reply(
    folder: Path, reply: Reply, delivery_path: Path | None, children: Children
) -> tuple[Path, ...]:
    """Build the reply's files and write them into `folder`; the files written, in order.

    OSError where the folder cannot be written.
    """
    return write_files(folder, build_files(reply, delivery_path, children))


def build_files(
    reply: Reply, delivery_path: Path | None, children: Children
) -> Mapping[str, bytes]:
    """The reply's files by name, the page first.

    `delivery_path` None: the bytes are not at hand, and no workbook is returned. The office's file
    is opened by one of the `children` alone.
    """
    from pipeline.reply.listing import FINDINGS_JSON, build_findings_csv, build_findings_json
    from pipeline.reply.page import build_page
    from pipeline.reply.receipt import build_receipt
    from pipeline.reply.workbook import workbook_name

    name = workbook_name(reply.delivery)
    workbook = _workbook(reply, delivery_path, children) if delivery_path else None
    contents = {
        "report.html": build_page(reply, name if workbook else None).encode(),
        "receipt.txt": build_receipt(reply).encode("utf-8-sig"),
        "findings.csv": build_findings_csv(reply.verdict, reply.schema),
        FINDINGS_JSON: build_findings_json(reply.verdict),
    }
    return contents | ({name: workbook} if workbook else {})


def write_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write a reply's files into `folder`, which holds one document's reply.

    Each file replaces the former one whole, so that an officer never opens half a page; a workbook
    of an earlier reply goes, whatever the office named its file then: it tells what is not so now.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        replace_file(folder / name, content)
    for former in folder.glob(f"*{OUR_SUFFIX}.xlsx"):
        if former.name not in contents:
            former.unlink(missing_ok=True)
    return tuple(folder / name for name in contents)


def _workbook(reply: Reply, delivery_path: Path, children: Children) -> bytes | None:
    """The returned workbook; a file that no child can rewrite gets none, the page says it all."""
    from pipeline.reply.workbook import build_returned_workbook

    try:
        return children.run(build_returned_workbook, reply, delivery_path)
    except ChildLost:
        return None
