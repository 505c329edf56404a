"""Commands as a person types them, in the process of the tests: what they import stays imported.

A process for each costs two seconds. Where the process itself matters, tests start a real one:
`test_story.py` first of all.
"""

from __future__ import annotations

import io
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest

from pipeline.cli import main


def type_in(folder: Path, *words: str) -> CompletedProcess[str]:
    """The command with these words, typed in the folder that holds the city."""
    command = ["pipeline", "--var", str(folder / "var"), *words]
    with (
        chdir(folder),
        patch.object(sys, "argv", command),
        redirect_stdout(io.StringIO()) as out,
        redirect_stderr(io.StringIO()) as err,
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code or 0
    assert isinstance(code, int)
    return CompletedProcess(command, code, out.getvalue(), err.getvalue())
