"""Nouns that only reports use, in the three forms a count asks for."""

from __future__ import annotations

from pipeline.wording import DATASET, Noun, agree

NEW = Noun("новий", "нові", "нових")
NEW_DOCUMENT = Noun("новий документ", "нові документи", "нових документів")
CONSULTATION = Noun("консультацію", "консультації", "консультацій")
IN_CATEGORIES = Noun("категорії", "категоріях", "категоріях")
OF_DATASETS = Noun("набору даних", "наборів даних", "наборів даних")
NO_OFFICE = "Підрозділ не зазначено"


def plain(count: int, noun: Noun) -> str:
    """Count and noun with a plain space and no thousands separator, as the city's report has it."""
    return f"{count} {agree(count, noun)}"


def is_one(count: int) -> bool:
    """Whether the count takes the singular in Ukrainian: 1, 21, 101, but not 11."""
    return agree(count, DATASET) == DATASET.one
