"""Deliveries are judged in child processes: one bad workbook ends as a finding, not as our end."""

from __future__ import annotations

from pipeline.children import Cause, ChildLost, Children
from pipeline.model import Dataset, Delivery, Finding, Resource, Verdict


class Checker:
    """Judges deliveries in children; safe to share between threads as they are."""

    def __init__(self, children: Children) -> None:
        self._children = children

    def check(self, delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
        """The verdict on one delivery; whatever the child dies of is one blocking finding."""
        try:
            return self._children.run(_check, delivery, resource, dataset)
        except ChildLost as lost:
            return Verdict(delivery.document, delivery.sha256, (_finding(lost),))


def _check(delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
    from pipeline.validate.verdict import check_delivery

    return check_delivery(delivery, resource, dataset)


def _finding(lost: ChildLost) -> Finding:
    match lost.cause:
        case Cause.TIME:
            return _blocking(
                "timeout",
                f"Файл не вдалося прочитати за {lost.limit}: він завеликий або пошкоджений. "
                "Збережіть його заново або поділіть на частини.",
            )
        case Cause.MEMORY:
            return _blocking(
                "out-of-memory",
                f"Файл не вмістився у {lost.limit} пам’яті: він завеликий або "
                "пошкоджений. Вилучіть зайві аркуші й форматування або поділіть його на частини.",
            )
        case Cause.CRASH:
            return _blocking(
                "unreadable",
                "Файл не вдалося прочитати: він пошкоджений так, що програма читання зупинилася. "
                "Відкрийте його у своїй програмі й збережіть заново.",
            )


def _blocking(code: str, message: str) -> Finding:
    return Finding(code=code, blocks=True, message=message)
