"""Which verdicts stand, and which must be given anew.

A verdict, a refusal included, stands while the delivery's bytes, the descriptor with its schemas
and the version of our rules are those it was given under, and while nothing else it rested on has
changed: what is published of the document, and what a person accepted. Tables bound by foreign keys
are judged together: one new delivery among them has all of them read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.model import (
    Acceptances,
    Dataset,
    Delivery,
    Document,
    Release,
    Resource,
    Verdict,
)
from pipeline.record.archive import Archive
from pipeline.validate.acceptance import apply_acceptances, pass_guards
from pipeline.validate.guards import check_guards
from pipeline.validate.published import read_published
from pipeline.validate.verdict import RULES_VERSION, check_foreign_keys


class Checker(Protocol):
    """Whatever reads a delivery and judges it: a pool of child processes, or this process."""

    def check(self, delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
        """Judge one delivery by the rules of its resource."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What verdicts rest on besides the files: what is published, and what persons accepted.

    `samples` are deliveries that were samples of a demonstration: their time says nothing.
    """

    release: Release | None = None
    acceptances: Acceptances = field(default_factory=Acceptances)
    samples: frozenset[str] = frozenset()

    def published(self, document: str) -> Document | None:
        """The document as it is released now; None where it never was."""
        for known in self.release.documents if self.release else ():
            if known.id == document:
                return known
        return None

    def instead_of(self, document: str, delivery: str) -> str | None:
        """The delivery that this one would replace; None where it is the first, or released."""
        published = self.published(document)
        if published is None or published.delivery == delivery:
            return None
        return published.delivery


@dataclass(frozen=True, slots=True)
class Judged:
    """A delivery with its verdict; `new` where the verdict was given just now."""

    delivery: Delivery
    verdict: Verdict
    new: bool


def judge_deliveries(
    dataset: Dataset,
    deliveries: Sequence[Delivery],
    basis: Basis,
    checker: Checker,
    archive: Archive,
) -> tuple[Judged, ...]:
    """Judge what is new and let the other verdicts stand, in the order of the deliveries."""
    standing = _standing_verdicts(dataset, deliveries, basis, archive)
    if _is_bound(dataset) and len(standing) < len(deliveries):
        standing = {}
    fresh = [delivery for delivery in deliveries if delivery.document not in standing]
    given = [_judge(dataset, delivery, basis, checker, archive) for delivery in fresh]
    new = {verdict.document: verdict for verdict in check_foreign_keys(dataset, given)}
    return tuple(
        Judged(delivery, new[delivery.document], new=True)
        if delivery.document in new
        else Judged(delivery, standing[delivery.document], new=False)
        for delivery in deliveries
    )


def keep_verdicts(
    dataset: Dataset, judged: Sequence[Judged], basis: Basis, archive: Archive
) -> None:
    """Remember new verdicts; to be called once what they led to is safe on disk.

    `basis` is the one with the renewed release, as the next run will find it.
    """
    for item in judged:
        if item.new:
            key = verdict_key(dataset, item.delivery.document, item.delivery.sha256, basis)
            archive.keep_verdict(key, item.verdict)


def verdict_key(dataset: Dataset, document: str, delivery: str, basis: Basis) -> str:
    """The name of everything that a verdict on that delivery of the document rests on."""
    replaced = basis.instead_of(document, delivery)
    override = basis.acceptances.override(document, delivery, replaced)
    vouched = sorted(basis.acceptances.edrpou)
    codes = sorted(override.codes) if override else []
    rest = hashlib.sha256(repr((replaced, vouched, codes)).encode()).hexdigest()[:16]
    return f"{delivery}:{dataset.descriptor_hash}:{RULES_VERSION}:{rest}"


def _judge(
    dataset: Dataset, delivery: Delivery, basis: Basis, checker: Checker, archive: Archive
) -> Verdict:
    """The rules' verdict, the guards' questions, and what persons answered."""
    resource = dataset.resource(delivery.resource)
    verdict = checker.check(delivery, resource, dataset)
    published = basis.published(delivery.document)
    if published is None:
        return apply_acceptances(verdict, basis.acceptances, None)
    if published.delivery == delivery.sha256:
        return apply_acceptances(pass_guards(verdict), basis.acceptances, None)
    is_sample = published.delivery in basis.samples
    known = read_published(published, resource.schema, archive, is_sample=is_sample)
    asked = check_guards(delivery, verdict, resource.schema, dataset.guards, known)
    verdict = replace(verdict, findings=(*asked, *verdict.findings))
    return apply_acceptances(verdict, basis.acceptances, published.delivery)


def _standing_verdicts(
    dataset: Dataset, deliveries: Sequence[Delivery], basis: Basis, archive: Archive
) -> Mapping[str, Verdict]:
    """Verdicts that need not be given anew, by document.

    An accepted one stands only with its document in the release: a crash between the two would
    otherwise lose the document for good.
    """
    standing = {}
    for delivery in deliveries:
        key = verdict_key(dataset, delivery.document, delivery.sha256, basis)
        verdict = archive.read_verdict(delivery.document, key)
        if verdict is None:
            continue
        published = basis.published(delivery.document)
        if verdict.accepted and (published is None or published.delivery != delivery.sha256):
            continue
        standing[delivery.document] = verdict
    return standing


def _is_bound(dataset: Dataset) -> bool:
    return any(resource.schema and resource.schema.foreign_keys for resource in dataset.resources)
