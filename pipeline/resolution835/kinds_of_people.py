"""Kinds that name people, or say how and when to reach them."""

from __future__ import annotations

from pipeline.resolution835.kind import Kind

DAY = "(?:Пн|Вт|Ср|Чт|Пт|Сб|Нд)"
DAYS = f"{DAY}(?:-{DAY})?(?:, ?{DAY}(?:-{DAY})?)*"
CLOCK = r"(?:[01]\d|2[0-4]):[0-5]\d"
REGIME = f"(?:(?:{DAYS}|Щодня) )?(?:{CLOCK}-{CLOCK}|[Цц]ілодобово|[Вв]ихідний)"

PEOPLE = (
    Kind(
        "official-name",
        "прізвище, ім’я та по батькові",
        "Прізвище, ім’я та по батькові повністю.",
        "Коваль Олена Вікторівна",
    ),
    Kind(
        "organization-name",
        "назва організації",
        "Повна назва разом з організаційно-правовою формою.",
        "Виконавчий комітет Вінницької міської ради",
        free=True,
    ),
    Kind(
        "party-name",
        "назва або ім’я",
        "Назва юридичної особи; для підприємця — «ФОП» та ім’я.",
        "ТОВ «Барвінок»",
        free=True,
    ),
    # Annexes 29, 31, 34, 35, 37, 39, 45, 46, 48, 63, 69, 72 and 75 ask for names of people.
    Kind(
        "private-name",
        "ім’я фізичної особи",
        "Персональні дані: оприлюднюють лише за наявності законної підстави.",
        "Супрун Олександр Іванович",
        personal=True,
    ),
    Kind(
        "private-fact",
        "відомості про фізичну особу",
        "Персональні дані: оприлюднюють лише за наявності законної підстави.",
        "Порок серця",
        personal=True,
    ),
    Kind(
        "phone",
        "номер телефону",
        "+380 і 9 цифр без пробілів та дужок; кілька номерів — через кому.",
        "+380441234567",
        pattern=r"\+380\d{9}",
        several=True,
    ),
    Kind(
        "email",
        "адреса електронної пошти",
        "Одна адреса; кілька — через кому.",
        "contact@example.gov.ua",
        pattern=r"[^@\s,;:<>()«»]+@[^@\s,;:<>()«»]+\.[^@\s,;:<>()«».]{2,}",
        several=True,
    ),
    Kind(
        "url",
        "посилання",
        "Повне посилання, яке починається з http:// або https://, без пробілів.",
        "https://www.example.gov.ua/",
        pattern=r"(?i:https?)://[^\s/?#]+\S*",
    ),
    Kind(
        "url-list",
        "посилання",
        "Повні посилання, які починаються з http:// або https://, через кому.",
        "https://www.example-1.com/, https://www.example-2.com/",
        pattern=r"(?i:https?)://[^\s/?#]+\S*",
        several=True,
        between=r",(?=\s|https?:)",
    ),
    Kind(
        "opening-hours",
        "дні та години",
        "Скорочені дні та час, різні режими через кому.",
        "Пн-Чт 08:00-17:00, Пт 08:00-16:00",
        pattern=f"{REGIME}(?:, ?{REGIME})*",
        blocks=False,
    ),
)
