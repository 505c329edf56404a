"""`pipeline reconcile`: what was sent against what portals show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.choice import choose_datasets
from pipeline.cli.output import say, say_json
from pipeline.errors import sentences_only
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.life.reconcile import Reconciled


def reconcile(
    context: typer.Context,
    datasets: Annotated[
        list[str] | None, typer.Argument(metavar="[НАБІР…]", show_default=False)
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Повернути портали до випуску; чужого не чіпати.")
    ] = False,
    downloads: Annotated[
        bool, typer.Option("--downloads", help="Завантажити кожен файл і звірити хеш.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Звірити журнал із порталами й назвати кожну розбіжність; код 1, якщо вони є."""
    from pipeline.catalogue import read_catalogue
    from pipeline.desk import open_desk
    from pipeline.life.reconcile import reconcile_dataset, reconcile_strangers

    settings: Settings = context.obj
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        chosen = choose_datasets(catalogue, datasets or [])
        with open_desk(settings, catalogue, chosen) as desk:
            done = [
                item
                for dataset in chosen
                for item in reconcile_dataset(dataset, desk, downloads=downloads, repair=repair)
            ]
            if not datasets:
                done += reconcile_strangers(tuple(desk.clients), catalogue.datasets, desk)
    if as_json:
        say_json(_as_json(done))
    else:
        _say_lines(done)
    raise typer.Exit(int(not all(item.agrees for item in done)))


def _say_lines(done: Sequence[Reconciled]) -> None:
    for item in done:
        where = f"{item.dataset}, {item.portal}" if item.dataset else item.portal
        if item.failure:
            say(f"{where}: {item.failure}")
        if item.mended:
            say(f"{where}: {item.mended.sentence.rstrip('.')}.")
        for found in item.found:
            say(f"{where}: {found.sentence}.")
    if all(item.agrees for item in done):
        say("Розбіжностей немає.")


def _as_json(done: Sequence[Reconciled]) -> list[dict[str, object]]:
    return [
        {
            "dataset": item.dataset,
            "portal": item.portal,
            "agrees": item.agrees,
            "failure": item.failure,
            "repair": item.mended.result.value if item.mended else None,
            "differences": [
                {
                    "difference": found.difference.value,
                    "dataset": found.dataset,
                    "file": found.key,
                    "resource": found.resource_id,
                    "fields": list(found.fields),
                    "kept": found.kept,
                    "sentence": found.sentence,
                }
                for found in item.found
            ],
        }
        for item in done
    ]
