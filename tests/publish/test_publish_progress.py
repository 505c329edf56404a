"""Bars for long uploads on a terminal, and nothing anywhere else."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import responses

from pipeline.cli.progress import LONG, Board, show_progress
from pipeline.model import Outcome, Result
from pipeline.publish.ckan import PortalClient
from pipeline.settings import read_settings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def upload_through(board: Board, content: bytes) -> None:
    url = "https://portal.example"
    with responses.RequestsMock() as web:
        web.post(f"{url}/api/action/resource_create", json={"success": True, "result": {}})
        client = PortalClient(url, "key", watch=board.upload)
        client.upload_resource(
            "resource_create", {"mimetype": "text/csv"}, "big.csv", io.BytesIO(content)
        )


def test_a_long_upload_has_a_bar_that_comes_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    seen: list[tuple[str, float, float | None]] = []
    with show_progress(quiet=False) as board:
        assert board.uploads is not None
        remove = board.uploads.remove_task

        def keep(bar: object) -> None:
            (task,) = board.uploads.tasks
            seen.append((task.description, task.completed, task.total))
            remove(task.id)

        monkeypatch.setattr(board.uploads, "remove_task", keep)
        upload_through(board, b"a" * LONG)
    ((name, done, total),) = seen
    assert (name, done) == ("big.csv", total)
    assert total is not None
    assert total > LONG


def test_a_short_upload_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with show_progress(quiet=False) as board:
        assert board.uploads is not None
        with board.upload("small.csv", LONG - 1) as tell:
            tell(1)
            assert board.uploads.tasks == []


def test_the_bar_of_datasets_moves_with_every_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    outcomes = [Outcome(name, Result.UNCHANGED, "") for name in "ab"]
    with show_progress(quiet=False) as board:
        assert list(board.watch(outcomes, 2)) == outcomes
        assert board.datasets is not None
        assert board.datasets.tasks[0].completed == 2


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_a_log_or_json_shows_no_bars(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, quiet: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    outcomes = [Outcome("a", Result.UNCHANGED, "")]
    with show_progress(quiet=quiet) as board:
        upload_through(board, b"a" * LONG)
        assert list(board.watch(outcomes, 1)) == outcomes
    assert stream.getvalue() == ""


def test_what_portals_see_of_us_is_set_by_the_environment(tmp_path: Path) -> None:
    environment = {"PIPELINE_USER_AGENT": "misto/1.0"}
    assert read_settings(environment, var=tmp_path).user_agent == "misto/1.0"
    assert read_settings({}, var=tmp_path).user_agent is None
