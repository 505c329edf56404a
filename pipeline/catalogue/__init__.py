"""`datapackages/` → :class:`pipeline.model.Catalogue`: the single source of everything published.

A broken descriptor is a problem with file and line, and leaves the other datasets alone; only a
broken `publisher.yaml` leaves nothing to do (:class:`CatalogueError`).
"""

from pipeline.catalogue.reading import CatalogueError, read_catalogue

__all__ = ["CatalogueError", "read_catalogue"]
