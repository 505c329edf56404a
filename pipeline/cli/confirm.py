"""`pipeline confirm`: the office says that its data did not change."""

from __future__ import annotations

import typer

from pipeline.cli.acts import By, Name, desk_for, say_portals
from pipeline.cli.output import say


def confirm(context: typer.Context, dataset: Name, by: By) -> None:
    """Записати, що дані підрозділу не змінилися й актуальні на сьогодні; це не оновлення."""
    from pipeline.life.confirm import confirm as confirm_dataset

    with desk_for(context.obj, dataset) as (found, desk):
        confirmation = confirm_dataset(found, by, desk)
    say(confirmation.sentence)
    raise typer.Exit(say_portals(confirmation.portals))
