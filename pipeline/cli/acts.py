"""What the commands of a person's acts share: whose name, about what, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.choice import choose_datasets
from pipeline.cli.output import say
from pipeline.errors import CannotRun, sentences_only
from pipeline.model import Dataset, PortalOutcome, PortalResult
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.run import Desk


def filled(text: str) -> str:
    """A name or a ground that says something; CannotRun for blanks."""
    if not text.strip():
        raise CannotRun("Хто вирішив і на якій підставі, має бути сказано словами.")
    return " ".join(text.split())


By = Annotated[str, typer.Option("--by", help="Хто вирішив: ім’я, посада.", callback=filled)]
Name = Annotated[str, typer.Argument(metavar="НАБІР", show_default=False)]
Target = Annotated[str, typer.Argument(metavar="НАБІР|ДОКУМЕНТ", show_default=False)]


@contextmanager
def desk_for(settings: Settings, target: str) -> Iterator[tuple[Dataset, Desk]]:
    """The dataset a person named, itself or by a document's id, and a desk to act on it.

    CannotRun, with the product's own sentence, for whatever makes the act impossible.
    """
    from pipeline.catalogue import read_catalogue
    from pipeline.desk import open_desk

    with sentences_only():
        catalogue = read_catalogue(settings.catalogue)
        (dataset,) = choose_datasets(catalogue, [target.partition("/")[0]])
        with open_desk(settings, catalogue, [dataset]) as desk:
            yield dataset, desk


def document_of(target: str) -> str | None:
    """The document's id, None where the whole dataset was named."""
    return target if "/" in target else None


def choose_portals(dataset: Dataset, portal: str | None) -> tuple[str, ...]:
    """The portal named, or all of the dataset's; CannotRun for one that is not its."""
    if portal is None:
        return dataset.portals
    if portal not in dataset.portals:
        known = ", ".join(dataset.portals)
        raise CannotRun(f"Набір не публікується на порталі «{portal}»; його портали: {known}.")
    return (portal,)


def say_portals(outcomes: Sequence[PortalOutcome]) -> int:
    """Tell how each portal took it; the exit code: 1 where one did not."""
    for outcome in outcomes:
        say(f"{outcome.portal}: {outcome.sentence.rstrip('.')}.")
    unfinished = (PortalResult.FAILED, PortalResult.PENDING)
    if any(outcome.result in unfinished for outcome in outcomes):
        say("Не всюди вдалося; повторіть команду, коли перешкоду буде усунено.")
        return 1
    return 0
