"""The page in a real browser: a phone shows it without sideways scrolling, paper on A4."""

import html
import os
import re
import subprocess
from dataclasses import replace

import pytest
from replies import AREA, CAPS, NUMBER, SCHEMA, TABLE, reply, verdict

from pipeline.reply.page import build_page

pytestmark = pytest.mark.browser

FRAME = """<!DOCTYPE html>
<iframe id="f" style="width:{width}px;height:900px;border:0" srcdoc="{page}"></iframe>
<p id="wide"></p><script>
f.onload = () => {{ wide.textContent = f.contentDocument.documentElement.scrollWidth }}
</script>"""


def chromium(tmp_path, *arguments):
    return subprocess.run(
        [
            os.environ.get("CHROMIUM", "chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=5000",
            *arguments,
        ],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()


@pytest.fixture
def crowded():
    """Long words, long values, a wide table: what makes pages overflow."""
    names = tuple(f"column{n}" for n in range(20))
    table = replace(
        TABLE,
        fields=names,
        columns=tuple("ABCDEFGHIJKLMNOPQRST"),
        lines=(3, 4),
        rows=(tuple("Будинок культури" for _ in names), tuple("x" * 80 for _ in names)),
    )
    link = "https://example.gov.ua/" + "довгий-шлях" * 12
    findings = (
        replace(AREA, value=link, example=link, message="Посилання: " + link),
        replace(CAPS, field="a" * 60),
    )
    given = verdict(*findings, repairs=(replace(NUMBER, before=link, after=link),), table=table)
    return build_page(
        reply(verdict=given, schema=SCHEMA, delivery="x" * 120 + ".xlsx", accept="pipeline " * 30)
    )


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_never_scrolls_sideways(crowded, width, tmp_path):
    # Its own policy forbids the page any frame of ours: the width is measured without it.
    page = re.sub(r"<meta http-equiv[^>]+>", "", crowded)
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=width, page=html.escape(page)))
    shown = chromium(tmp_path, "--dump-dom", frame.as_uri())
    assert re.search(r'id="wide">(\d+)<', shown)[1] == str(width)


def test_it_prints_on_a4(crowded, tmp_path):
    from pypdf import PdfReader

    (tmp_path / "report.html").write_text(crowded)
    printed = tmp_path / "report.pdf"
    chromium(
        tmp_path,
        "--no-pdf-header-footer",
        f"--print-to-pdf={printed}",
        (tmp_path / "report.html").as_uri(),
    )
    pages = PdfReader(printed).pages
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {(595, 842)}
    assert pages[0].extract_text().startswith("Не опубліковано: 1")
