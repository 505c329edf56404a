"""Figures made of events alone, and the texts that carry them."""
