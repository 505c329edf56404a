"""What the system refused, as a sentence that says what to check."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)
REASONS = {
    errno.EACCES: "немає прав; перевірте, чиї це файл і тека",
    errno.EPERM: "немає прав; перевірте, чиї це файл і тека",
    errno.EROFS: "диск доступний лише для читання",
    errno.ENOENT: "такого шляху немає або створити його не можна",
    errno.ENOTDIR: "частина шляху — файл, а не тека",
    errno.EEXIST: "на місці теки лежить файл",
    errno.EISDIR: "це тека, а потрібен файл",
    errno.EMFILE: "відкрито забагато файлів; збільште межу (ulimit -n)",
    errno.EIO: "диск не читається; перевірте його",
}


def sentence_of(error: OSError) -> str:
    """The sentence for a numbered error; the system's own words where the number is a rare one."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in FULL:
        return f"На диску немає місця{place}: звільніть його й повторіть команду."
    reason = REASONS.get(error.errno or 0, error.strerror)
    what = f"Шлях {error.filename}" if error.filename else "Файл або з’єднання"
    return f"{what} не читається або не записується: {reason}."
