"""The receipt: a few lines that say a file was taken and what became of it."""

from __future__ import annotations

from pipeline.model import Verdict
from pipeline.reply.reply import Reply
from pipeline.reply.sentences import headline
from pipeline.wording import minute


def build_receipt(reply: Reply) -> str:
    """Plain text for the office's folder: taken, when, what happened, where to look."""
    lines = [
        headline(reply),
        "",
        f"Файл: {reply.delivery}",
        f"Отримано й перевірено: {minute(reply.checked_at)}",
        f"Набір даних: {reply.dataset}",
        f"Документ: {reply.document}",
    ]
    if reply.url:
        lines.append(f"На порталі: {reply.url}")
    if told := _told(reply.verdict):
        lines += ["", f"{told} — у файлі report.html поруч із цією квитанцією."]
    return "\r\n".join(lines) + "\r\n"


def _told(verdict: Verdict) -> str:
    """What the page has to tell; empty where nothing was found or mended."""
    if verdict.held:
        return "Чого чекає програма"
    if not verdict.accepted:
        return "Що виправити"
    if verdict.findings:
        return "Що варто переглянути"
    return "Що виправлено за вас" if verdict.repairs else ""
