from pathlib import Path

import pytest

from pipeline.secret import SecretMissing, fill_names, read_secret


def test_a_key_comes_from_the_named_variable() -> None:
    assert read_secret("PORTAL_KEY", None, {"PORTAL_KEY": "k"}) == "k"


def test_a_key_comes_from_a_file_under_the_credentials_of_systemd(tmp_path: Path) -> None:
    (tmp_path / "portal").write_text("k\n", encoding="utf-8")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_secret(None, "${CREDENTIALS_DIRECTORY}/portal", environment) == "k"


def test_no_named_key_is_no_key() -> None:
    assert read_secret(None, None, {}) is None


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(SecretMissing, match="не задано секрет PORTAL_KEY"):
        read_secret("PORTAL_KEY", None, {})


def test_an_empty_key_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n", encoding="utf-8")
    with pytest.raises(SecretMissing, match="порожній"):
        read_secret(None, str(tmp_path / "key"), {})


def test_names_are_filled_inside_a_text() -> None:
    assert fill_names("Bearer ${A}-${B}", {"A": "1", "B": "2"}) == "Bearer 1-2"
