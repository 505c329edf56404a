"""The first words an officer reads: what happened to the file, and what to do now."""

from __future__ import annotations

from typing import Literal

from pipeline.model import Verdict
from pipeline.reply.progress import Progress
from pipeline.reply.reply import Happened, Reply
from pipeline.wording import FINDING, NOTE, Noun, agree, count_of

Tone = Literal["good", "attention", "bad"]

CELL = Noun("клітинка", "клітинки", "клітинок")
_STOPS = Noun("зупиняє", "зупиняють", "зупиняють")
_GUARD = Noun("застереження", "застереження", "застережень")
_WAITS = Noun("чекає", "чекають", "чекають")
_NEW = Noun("нове", "нові", "нових")


def headline(reply: Reply) -> str:
    """What happened, in one line: «Не опубліковано: 3 зауваження зупиняють публікацію»."""
    return headline_of(reply.verdict, reply.happened)


def headline_of(verdict: Verdict, happened: Happened) -> str:
    """The same for a verdict that no reply is built of, as at the terminal."""
    if verdict.held:
        return f"Не опубліковано: {waiting(verdict.blocking)}"
    if not verdict.accepted:
        start = "Перевірено" if happened == "checked" else "Не опубліковано"
        return f"{start}: {stopping(verdict.blocking)}"
    notes = f" ({count_of(verdict.notes, NOTE)})" if verdict.notes else ""
    match happened:
        case "published":
            return f"Опубліковано{notes}"
        case "unchanged":
            return f"Без змін: ці дані вже опубліковано{notes}"
        case "refused":
            return "Не опубліковано, хоча в самому файлі нічого виправляти не треба"
        case "checked":
            return f"Перевірено: {'можна публікувати' if notes else 'зауважень немає'}{notes}"


def stopping(count: int) -> str:
    """«3 зауваження зупиняють публікацію»."""
    return f"{count_of(count, FINDING)} {agree(count, _STOPS)} публікацію"


def waiting(count: int) -> str:
    """«1 застереження чекає на підтвердження»."""
    return f"{count_of(count, _GUARD)} {agree(count, _WAITS)} на підтвердження"


def tone(reply: Reply) -> Tone:
    """Whether the office must act (`bad`), may look (`attention`), or is done (`good`)."""
    if not reply.verdict.accepted:
        return "bad"
    if reply.happened == "refused" or reply.verdict.notes:
        return "attention"
    return "good"


def progress_sentence(progress: Progress | None) -> str:
    """«Порівняно з минулою спробою: виправлено 9 із 12, 1 нове.»; `""` where nothing to compare."""
    if progress is None or not progress.before:
        return ""
    mended = f"виправлено {progress.mended} із {progress.before}"
    if progress.mended == progress.before > 1:
        mended = f"виправлено всі {progress.before}"
    new = f"{progress.new} {agree(progress.new, _NEW)}" if progress.new else "нових немає"
    return f"Порівняно з минулою спробою: {mended}, {new}."


def next_steps(reply: Reply, workbook: str | None, *, repeated: bool = False) -> tuple[str, ...]:
    """What the office does now, in order; empty where nothing is left to do.

    `repeated` says that some value is wrong in many cells: nobody should mend them one by one.
    """
    if reply.verdict.accepted:
        return ()
    if reply.verdict.held:
        return (
            "Перевірте, чи файл повний і чи це останній варіант.",
            "Якщо ні — покладіть правильний файл туди ж, куди клали цей.",
            "Якщо все правильно — повідомте адміністратора відкритих даних: він підтвердить це "
            "командою, яку наведено нижче.",
        )
    start = f"Відкрийте свій файл «{reply.delivery}»."
    if workbook:
        start = (
            f"Відкрийте файл «{workbook}»: це ваша таблиця, у якій хибні клітинки зафарбовано, "
            "а на першому аркуші є посилання на кожну з них."
        )
    mend = "Виправте те, що названо нижче."
    if workbook:
        mend += " Наш аркуш, кольори й примітки можна не вилучати: вони не заважають."
    if repeated:
        mend += " Однакові значення зручно замінити всі разом: Ctrl+H («Знайти й замінити»)."
    last = (
        "Збережіть файл і перевірте його ще раз."
        if reply.happened == "checked"
        else "Збережіть файл і покладіть його туди ж, куди клали минулого разу."
    )
    return start, mend, last
