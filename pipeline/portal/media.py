"""What a file is, by its extension; the same on every machine, unlike the system's own list."""

from __future__ import annotations

from pathlib import PurePosixPath

_TYPES = {
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xml": "application/xml",
    "rdf": "application/rdf+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "7z": "application/x-7z-compressed",
}
"""Werkzeug adds `charset=utf-8` to text: UTF-8 is what the Resolution asks for."""

_TABLES = ("csv", "xlsx", "xls", "ods")
_TEXTS = ("pdf", "docx", "doc", "odt", "rtf", "txt")
_MAPS = ("geojson", "shp", "kml")

_UNKNOWN = "application/octet-stream"


def media_type(filename: str) -> str:
    """The content type a file is served with; plain bytes where the extension says nothing."""
    return _TYPES.get(_extension(filename), _UNKNOWN)


def format_of(filename: str) -> str:
    """The format as portals write it: `CSV`, `XLSX`, `GeoJSON`; empty without an extension."""
    extension = _extension(filename)
    return "GeoJSON" if extension == "geojson" else extension.upper()


def family_of(format_name: str) -> str:
    """What kind of thing a format is, for its colour on a page: table, text, map or other."""
    kinds = {"table": _TABLES, "text": _TEXTS, "map": _MAPS}
    return next((kind for kind, names in kinds.items() if format_name.lower() in names), "other")


def _extension(filename: str) -> str:
    return PurePosixPath(filename).suffix[1:].lower()
