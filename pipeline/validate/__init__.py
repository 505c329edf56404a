"""From a delivery's bytes to a verdict that an officer can act on.

decode and reading → grids → tables (header, body) → render → repairs → checks and leaks → verdict;
plain documents have their own small checks. Start at :mod:`pipeline.validate.verdict`.
"""
