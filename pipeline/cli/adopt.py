"""`pipeline adopt`: go on from what a portal holds already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import say
from pipeline.errors import CannotRun, sentences_only
from pipeline.model import Catalogue, Office
from pipeline.settings import Settings
from pipeline.wording import DATASET, DOCUMENT, count_of

if TYPE_CHECKING:
    from pipeline.life.adopt import Adopted


def adopt(
    context: typer.Context,
    portal: Annotated[str, typer.Option("--portal", help="Портал із publisher.yaml.")],
    office: Annotated[
        str | None, typer.Option(help="Підрозділ для наборів, чийого автора не впізнано.")
    ] = None,
) -> None:
    """Прийняти те, що місто вже опублікувало: описи, ідентифікатори, файли, показники.

    Портал лише читається. Код 1, якщо якийсь набір прийняти не вдалося.
    """
    from pipeline.catalogue import read_catalogue
    from pipeline.desk import open_desk
    from pipeline.life.adopt import adopt_portal
    from pipeline.publish.errors import PortalError

    settings: Settings = context.obj
    done: list[Adopted] = []
    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        if portal not in catalogue.portals:
            known = ", ".join(catalogue.portals)
            raise CannotRun(f"Немає порталу «{portal}»; у publisher.yaml є: {known}.")
        otherwise = _office(catalogue, office)
        with open_desk(settings, catalogue, (), portals=[portal]) as desk:
            try:
                for item in adopt_portal(portal, otherwise, settings.catalogue, desk):
                    done.append(item)
                    for line in _lines(item):
                        say(line)
            except PortalError as error:
                raise CannotRun(error.sentence) from error
    adopted = [item for item in done if not item.known and not item.refused]
    documents = sum(len(item.documents) for item in adopted)
    say(f"Прийнято {count_of(len(adopted), DATASET)}, {count_of(documents, DOCUMENT)}.")
    say("Чого портал не сказав, покаже pipeline catalogue.")
    raise typer.Exit(int(any(item.refused for item in done)))


def _office(catalogue: Catalogue, key: str | None) -> Office | None:
    if key is not None and key not in catalogue.offices:
        known = ", ".join(catalogue.offices)
        raise CannotRun(f"Немає підрозділу «{key}»; у publisher.yaml є: {known}.")
    return catalogue.offices[key] if key else None


def _lines(item: Adopted) -> Iterator[str]:
    if item.known:
        yield f"{item.dataset}: уже описано"
        return
    if item.refused:
        yield f"{item.dataset}: не прийнято, {item.refused}"
        return
    yield f"{item.dataset}: {count_of(len(item.documents), DOCUMENT)}"
    for title in item.documents:
        yield f"  + {title}"
    for other in item.others:
        yield f"  · {other.title} — не документ: {other.why}"
