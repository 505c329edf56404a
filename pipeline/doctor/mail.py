"""The mail: the server lets us in; nothing is sent."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow

SUBJECT = "Пошта"


def check_mail(url: str | None, log_in: Callable[[str], str]) -> Diagnosis:
    """`log_in` gives the server's name once it let us in; neither it nor we show the URL."""
    from pipeline.post import PostError

    if url is None:
        return yellow(
            SUBJECT,
            "не налаштовано: ні підрозділи, ні ви нічого не почуєте",
            "задайте PIPELINE_MAIL_URL=mailtos://користувач:пароль@сервер?from=адреса",
        )
    try:
        return green(SUBJECT, f"сервер {log_in(url)} приймає")
    except PostError as error:
        return red(SUBJECT, str(error).rstrip("."), "виправте PIPELINE_MAIL_URL")
    except smtplib.SMTPAuthenticationError:
        return red(SUBJECT, "сервер не прийняв ім’я або пароль", "виправте їх у PIPELINE_MAIL_URL")
    except (OSError, smtplib.SMTPException) as error:
        told = getattr(error, "strerror", None) or type(error).__name__
        return red(
            SUBJECT,
            f"сервер недоступний ({told})",
            "перевірте сервер і порт у PIPELINE_MAIL_URL та чи пускає туди мережа",
        )
