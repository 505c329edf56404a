"""`pipeline publish`: the main job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from pipeline.cli.choice import choose_datasets
from pipeline.cli.outcomes import outcomes_json, say_outcomes
from pipeline.cli.output import say, say_json
from pipeline.cli.progress import show_progress
from pipeline.errors import sentences_only
from pipeline.model import Catalogue, Dataset, Outcome, Result
from pipeline.settings import Settings


def publish(
    context: typer.Context,
    datasets: Annotated[
        list[str] | None, typer.Argument(metavar="[НАБІР…]", show_default=False)
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показати, що змінилося б, і нічого не робити.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Код 1 і тоді, коли щось не прийнято.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Зібрати, перевірити й опублікувати набори даних (усі, якщо жодного не названо)."""
    from pipeline.catalogue import read_catalogue

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        chosen = choose_datasets(catalogue, datasets or [])
        if dry_run:
            _preview(settings, catalogue, chosen, as_json)
            return
        outcomes = _publish(settings, catalogue, chosen, as_json)
    raise typer.Exit(_exit_code(outcomes, strict))


def _publish(
    settings: Settings, catalogue: Catalogue, chosen: Sequence[Dataset], as_json: bool
) -> list[Outcome]:
    from pipeline.desk import open_desk
    from pipeline.logs import logged
    from pipeline.report.figures import build_figures_now
    from pipeline.run import tell_offices, update_datasets

    with (
        show_progress(quiet=as_json) as board,
        open_desk(settings, catalogue, chosen, board.upload) as desk,
    ):
        ended = board.watch(logged(update_datasets(chosen, desk)), len(chosen))
        by_name = {outcome.dataset: outcome for outcome in ended}
        outcomes = [by_name[dataset.name] for dataset in chosen]
        outcomes += _broken(catalogue, chosen)
        figures = build_figures_now(desk.ledger, catalogue.report_portal)
        told = tell_offices(catalogue, outcomes, settings.inbox, desk.now())
    if as_json:
        say_json(outcomes_json(outcomes, figures))
    else:
        for sentence in told:
            say(sentence)
        say_outcomes(outcomes, figures, catalogue, settings)
    return outcomes


def _broken(catalogue: Catalogue, chosen: Sequence[Dataset]) -> Iterator[Outcome]:
    """A run over everything also answers for the descriptors that could not be read."""
    if tuple(chosen) != catalogue.datasets:
        return
    by_dataset: dict[str, list[str]] = {}
    for problem in (found for found in catalogue.problems if found.blocks):
        told = f"{problem.file}:{problem.line}: {problem.message}"
        by_dataset.setdefault(problem.dataset or problem.file, []).append(told)
    for name, problems in by_dataset.items():
        yield Outcome(name, Result.FAILED, "Опис набору даних має вади. " + "; ".join(problems))


def _preview(
    settings: Settings, catalogue: Catalogue, chosen: Sequence[Dataset], as_json: bool
) -> None:
    from pipeline.cli.plans import plans_json
    from pipeline.preview import Preview, preview_dataset, sum_up
    from pipeline.rehearsal import rehearsing

    with rehearsing(settings, catalogue, chosen) as desk:
        previews = [preview_dataset(dataset, desk) for dataset in chosen]
    previews += [Preview(it.dataset, (it.sentence,), ()) for it in _broken(catalogue, chosen)]
    if as_json:
        say_json(plans_json(previews))
        return
    for preview in previews:
        for line in preview.lines():
            say(line)
    say()
    say(sum_up(previews))


def _exit_code(outcomes: Sequence[Outcome], strict: bool) -> int:
    """1 where something failed; with `--strict` also where anything stands refused."""
    if any(outcome.result is Result.FAILED for outcome in outcomes):
        return 1
    return int(strict and any(outcome.blocking for outcome in outcomes))
