"""`pipeline template ID|DATASET -o form.xlsx`: the workbook an office fills in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say, write_output
from pipeline.errors import CannotRun, capitalised, sentences_only
from pipeline.model import Dataset, Resource
from pipeline.settings import Settings


def template(
    context: typer.Context,
    table: Annotated[
        str,
        typer.Argument(
            metavar="ID|НАБІР",
            help="Таблиця постанови (2025/18/buildings) або набір даних із каталогу.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="Файл .xlsx або тека; у теку кожна таблиця набору лягає окремим файлом.",
            readable=False,
            show_default=False,
        ),
    ],
    document: Annotated[
        str | None, typer.Option(help="Один документ набору, у якому кілька таблиць.")
    ] = None,
) -> None:
    """Зробити форму Excel, яку заповнює підрозділ: один аркуш на таблицю.

    Обов’язкові стовпці мають темний заголовок; правило і приклад видно, коли стати на клітинку.
    Набір із кількома таблицями дає по файлу на кожну: вкажіть теку або один документ (--document).
    """
    from pipeline.template.form import build_form
    from pipeline.template.handing_in import how_to_hand_in

    resources = _resources(context.obj, table, document)
    forms = [
        (resource, path, build_form(resource.schema, resource.sheet), resource.schema.title)
        for resource, path in zip(resources, _paths(output, resources), strict=True)
        if resource.schema is not None
    ]
    for _, path, form, _ in forms:
        _refuse_other(path, form)
    for resource, path, form, title in forms:
        _write(path, form)
        say(f"{path}: форма «{title}». {how_to_hand_in(resource)}".rstrip())


def _resources(settings: Settings, table: str, document: str | None) -> tuple[Resource, ...]:
    if not re.match(r"20\d\d/", table):
        return _chosen(_dataset(settings, table), document)
    if document is not None:
        raise CannotRun("--document вказують лише разом із набором даних.")
    return _of_table(table)


def _of_table(table: str) -> tuple[Resource, ...]:
    from pipeline.resolution835.tables import UnknownTable, read_schema
    from pipeline.validate.by_hand import build_table_dataset

    try:
        return build_table_dataset(read_schema(table)).resources
    except UnknownTable as error:
        raise CannotRun(capitalised(str(error))) from error


def _dataset(settings: Settings, name: str) -> Dataset:
    from pipeline.catalogue import read_catalogue
    from pipeline.cli.choice import choose_datasets

    with sentences_only():
        catalogue = read_catalogue(settings.catalogue, samples=False)
        return choose_datasets(catalogue, [name])[0]


def _chosen(dataset: Dataset, document: str | None) -> tuple[Resource, ...]:
    tables = tuple(resource for resource in dataset.resources if not resource.is_plain)
    if not tables:
        raise CannotRun(f"У наборі «{dataset.name}» немає таблиць: його документи не мають форми.")
    if document is None:
        return tables
    name = document.removeprefix(f"{dataset.name}/").split("/")[0]
    chosen = tuple(resource for resource in tables if resource.name == name)
    if not chosen:
        raise CannotRun(f"У наборі «{dataset.name}» немає таблиці «{name}». Є: {_names(tables)}.")
    return chosen


def _paths(output: Path, resources: tuple[Resource, ...]) -> tuple[Path, ...]:
    """Where each form goes: the named file for a single one, else files of the named folder."""
    if output.is_dir() or output.suffix.lower() != ".xlsx":
        return tuple(output / f"{resource.name}.xlsx" for resource in resources)
    if len(resources) > 1:
        raise CannotRun(
            f"У наборі кілька таблиць ({_names(resources)}), а форма має один аркуш. Вкажіть одну: "
            "--document НАЗВА, або дайте -o назву теки."
        )
    return (output,)


def _names(resources: tuple[Resource, ...]) -> str:
    return ", ".join(resource.name for resource in resources)


def _refuse_other(path: Path, form: bytes) -> None:
    """A file of another content may be a form somebody has filled in: it stays."""
    if path.is_file() and path.read_bytes() != form:
        raise CannotRun(
            f"Файл {path} уже є, і в ньому інше: виберіть іншу назву або вилучіть його."
        )


def _write(path: Path, form: bytes) -> None:
    with sentences_only():
        path.parent.mkdir(parents=True, exist_ok=True)
    write_output(path, form)
