"""Nouns that only reports use, in the three forms a count asks for."""

from __future__ import annotations

from pipeline.wording import DATASET, Noun, agree

NEW = Noun("новий", "нові", "нових")
NEW_DOCUMENT = Noun("новий документ", "нові документи", "нових документів")
CONSULTATION = Noun("консультацію", "консультації", "консультацій")
NEW_DATASET = Noun("новий набір даних", "нові набори даних", "нових наборів даних")
IN_CATEGORIES = Noun("категорії", "категоріях", "категоріях")
OF_DATASETS = Noun("набору даних", "наборів даних", "наборів даних")
NO_OFFICE = "Підрозділ не зазначено"


def plain(count: int, noun: Noun) -> str:
    """Count and noun with a plain space and no thousands separator, as the city's report has it."""
    return f"{count} {agree(count, noun)}"


def is_one(count: int) -> bool:
    """Whether the count takes the singular in Ukrainian: 1, 21, 101, but not 11."""
    return agree(count, DATASET) == DATASET.one


def which_hold(count: int, *, now: bool) -> str:
    """«який містить» after 1, «які містять» after 2; of what is gone, in the past tense."""
    if is_one(count):
        return "який містить" if now else "який містив"
    return "які містять" if now else "які містили"
