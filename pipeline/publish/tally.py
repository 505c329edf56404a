"""What one publication came to, for its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import ReadBack
from pipeline.publish.package import Role
from pipeline.publish.steps import Act, FileStep, RecordStep
from pipeline.wording import DOCUMENT, count_of, size_of


@dataclass(slots=True)
class Tally:
    """Filled while a publication goes on: the last act on the record and on each file.

    An act that was sent and then found done after a lost reply counts as sent. `misread` says, by
    file key, what strangers get instead of the file, `silence` why they get none at all now.
    `alone` means that a write of several files was refused.
    """

    record: RecordStep | None = None
    files: dict[str, FileStep] = field(default_factory=dict)
    read_back: ReadBack = field(default_factory=ReadBack)
    misread: dict[str, str] = field(default_factory=dict)
    silence: str | None = None
    alone: bool = False

    def add(self, step: FileStep) -> None:
        """Note an act about to be carried out."""
        if step.act is not Act.SETTLE or step.file.key not in self.files:
            self.files[step.file.key] = step

    @property
    def is_empty(self) -> bool:
        """Nothing was to be done."""
        return self.record is None and not self.files

    def sentence(self, *, private: bool) -> str:
        """«створено, надіслано 3 документи, 12,4 КБ, очікує модерації»."""
        created = self.record is not None and self.record.act is Act.CREATE
        parts = ["створено"] * created + [self._sent()] + ["очікує модерації"] * private
        return ", ".join(parts)

    def _sent(self) -> str:
        uploads = [step for step in self.files.values() if step.bytes]
        documents = sum(step.file.role is Role.DATA for step in uploads)
        size = size_of(sum(step.bytes for step in uploads))
        if documents:
            return f"надіслано {count_of(documents, DOCUMENT)}, {size}"
        if uploads:
            return f"оновлено супровідні файли, {size}"
        if self.is_empty:
            return "без змін"
        acts = {step.act for step in self.files.values()}
        return "довершено попереднє надсилання" if acts == {Act.SETTLE} else "оновлено опис"
