"""Why an act of a person cannot be done at all."""

from __future__ import annotations


class NotPossible(Exception):
    """Nothing was done; the sentence says why and what can be done instead."""
