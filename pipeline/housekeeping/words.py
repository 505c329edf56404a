"""What a round of the house did, for whoever ran it or reads the log."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.housekeeping.house import Tidied
from pipeline.housekeeping.releases import RELEASE
from pipeline.model import Retention
from pipeline.wording import DAY, FILE, Noun, count_of, size_of

REPORT = Noun("звіт", "звіти", "звітів")


def lines_of(tidied: Tidied, terms: Retention, *, dry_run: bool) -> Iterator[str]:
    """One line a sort of things, then what went wrong; with `dry_run` every single thing too."""
    done = "буде вилучено" if dry_run else "вилучено"
    yield f"Випуски: {_releases(tidied, terms, done)}"
    if dry_run:
        for spent in tidied.releases:
            yield from (f"  {spent.dataset} {release.hash}" for release in spent.releases)
    yield f"Надходження: {_deliveries(tidied, terms, done)}"
    if dry_run:
        yield from (f"  {each.sha256}  {size_of(each.size)}" for each in tidied.deliveries)
    if tidied.orphans:
        size = size_of(sum(each.size for each in tidied.orphans))
        yield f"Нічиї файли архіву: {done} {count_of(len(tidied.orphans), FILE)}, {size}."
    if dry_run:
        yield from (f"  {each.sha256}  {size_of(each.size)}" for each in tidied.orphans)
    yield f"Звіти для підрозділів: {_reports(tidied, terms, done)}"
    unfinished = (*tidied.reports, *tidied.unfinished, *tidied.locks) if dry_run else ()
    yield from (f"  {path}" for path in unfinished)
    if tidied.unfinished:
        yield f"Недописане: {done} {count_of(len(tidied.unfinished), FILE)}."
    if tidied.locks:
        yield f"Замки, яких місяць ніхто не брав: {done} {count_of(len(tidied.locks), FILE)}."
    yield from tidied.problems


def _releases(tidied: Tidied, terms: Retention, done: str) -> str:
    if terms.releases is None:
        return _everything("keep_releases")
    count = sum(len(spent.releases) for spent in tidied.releases)
    size = sum(spent.size for spent in tidied.releases)
    return (
        f"{done} {count_of(count, RELEASE)}, {size_of(size)} "
        f"(лишаються останні {terms.releases} кожного набору)."
    )


def _deliveries(tidied: Tidied, terms: Retention, done: str) -> str:
    if terms.raw_days is None:
        return _everything("keep_raw_days")
    size = sum(each.size for each in tidied.deliveries)
    return (
        f"{done} {count_of(len(tidied.deliveries), FILE)}, {size_of(size)} "
        f"(давніші за {count_of(terms.raw_days, DAY)})."
    )


def _reports(tidied: Tidied, terms: Retention, done: str) -> str:
    if terms.report_days is None:
        return _everything("keep_report_days")
    count = count_of(len(tidied.reports), REPORT)
    return f"{done} {count} (давніші за {count_of(terms.report_days, DAY)})."


def _everything(setting: str) -> str:
    return f"лишаються всі (у publisher.yaml не задано archive.{setting})."
