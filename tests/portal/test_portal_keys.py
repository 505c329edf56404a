"""API keys: made, shown once, revoked; never kept."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from ckanapi import NotAuthorized, RemoteCKAN

from pipeline.portal.keys import FIRST, KeyTaken, add_key, first_key, list_keys, revoke_key
from pipeline.portal.serve import running_portal


def test_a_new_portal_has_one_key_in_a_private_file(portal: Any) -> None:
    path = portal.folder / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(portal.folder.stat().st_mode) == 0o700
    assert [(key.name, key.revoked_at) for key in list_keys(portal.folder)] == [(FIRST, None)]
    assert first_key(portal.folder) == portal.key


def test_no_key_stands_in_the_database(portal: Any) -> None:
    added = add_key(portal.folder, "сайт міста")
    for path in portal.folder.glob("portal.sqlite3*"):
        assert added.encode() not in path.read_bytes()
        assert portal.key.encode() not in path.read_bytes()


def test_an_added_key_writes_and_a_revoked_one_does_not(portal: Any) -> None:
    act = RemoteCKAN(portal.url, apikey=add_key(portal.folder, "сайт")).action
    assert act.package_create(name="tariffs", owner_org="lysychansk")["name"] == "tariffs"
    assert revoke_key(portal.folder, "сайт") is True
    with pytest.raises(NotAuthorized):
        act.package_create(name="routes", owner_org="lysychansk")


def test_keys_are_long_and_never_the_same(tmp_path: Path) -> None:
    keys = {add_key(tmp_path, f"ключ {number}") for number in range(20)}
    assert len(keys) == 20
    assert min(map(len, keys)) >= 43


def test_a_name_in_use_is_refused_and_free_again_once_revoked(tmp_path: Path) -> None:
    first = add_key(tmp_path, "сайт")
    with pytest.raises(KeyTaken, match="Ключ «сайт» уже є"):
        add_key(tmp_path, "сайт")
    assert revoke_key(tmp_path, "сайт") is True
    assert revoke_key(tmp_path, "сайт") is False
    assert add_key(tmp_path, "сайт") != first
    assert [key.revoked_at is None for key in list_keys(tmp_path)] == [False, True]


def test_the_first_key_outlives_restarts_and_does_not_come_back_revoked(tmp_path: Path) -> None:
    with running_portal(tmp_path):
        key = first_key(tmp_path)
    with running_portal(tmp_path):
        assert first_key(tmp_path) == key
    revoke_key(tmp_path, FIRST)
    (tmp_path / "key").unlink()
    with running_portal(tmp_path):
        assert not (tmp_path / "key").exists()
    with pytest.raises(FileNotFoundError, match="pipeline portal key add"):
        first_key(tmp_path)


def test_the_first_key_may_be_had_before_the_first_start(tmp_path: Path) -> None:
    key = first_key(tmp_path)
    with running_portal(tmp_path) as url:
        made = RemoteCKAN(url, apikey=key).action.organization_create(name="lysychansk")
    assert made["name"] == "lysychansk"
