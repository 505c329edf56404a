"""`pipeline check FILE`: judge a file before it is handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.clock import now
from pipeline.errors import CannotRun, check_folder, sentences_only
from pipeline.model import Dataset, Resource
from pipeline.settings import Settings


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(show_default=False, readable=False)],
    dataset: Annotated[str | None, typer.Option(help="Набір даних із каталогу.")] = None,
    document: Annotated[str | None, typer.Option(help="Документ набору.")] = None,
    table: Annotated[str | None, typer.Option(help="Таблиця постанови: 2025/18/buildings.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Тека для звіту підрозділу.", readable=False)
    ] = None,
) -> None:
    """Перевірити файл; код 1, якщо щось зупиняє публікацію."""
    from pipeline.children import Children
    from pipeline.gather.hand import take_by_hand
    from pipeline.reply.listing import findings_json
    from pipeline.reply.reply import build_reply
    from pipeline.reply.terminal import lines_of
    from pipeline.reply.writing import write_reply
    from pipeline.validate.isolation import Checker

    if (dataset is None) == (table is None):
        raise CannotRun("Вкажіть або --dataset НАЗВА, або --table ID.")
    _check_paths(file, report)
    chosen = _dataset_of_table(table) if table else _dataset(context.obj, dataset or "")
    resource = _resource(chosen, document, file)
    with sentences_only(), Children() as children:
        delivery = take_by_hand(file, chosen, resource)
        verdict = Checker(children).check(delivery, resource, chosen)
        if report:
            reply = build_reply(chosen, delivery, verdict, now(), "checked")
            write_reply(report, reply, delivery.path, children)
    if as_json:
        say_json(findings_json(verdict))
    else:
        for line in lines_of(verdict, resource.schema):
            say(line)
    raise typer.Exit(0 if verdict.accepted else 1)


def _check_paths(file: Path, report: Path | None) -> None:
    with sentences_only():
        if not file.exists():
            raise CannotRun(f"Немає файла {file}.")
        if not file.is_file():
            raise CannotRun(f"{file} — не файл; вкажіть файл, який перевірити.")
        file.open("rb").close()
    if report is not None:
        check_folder(report, "--report")


def _dataset_of_table(table: str) -> Dataset:
    from pipeline.resolution835.tables import read_schema
    from pipeline.validate.by_hand import build_table_dataset

    with sentences_only():
        return build_table_dataset(read_schema(table))


def _dataset(settings: Settings, name: str) -> Dataset:
    from pipeline.catalogue import read_catalogue
    from pipeline.cli.choice import choose_datasets

    with sentences_only():
        return choose_datasets(read_catalogue(settings.catalogue), [name])[0]


def _resource(dataset: Dataset, document: str | None, file: Path) -> Resource:
    """The one resource the file can be meant for; CannotRun where that is not clear."""
    from pipeline.gather.hand import resources_for

    if document is not None:
        named = document.removeprefix(f"{dataset.name}/").split("/")[0]
        found = [resource for resource in dataset.resources if resource.name == named]
    else:
        found = list(resources_for(file, dataset))
    if len(found) != 1:
        known = ", ".join(f"{dataset.name}/{resource.name}" for resource in dataset.resources)
        raise CannotRun(f"Вкажіть документ: --document з переліку {known}.")
    return found[0]
