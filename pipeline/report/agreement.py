"""Do the portal and the ledger agree now? Figures that disagree are not printed.

Compared is the present moment, whatever day the report is of: a ledger that misses what the portal
shows, or the reverse, cannot be believed for any day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.record.event import Recorded
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Figures


@dataclass(frozen=True, slots=True)
class Shown:
    """What a portal shows of one dataset: `sha256` by id of every data resource.

    A hash is None where the portal gives none or another kind.
    """

    data: Mapping[str, str | None]
    private: bool = False


def read_placed(ledger: Ledger, figures: Figures) -> Mapping[int, Recorded]:
    """The publications behind the standing documents, by number: they name the resources."""
    from pipeline.record.happened import events_numbered

    with ledger.reading() as connection:
        return events_numbered(connection, {document.seq for document in figures.standing})


def check_agreement(
    figures: Figures,
    placed: Mapping[int, Recorded],
    shown: Mapping[str, Shown | None],
    bound: Mapping[str, frozenset[str]],
) -> Iterator[str]:
    """A sentence for every disagreement; none where portal and ledger say the same.

    `shown` has every dataset the ledger or the portal's organization knows, None where the portal
    shows none; `bound` the resource ids the ledger knows of each dataset, whatever their role.
    """
    expected: dict[str, dict[str, tuple[str, str | None]]] = {}
    for document in figures.standing:
        resource = str(placed[document.seq].event.data.get("resource_id"))
        expected.setdefault(document.dataset, {})[resource] = (document.document, document.sha256)
    for dataset in sorted({*expected, *shown}):
        known = bound.get(dataset, frozenset())
        yield from _check(dataset, expected.get(dataset, {}), shown.get(dataset), known)


def _check(
    dataset: str,
    expected: Mapping[str, tuple[str, str | None]],
    shown: Shown | None,
    bound: frozenset[str],
) -> Iterator[str]:
    if shown is None:
        if expected:
            yield f"Набору «{dataset}» на порталі немає, а за журналом він опублікований."
        return
    if expected and shown.private:
        yield f"Набір «{dataset}» на порталі приховано: сторонні його не бачать."
    for resource, (document, sha256) in expected.items():
        if resource not in shown.data:
            yield f"Документа «{document}» на порталі немає, а за журналом він опублікований."
        elif shown.data[resource] not in (None, sha256):
            yield f"Документ «{document}» на порталі має інший вміст, ніж записано в журналі."
    for resource in sorted(set(shown.data) - set(expected)):
        if resource in bound:
            yield f"Ресурс {resource} набору «{dataset}» на порталі є, а за журналом вилучений."
        else:
            yield f"Ресурс {resource} набору «{dataset}» на порталі є, а журнал його не знає."
