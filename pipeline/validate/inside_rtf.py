r"""RTF: enough of its text to find personal data in, its tracked changes, comments and authors.

Not a reader of RTF: control words are dropped, `\'e0` and `\u1072?` become letters.
"""

from __future__ import annotations

import re
from typing import IO

from pipeline.validate.inside import Inside
from pipeline.validate.persons import is_person

_PERSON = re.compile(rb"(\{\\(?:author|operator|manager)\s)([^{}]*)(\})")
_COMMENT = re.compile(rb"\\\*\\annotation\b")
_CHANGE = re.compile(rb"\\(?:revised|deleted)(?![a-z0-9])")
_HIDDEN = re.compile(rb"\\v(?:1)?(?![a-z0-9])[^\\{}]*[^\s\\{}]")
_UNSEEN = re.compile(
    rb"\{\\(?:\*|fonttbl|colortbl|stylesheet|info|pict)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
)
_LETTER = re.compile(rb"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?|\\'([0-9a-fA-F]{2})")
_PARAGRAPH = re.compile(r"\\(?:par|line|cell|row)(?![a-z]) ?")
_CONTROL = re.compile(r"\\[a-z]+-?\d* ?|[{}]|\\[^a-z]")


def read_rtf(stream: IO[bytes]) -> Inside:
    """What can be told of one RTF."""
    content = stream.read()
    people = [_text(found[2]) for found in _PERSON.finditer(content)]
    return Inside(
        texts=(_text(_UNSEEN.sub(b"", content)),),
        tracked=len(_CHANGE.findall(content)),
        comments=len(_COMMENT.findall(content)),
        hidden=bool(_HIDDEN.search(content)),
        authors=tuple(name for name in people if is_person(name)),
    )


def strip_rtf(stream: IO[bytes]) -> bytes:
    """The same document without the names of its authors; its comments stay where they are."""
    return _PERSON.sub(rb"\1\3", stream.read())


def _text(content: bytes) -> str:
    letters = _LETTER.sub(_letter, content).decode("utf-8", "replace")
    return _CONTROL.sub("", _PARAGRAPH.sub("\n", letters)).strip()


def _letter(found: re.Match[bytes]) -> bytes:
    if found[2]:
        return bytes([int(found[2], 16)]).decode("cp1251", "replace").encode()
    return chr(int(found[1]) % 0x10000).encode("utf-8", "replace")
