"""Keys: from the environment, or from a file named in a descriptor, and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path


class SecretMissing(Exception):
    """A key that the catalogue names is not there; the sentence says where it was sought."""


NAMED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def named_secrets(text: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values that `${NAME}` stands for in the text: what must be shown nowhere."""
    found = (environment.get(name) for name in NAMED.findall(text))
    return tuple(value for value in found if value)


def fill_names(text: str, environment: Mapping[str, str]) -> str:
    """Replace `${NAME}` by the environment's value; SecretMissing where it is not set."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if not environment.get(name):
            raise SecretMissing(f"не задано секрет {name}: додайте змінну оточення {name}")
        return environment[name]

    return NAMED.sub(value, text)


def read_secret(
    key_env: str | None, key_file: str | None, environment: Mapping[str, str]
) -> str | None:
    """The key, or None where none is named.

    `key_file` may begin with `${CREDENTIALS_DIRECTORY}`, where systemd puts credentials.
    """
    if key_env is not None:
        return fill_names(f"${{{key_env}}}", environment)
    if key_file is None:
        return None
    return read_key_file(Path(fill_names(key_file, environment)))


def read_key_file(path: Path) -> str:
    """The key in a file of its own; SecretMissing where it cannot be read or is empty."""
    try:
        key = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretMissing(
            f"не вдалося прочитати ключ з файла {path}: {error.strerror}"
        ) from error
    if not key:
        raise SecretMissing(f"файл ключа {path} порожній")
    return key
