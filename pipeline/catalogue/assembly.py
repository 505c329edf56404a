"""A checked descriptor → :class:`pipeline.model.Dataset`, with every schema resolved.

Schema references are resolved here and not by frictionless, which calls `../` unsafe and knows
nothing of the Resolution's ids (trap 13 of our notes on frictionless 5.21).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.catalogue.descriptor import (
    DescriptorShape,
    ResourceShape,
    SourceShape,
)
from pipeline.catalogue.marked_yaml import Location, MarkedYaml, YamlError, read_yaml
from pipeline.catalogue.publisher import PublisherShape
from pipeline.catalogue.values import UNKNOWN
from pipeline.catalogue.wording import nearest
from pipeline.model import (
    DatabaseSource,
    Dataset,
    FolderSource,
    GeneratedSource,
    Guards,
    NotPersonal,
    Office,
    Pause,
    PersonalData,
    Problem,
    Resource,
    Responsible,
    Schema,
    Series,
    Source,
    Suppressed,
    WebSource,
    Withheld,
)
from pipeline.model.dataset import SOURCE_SECONDS
from pipeline.resolution835.tables import SchemaError, UnknownTable, build_schema, read_schema

RESOLUTION_TABLE = re.compile(r"20\d\d/")


def build_dataset(
    shape: DescriptorShape,
    marked: MarkedYaml,
    file: str,
    folder: Path,
    city: PublisherShape,
    suppressed: tuple[Suppressed, ...],
) -> tuple[Dataset | None, list[Problem]]:
    """Resolve schemas and declared columns; the dataset only where all of them resolve."""
    schemas, problems = _schemas(shape, marked, file, folder)
    problems += _undeclared_columns(shape, schemas, marked, file)
    if problems:
        return None, problems
    return _dataset(shape, schemas, folder, city, suppressed), []


def _dataset(
    shape: DescriptorShape,
    schemas: list[Schema | None],
    folder: Path,
    city: PublisherShape,
    suppressed: tuple[Suppressed, ...],
) -> Dataset:
    ours = shape.pipeline
    office = city.offices[ours.office]
    names = {resource.name: resource.lasting_name for resource in shape.resources}
    return Dataset(
        name=shape.name,
        title=shape.title,
        description=_known(shape.description),
        keywords=tuple(filter(_known, shape.keywords)),
        licence=shape.licenses[0].name,
        office=Office(ours.office, office.name, office.email),
        responsible=Responsible(_known(ours.responsible.role), ours.responsible.email),
        frequency=_known(ours.frequency),
        ground=_known(ours.ground),
        purpose=_known(ours.purpose),
        portals=tuple(ours.portals),
        resources=tuple(
            _resource(resource, ours.source, schema)
            for resource, schema in zip(shape.resources, schemas, strict=True)
        ),
        folder=folder,
        descriptor_hash=_hash(shape, schemas, suppressed),
        guards=Guards(ours.guards.rows_fall, ours.guards.keys_vanish),
        personal_data=tuple(
            PersonalData(names.get(p.field, p.field), p.ground) for p in ours.personal_data
        ),
        not_personal=tuple(
            NotPersonal(names.get(n.field, n.field), n.by, n.reason) for n in ours.not_personal
        ),
        adopted=ours.adopted,
        drift=ours.drift,
        repairs_off=tuple(ours.repairs.skip),
        on_hidden=ours.plain_files.on_hidden,
        withheld=Withheld(ours.withheld.ground, ours.withheld.date) if ours.withheld else None,
        suppressed=suppressed,
        pause=Pause(ours.paused_until.date, ours.paused_until.reason)
        if ours.paused_until
        else None,
    )


def _known(text: str) -> str:
    """What the descriptor says; `""` where it says that nobody knows yet."""
    return "" if text == UNKNOWN else text


def _resource(shape: ResourceShape, common: SourceShape | None, schema: Schema | None) -> Resource:
    settings = shape.pipeline
    series = settings.series
    return Resource(
        name=shape.lasting_name,
        title=shape.title,
        description=shape.description,
        schema=schema,
        path=shape.path,
        source=_source(settings.source or common),
        sheet=settings.sheet,
        encoding=settings.encoding,
        formats=tuple(settings.formats),
        series=Series(series.period, series.pattern) if series else None,
    )


def _source(shape: SourceShape | None) -> Source | None:
    """None where the dataset is adopted or ended (`source: none`)."""
    if shape is None:
        return None
    if shape.generated is not None:
        return GeneratedSource(shape.generated)
    timeout = shape.timeout or SOURCE_SECONDS
    if shape.url is not None:
        headers = tuple(shape.headers.items())
        return WebSource(shape.url, headers, tuple(shape.redirects_to), timeout)
    if shape.sql is not None:
        return DatabaseSource(shape.sql, shape.query or "", timeout)
    return FolderSource(shape.folder or "", tuple(shape.pattern or ()))


def _schemas(
    shape: DescriptorShape, marked: MarkedYaml, file: str, folder: Path
) -> tuple[list[Schema | None], list[Problem]]:
    schemas: list[Schema | None] = []
    problems: list[Problem] = []
    for index, resource in enumerate(shape.resources):
        place = ("resources", index, "schema")
        own_id, reference = f"{shape.name}/{resource.name}", resource.schema_
        try:
            if isinstance(reference, str) and not RESOLUTION_TABLE.match(reference):
                schemas.append(_schema_of_file(own_id, folder, reference))
            elif isinstance(reference, dict):
                schemas.append(build_schema(own_id, reference))
            else:
                schemas.append(read_schema(reference) if reference else None)
        except SchemaError as error:
            problems += _problems_of(error, marked, file, place)
        except (UnknownTable, FileNotFoundError) as error:
            problems.append(Problem(file, marked.line_of(place), f"schema: {error}"))
        except _SchemaFileError as error:
            problems += error.problems
    return schemas, problems


class _SchemaFileError(Exception):
    """A dataset's own schema file is no schema; its problems name that file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _schema_of_file(own_id: str, folder: Path, reference: str) -> Schema:
    if not (folder / reference).is_file():
        raise FileNotFoundError(f"немає файла «{reference}»")
    file = f"{folder.name}/{reference}"
    try:
        marked = read_yaml(folder / reference)
    except YamlError as error:
        raise _SchemaFileError([Problem(file, error.line, error.message)]) from error
    try:
        return build_schema(own_id, marked.value)
    except SchemaError as error:
        raise _SchemaFileError(_problems_of(error, marked, file)) from error


