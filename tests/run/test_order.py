from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from test_outcome import DATASET

from pipeline import run
from pipeline.model import GeneratedSource, Outcome, Resource, Result


@dataclass(frozen=True)
class EmptyDesk:
    outages: Any = field(default=None)


def test_what_is_made_of_the_others_is_updated_after_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began: list[str] = []

    def update(dataset: Any, desk: Any) -> Outcome:
        began.append(dataset.name)
        return Outcome(dataset.name, Result.UNCHANGED, "")

    monkeypatch.setattr(run, "update_dataset", update)
    made = Resource("register", "Реєстр", "", None, "", GeneratedSource("register"))
    register = replace(DATASET, name="a-register", resources=(made,))
    others = [replace(DATASET, name=f"dataset-{number}") for number in range(8)]
    desk: Any = EmptyDesk()
    outcomes = list(run.update_datasets([register, *others], desk))

    assert began[-1] == "a-register"
    assert len(outcomes) == 9
