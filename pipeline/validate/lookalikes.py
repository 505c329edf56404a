"""Letters of the Cyrillic and the Latin alphabet that look the same, and words that mix the two.

`а` and `a` differ for every program and for no reader (seen in the headers of the Resolution's own
templates). The table is that of Unicode (UTS 39) kept to letters of the two alphabets and of one
case, less `г` and `r`; a test holds it against confusable-homoglyphs. Asking that library itself
for every letter would give no more: by its own grouping it takes `І` for `l`.
"""

from __future__ import annotations

import re

CYRILLIC_TO_LATIN = str.maketrans("АВЕІКМНОРСТУХЅЈаеіорсухѕј", "ABEIKMHOPCTYXSJaeiopcyxsj")
LATIN_TO_CYRILLIC = str.maketrans("ABEIKMHOPCTYXaeiopcyx", "АВЕІКМНОРСТУХаеіорсух")

_SKELETON = {
    ord(chr(cyrillic).lower()): chr(latin).lower() for cyrillic, latin in CYRILLIC_TO_LATIN.items()
}
"""Small letters too, whether or not they look alike: `Т` and `T` do, so `т` and `t` must meet."""

_CYRILLIC = "А-Яа-яҐґЄєІіЇїЁёЪъЫыЭэЅѕЈј"
_WORD = re.compile(f"[{_CYRILLIC}A-Za-z]+")
_IS_CYRILLIC = re.compile(f"[{_CYRILLIC}]")
_IS_LATIN = re.compile("[A-Za-z]")
_NAMED = 4


def to_latin(text: str) -> str:
    """The text with every Cyrillic letter that has a Latin double replaced by it."""
    return text.translate(CYRILLIC_TO_LATIN)


def skeleton(text: str) -> str:
    """What is left of a text for comparing where neither case nor alphabet shows."""
    return text.casefold().translate(_SKELETON)


def mend_words(text: str) -> str:
    """The text with every word of mixed alphabets written in one, where only one reading exists.

    A word in which letters of both alphabets have no double (`кВтh`) stays as it is; so does one
    where both readings exist and neither its majority nor the rest of the text decides.
    """
    return _WORD.sub(lambda found: _mend(found[0], text), text)


def mixed_words(text: str) -> list[str]:
    """The words in which both alphabets meet."""
    return [word for word in _WORD.findall(text) if _is_mixed(word)]


def odd_letter(word: str) -> tuple[int, str]:
    """Place (from 1) and letter of the alphabet in the minority: the one to type anew."""
    cyrillic = _IS_CYRILLIC.findall(word)
    odd = _IS_LATIN if len(cyrillic) * 2 >= len(word) else _IS_CYRILLIC
    found = odd.search(word)
    return (found.start() + 1, found[0]) if found else (1, word[:1])


def replaced_letters(before: str, after: str) -> str:
    """Which letters were of the other alphabet, and where: «латинська «i» на місці 5».

    The two texts look the same to everybody, so a list of repairs has to say it in words. Empty
    where they differ in anything but such letters.
    """
    if len(before) != len(after):
        return ""
    replaced = [
        (place, old)
        for place, (old, new) in enumerate(zip(before, after, strict=True), 1)
        if old != new
    ]
    if any(to_latin(old) != to_latin(after[place - 1]) for place, old in replaced):
        return ""
    named = [f"{_alphabet(old)} «{old}» на місці {place}" for place, old in replaced[:_NAMED]]
    more = f" і ще {len(replaced) - _NAMED}" if len(replaced) > _NAMED else ""
    return ", ".join(named) + more


def _alphabet(letter: str) -> str:
    return "латинська" if letter.isascii() else "кирилична"


def _mend(word: str, text: str) -> str:
    if not _is_mixed(word):
        return word
    cyrillic, latin = word.translate(LATIN_TO_CYRILLIC), word.translate(CYRILLIC_TO_LATIN)
    readings = [
        reading
        for reading, other in ((cyrillic, _IS_LATIN), (latin, _IS_CYRILLIC))
        if not other.search(reading)
    ]
    if len(readings) == 2:
        readings = [_likelier(word, text, cyrillic, latin)]
    return readings[0] if readings else word


def _likelier(word: str, text: str, cyrillic: str, latin: str) -> str:
    """By the majority inside the word, else by the rest of the text, else left alone."""
    for sample in (word, text):
        balance = len(_IS_CYRILLIC.findall(sample)) - len(_IS_LATIN.findall(sample))
        if balance:
            return cyrillic if balance > 0 else latin
    return word


def _is_mixed(word: str) -> bool:
    return bool(_IS_CYRILLIC.search(word) and _IS_LATIN.search(word))
