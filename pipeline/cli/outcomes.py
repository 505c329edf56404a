"""How a run ended: a table on a terminal, plain lines otherwise, or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.cli.output import is_terminal, say
from pipeline.logs import outcome_facts
from pipeline.model import Catalogue, Outcome, ReadBack, Result
from pipeline.reply.accepting import accept_command
from pipeline.report.figures import Figures
from pipeline.report.quarterly import sentence_of
from pipeline.settings import Settings
from pipeline.wording import FILE, count_of, size_of

COLOURS = {
    Result.PUBLISHED: "green",
    Result.UNCHANGED: "dim",
    Result.REFUSED: "yellow",
    Result.HELD: "cyan",
    Result.FAILED: "red",
}
SHOWN_FINDINGS = 3


def outcomes_json(outcomes: Sequence[Outcome], figures: Figures) -> dict[str, Any]:
    """The fixed contract of `publish --json`."""
    return {
        "datasets": [outcome_facts(outcome) for outcome in outcomes],
        "figures": {"datasets": figures.datasets, "documents": figures.documents},
    }


def say_outcomes(
    outcomes: Sequence[Outcome], figures: Figures, catalogue: Catalogue, settings: Settings
) -> None:
    """The table, why anything was refused, the sentence of the report, and how to look."""
    if is_terminal():
        _say_table(outcomes)
    else:
        for outcome in outcomes:
            say(f"{outcome.result.word:<13} {outcome.dataset:<40} {outcome.sentence}")
    for outcome in outcomes:
        for line in _refusals(outcome):
            say(line)
    say()
    for line in _read_back(outcomes):
        say(line)
    say(sentence_of(figures))
    if any(outcome.blocking for outcome in outcomes):
        say(f"Звіти для підрозділів: {settings.reports}")
    for name in dict.fromkeys(p.portal for outcome in outcomes for p in outcome.portals):
        portal = catalogue.portals[name]
        how = "make portal, тоді " if portal.profile == "embedded" else ""
        say(f"Подивитися: {how}{portal.url}/")


def _read_back(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What was downloaded again, with its own time: a run is not slow by it without saying so."""
    total = sum((p.read_back for outcome in outcomes for p in outcome.portals), ReadBack())
    if total.files:
        files = count_of(total.files, FILE)
        seconds = f"{total.seconds:.1f}".replace(".", ",")
        yield (
            f"Надіслане звірено, як його завантажують сторонні: {files}, "
            f"{size_of(total.size)}, {seconds} с."
        )


def _say_table(outcomes: Sequence[Outcome]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Набір даних", "Результат", "Документів", "Що сталося", box=None, pad_edge=False)
    table.columns[2].justify = "right"
    for outcome in outcomes:
        table.add_row(
            outcome.dataset,
            Text(outcome.result.word, COLOURS[outcome.result]),
            str(outcome.documents),
            outcome.sentence,
        )
    Console().print(table)


def _refusals(outcome: Outcome) -> Iterator[str]:
    """The first reasons of every refused document, with the cell to look at."""
    for verdict in outcome.verdicts:
        blocking = [finding for finding in verdict.findings if finding.blocks]
        if not blocking:
            continue
        yield ""
        yield f"{'Чекає на підтвердження' if verdict.held else 'Не прийнято'} {verdict.document}:"
        for finding in blocking[:SHOWN_FINDINGS]:
            cell = f"{finding.cell}: " if finding.cell else ""
            yield f"  {cell}{finding.message}"
        if len(blocking) > SHOWN_FINDINGS:
            yield f"  … і ще {len(blocking) - SHOWN_FINDINGS}"
        if command := accept_command(verdict):
            yield f"  Якщо все правильно: {command}"
