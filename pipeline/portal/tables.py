"""The portal's tables.

`body` keeps a record as its publisher sent it, custom keys included; beside it stand the columns
that rules and questions need. Columns marked GENERATED are read out of the body by SQLite itself,
so they cannot disagree with it. A resource is `modified` when its bytes (or its link) change and
`described` when anything about it does. Times are CKAN's: UTC, ISO 8601, without a zone.
"""

from __future__ import annotations

VERSION = 1
"""Kept in `PRAGMA user_version`; a portal refuses a database newer than itself."""

ACTIVE = """
CREATE TEMP VIEW active_package AS SELECT * FROM package WHERE json_extract(body, '$.state') IS NULL
"""
"""The datasets a visitor may see: an active record says no state, a withdrawn one does.

A view of the connection and not of the file, so that it always is the one this version means.
"""

TABLES = """
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE api_key (
    name TEXT NOT NULL,
    digest TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    revoked_at TEXT
);
CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked_at IS NULL;
CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE package (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    body TEXT NOT NULL,
    haystack TEXT NOT NULL,
    title TEXT GENERATED ALWAYS AS (json_extract(body, '$.title')) VIRTUAL,
    author TEXT GENERATED ALWAYS AS (json_extract(body, '$.author')) VIRTUAL
);
CREATE INDEX package_author ON package (author);
CREATE TABLE resource (
    id TEXT PRIMARY KEY,
    package_id TEXT NOT NULL REFERENCES package (id),
    position INTEGER NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    described TEXT NOT NULL,
    body TEXT NOT NULL,
    haystack TEXT NOT NULL,
    filename TEXT,
    stored TEXT UNIQUE,
    size INTEGER,
    sha256 TEXT,
    role TEXT GENERATED ALWAYS AS (json_extract(body, '$.resource_type')) VIRTUAL,
    format TEXT GENERATED ALWAYS AS (json_extract(body, '$.format')) VIRTUAL,
    CHECK ((stored IS NULL) = (sha256 IS NULL) AND (stored IS NULL) = (filename IS NULL))
);
CREATE INDEX resource_package ON resource (package_id, position);
CREATE INDEX resource_role ON resource (role);
"""
