"""What libraries raise on torn, locked or forged containers, named once.

Seen by damaging sound files at random: a few thousand of each form. Whatever else a reader dies of
ends at the child process (:mod:`pipeline.validate.isolation`).
"""

from __future__ import annotations

import zipfile
import zlib

TORN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # a password, an unknown compression or version of ZIP
)
"""Reading a ZIP or a part of it."""

TORN_XML = (
    *TORN_ZIP,
    SyntaxError,  # broken XML, both of lxml (where installed) and of the standard library
    LookupError,  # an unknown encoding; a part, a style or a string that is not there
    ValueError,  # entities (refused by defusedxml); numbers and dates out of all range
    TypeError,
    AttributeError,
)
"""Reading XML inside a ZIP by a library that trusts its structure."""


def torn_7z() -> tuple[type[Exception], ...]:
    """Reading a 7Z or a member of it; the library is heavy and seldom needed."""
    from lzma import LZMAError

    from py7zr.exceptions import ArchiveError

    return (*TORN_XML, ArchiveError, LZMAError, ArithmeticError, AssertionError)
