"""`pipeline digest`, `pipeline freshness` and `pipeline coverage` as a person calls them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from cities import write_city
from ledgers import an_event
from post import smtp_server
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.clock import now
from pipeline.record.event import Kind
from pipeline.record.ledger import open_ledger

OLD = datetime(2021, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A dataset published long ago, so overdue now."""
    write_city(tmp_path / "datapackages")
    with open_ledger(f"sqlite:///{tmp_path}/var/ledger.sqlite3", now) as ledger:
        said = {"title": "Торгові місця", "office_name": "Управління економіки",
                "frequency": "once a quarter"}  # fmt: skip
        data: dict[str, Any] = {"role": "data"}
        dataset = "economy-stalls"
        ledger.record(an_event(Kind.DESCRIBED, OLD, dataset=dataset, data=said))
        ledger.record(
            an_event(Kind.PUBLISHED, OLD, dataset=dataset, document=f"{dataset}/stalls",
                     portal="city", data=data)
        )  # fmt: skip
    return tmp_path


def run(city: Path, *words: str, environment: Mapping[str, str] | None = None) -> Result:
    folders = ["--catalogue", str(city / "datapackages"), "--var", str(city / "var")]
    environment = {"PIPELINE_MAIL_URL": "", "PIPELINE_NOTIFY_URLS": ""} | dict(environment or {})
    return CliRunner(env=environment).invoke(app, [*folders, *words])


def test_a_dry_run_says_who_would_hear_what_and_sends_nothing(city: Path) -> None:
    for _ in range(2):
        done = run(city, "digest", "--dry-run")
        assert done.exit_code == 0, done.output
        first, second = done.output.splitlines()
        assert first == "economy@city.example: Відкриті дані: прострочено 1"
        assert second.startswith("data@city.example: Відкриті дані: підсумок тижня ")


def test_without_a_mail_server_the_command_says_what_to_set(city: Path) -> None:
    assert str(run(city, "digest").exception).startswith(
        "Не задано, звідки слати пошту: змінна оточення PIPELINE_MAIL_URL"
    )


def test_letters_go_once_and_then_there_is_nothing_new(city: Path) -> None:
    with smtp_server() as (mailbox, url):
        done = run(city, "digest", environment={"PIPELINE_MAIL_URL": url})
        again = run(city, "digest", environment={"PIPELINE_MAIL_URL": url})

    assert (done.exit_code, done.output.count("(надіслано)")) == (0, 2)
    assert mailbox.addressees == [["economy@city.example"], ["data@city.example"]]
    assert (again.exit_code, again.output) == (0, "Нового для листів немає.\n")


def test_a_letter_that_did_not_go_is_told_by_the_exit_code(city: Path) -> None:
    url = "mailto://127.0.0.1:9?from=a@city.example&mode=insecure"
    done = run(city, "digest", environment={"PIPELINE_MAIL_URL": url})

    assert done.exit_code == 1
    assert done.output.count("не надіслано, наступного разу спробуємо знову") == 2


def test_freshness_lists_what_is_overdue(city: Path) -> None:
    done = run(city, "freshness")
    assert done.exit_code == 0
    assert done.output.startswith("Прострочено: 1\n")
    (duty,) = json.loads(run(city, "freshness", "--json").output)["duties"]
    assert (duty["dataset"], duty["state"], duty["due_on"]) == (
        "economy-stalls",
        "overdue",
        "2021-09-01",
    )


def test_coverage_is_a_table_a_page_and_a_list(city: Path) -> None:
    assert "Не визначено" in run(city, "coverage").output
    assert len(json.loads(run(city, "coverage", "--json").output)) == 69
    page = city / "coverage.html"
    assert run(city, "coverage", "-o", str(page)).exit_code == 0
    title = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").h1
    assert title is not None
    assert title.text == "Набори даних постанови № 835"


def test_a_wrong_coverage_file_ends_with_one(city: Path) -> None:
    (city / "datapackages" / "coverage.yaml").write_text("planed: []\n", encoding="utf-8")
    done = run(city, "coverage")

    assert done.exit_code == 1
    assert done.stderr == "coverage.yaml:1: невідомий ключ «planed»; можливо, «planned»\n"
    assert "невідомий ключ «planed»" in run(city, "catalogue").output