def _problems_of(
    error: SchemaError, marked: MarkedYaml, file: str, around: Location = ()
) -> list[Problem]:
    """One problem a fault, on its own line; `around` is where in the file the schema stands."""
    return [
        Problem(file, marked.line_of((*around, *fault.place)), f"schema: {fault.sentence}")
        for fault in error.faults
    ]


def _undeclared_columns(
    shape: DescriptorShape, schemas: list[Schema | None], marked: MarkedYaml, file: str
) -> list[Problem]:
    """A declaration about a column that no table has would protect nothing.

    Plain files have no columns: their resource is declared by its name.
    """
    known = [name for schema in schemas if schema for name in schema.names]
    known += [resource.name for resource in shape.resources if resource.schema_ is None]
    problems = []
    for key in ("personal_data", "not_personal"):
        for index, declared in enumerate(getattr(shape.pipeline, key)):
            if declared.field not in known:
                line = marked.line_of(("pipeline", key, index))
                hint = nearest(declared.field, known)
                problems.append(
                    Problem(file, line, f"{key}: немає стовпця «{declared.field}»{hint}")
                )
    return problems


def _hash(
    shape: DescriptorShape, schemas: list[Schema | None], suppressed: tuple[Suppressed, ...]
) -> str:
    """Changes with anything a verdict or a published file depends on; comments do not count."""
    stated = shape.model_dump_json() + repr(schemas) + (repr(suppressed) if suppressed else "")
    return hashlib.sha256(stated.encode()).hexdigest()[:16]
