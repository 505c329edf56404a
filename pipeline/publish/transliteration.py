"""Ukrainian letters in Latin, by the official table.

Source: the table of the Cabinet's resolution No. 55 of 27.01.2010 («Про впорядкування
транслітерації українського алфавіту латиницею»). Only lower case is produced, since file names on
a portal are lower case. Four Russian letters, which real file names hold too, are added by sound.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ъ": "", "ы": "y", "э": "e",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = re.compile("['’ʼ`]")


def transliterate(text: str) -> str:
    """The text in lower-case Latin; what is no Ukrainian letter stays as it is.

    >>> transliterate("Згорани, Знам’янка, Юрій")
    'zghorany, znamianka, yurii'

    The text is composed first: macOS writes «й» in file names as two characters.
    """
    composed = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"[^\W\d_]+", lambda word: _word(word[0]), _APOSTROPHES.sub("", composed))


def _word(word: str) -> str:
    first = _FIRST.get(word[0], _LETTERS.get(word[0], word[0]))
    rest = "".join(
        "gh" if letter == "г" and word[place] == "з" else _LETTERS.get(letter, letter)
        for place, letter in enumerate(word[1:])
    )
    return first + rest
