"""Which datasets a person named."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import CannotRun
from pipeline.model import Catalogue, Dataset


def choose_datasets(catalogue: Catalogue, names: Sequence[str]) -> tuple[Dataset, ...]:
    """The named datasets in the order named, all where none is; CannotRun for an unknown one."""
    from difflib import get_close_matches

    if not names:
        return catalogue.datasets
    known = {dataset.name: dataset for dataset in catalogue.datasets}
    for name in names:
        if name in known:
            continue
        problems = [p for p in catalogue.problems if p.dataset == name]
        if problems:
            told = "; ".join(f"{p.file}:{p.line}: {p.message}" for p in problems)
            raise CannotRun(f"Опис набору даних «{name}» має вади: {told}")
        close = get_close_matches(name, known, n=1)
        hint = f" Можливо, «{close[0]}»?" if close else " Перелік: pipeline catalogue."
        raise CannotRun(f"Немає набору даних «{name}».{hint}")
    return tuple(known[name] for name in dict.fromkeys(names))
