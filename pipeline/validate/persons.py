"""Whether a file's author is a person: programs and machines sign their files too."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_][\w’'ʼ.-]*")
_INITIALS = re.compile(r"([^\W\d_]\.\s?){1,2}")
_MACHINES = re.compile(
    r"microsoft|windows|office|user|admin|openpyxl|python|docx|excel|word|calc|writer|apache|"
    r"користувач|адміністратор|пользователь|компʼютер|комп’ютер|відділ|управлін|рада|комітет|"
    r"департамент|служба|центр|міністерств|агентств",
    re.IGNORECASE,
)


def is_person(name: str) -> bool:
    """Two words or more that begin with capitals, or a surname with initials."""
    name = name.strip()
    if not name or _MACHINES.search(name):
        return False
    words = _WORD.findall(name)
    if len(words) < 2 or len(words) > 4:
        return False
    return all(word[0].isupper() for word in words) and (
        bool(_INITIALS.search(name)) or all(len(word) > 1 for word in words)
    )
