"""Thirty-eight tables a city publishes every day, made up at random: nothing in them is personal.

Their columns have no kind on purpose, so that the search for personal data looks into every one.
They are full of what looks like a tax number, a passport or a private phone to a careless eye:
contract and registry numbers of ten digits, КОАТУУ, cadastral numbers, accounts of organisations,
phones of offices, certificates with two letters and six digits.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from stdnum import iban

Column = Callable[[Random], str]

STREETS = ("вул. Соборна", "вул. Лесі Українки", "просп. Миру", "пров. Тихий", "бульв. Шевченка")
BODIES = ("КП «Благоустрій»", "Управління освіти", "Ліцей № 4", "ТОВ «РемБуд Плюс»", "ОСББ «Зоря»")
REGIONS = ("0510100000", "0710400000", "3210500000", "5310137000", "6310138500", "7110136700")


def digits(count: int) -> Column:
    return lambda chance: "".join(chance.choice("0123456789") for _ in range(count))


def shaped(pattern: str) -> Column:
    """`#` stands for any digit."""
    return lambda chance: "".join(chance.choice("0123456789") if c == "#" else c for c in pattern)


def one_of(*values: str) -> Column:
    return lambda chance: chance.choice(values)


def said(before: str, column: Column, after: str = "") -> Column:
    return lambda chance: f"{before}{column(chance)}{after}"


def address(chance: Random) -> str:
    return f"{chance.choice(STREETS)}, {chance.randrange(1, 180)}, кв. {chance.randrange(1, 90)}"


def office_phone(chance: Random) -> str:
    code = chance.choice(("044", "0532", "0462", "05366", "0800"))
    return f"({code}) {digits(10 - len(code))(chance)}"


def account(*balances: str) -> Column:
    """Of an organisation, an entrepreneur or the treasury, by the banks' chart of accounts."""

    def make(chance: Random) -> str:
        bban = chance.choice(("305299", "820172", "322313"))
        bban += (chance.choice(balances) + digits(10)(chance)).rjust(19, "0")
        return f"UA{iban.calc_check_digits('UA00' + bban)}{bban}"

    return make


def koatuu(chance: Random) -> str:
    return chance.choice(REGIONS)[:5] + digits(5)(chance)


def cadastral(chance: Random) -> str:
    return f"{chance.choice(REGIONS)}:{digits(2)(chance)}:{digits(3)(chance)}:{digits(4)(chance)}"


def body(chance: Random) -> str:
    return chance.choice(BODIES)


def mail(chance: Random) -> str:
    return f"{chance.choice(('rada', 'osvita', 'jkg', 'cnap'))}{chance.randrange(99)}@city.gov.ua"


CLEAN: dict[str, dict[str, Column]] = {
    "Договори": {"Номер договору": digits(10), "Підрядник": body},
    "Договори оренди": {"№ договору": shaped("##########/21"), "Адреса": address},
    "Реєстр прав": {"Реєстраційний номер об’єкта": digits(12), "Адреса": address},
    "Дозволи": {"Реєстраційний номер": digits(10), "Кому": body},
    "Ділянки": {"Кадастровий номер": cadastral, "Код КОАТУУ": koatuu},
    "Населені пункти": {"КОАТУУ": koatuu, "Назва": one_of("Балта", "Згурівка", "Дрогобич")},
    "Рахунки": {"Рахунок": account("2600", "2604", "2650"), "Власник": body},
    "Рахунки підприємців": {"IBAN": account("2600"), "Примітка": one_of("поточний", "закрито")},
    "Казначейство": {"Рахунок для сплати": account("3141", "3342"), "Платіж": one_of("штраф")},
    "Підрозділи": {"Телефон": office_phone, "Відділ": body},
    "Приймальні": {"Куди дзвонити": said("приймальня, тел. ", office_phone), "Пошта": mail},
    "Гарячі лінії": {"Номер": one_of("15-80", "104", "0 800 500 115"), "Служба": body},
    "Листування": {"Вихідний номер": shaped("01-12/####"), "Адресат": body},
    "Звернення": {"Номер картки": digits(10), "Зміст": said("Немає води за адресою ", address)},
    "Лічильники": {"Заводський номер": digits(10), "Адреса": address},
    "Лічильники тепла": {"Номер": digits(8), "Повірка": shaped("202#-0#-1#")},
    "Сертифікати": {"Номер сертифіката інженера": shaped("АТ 00####"), "Ким видано": body},
    "Свідоцтва": {"Свідоцтво про право власності": shaped("САЕ ######"), "Адреса": address},
    "Ліцензії": {"Серія та номер ліцензії": shaped("АВ №######"), "Власник": body},
    "Декларації": {"Номер декларації": shaped("ПТ 083##########"), "Замовник": body},
    "Закупівлі": {"Ідентифікатор": shaped("UA-2021-0#-1#-00####-a"), "Замовник": body},
    "Платежі": {"Призначення": said("Оплата за договором № ", digits(10)), "Кому": body},
    "Обладнання": {"Номер технічного паспорта": shaped("АБ ######"), "Назва": one_of("УЗД")},
    "Споруди": {"Паспорт об’єкта": shaped("СВ ######"), "Адреса": address},
    "Рішення": {"Номер": shaped("###/####-р"), "Назва": said("Про передачу майна на ", address)},
    "Мобілізація коштів": {"Код платежу": digits(8), "Код класифікації": digits(10)},
    "Транспорт": {"Номерний знак": shaped("АА ####КВ"), "VIN": shaped("WAUZZZ8AZMA######")},
    "Камери": {"Інвентарний номер": shaped("10480####"), "Серійний номер": digits(10)},
    "Ліки": {"Номер реєстрації": shaped("UA/####/01/02"), "Штрихкод": digits(13)},
    "Собаки": {"Чип": digits(15), "Адреса вилову": address},
    "Дерева": {"Номер акта": shaped("1##/0#"), "Опис": said("липа біля будинку ", address)},
    "Закордонні донори": {"Код донора": shaped("HE ######"), "Назва": one_of("Care Intl")},
    "Черга": {"Номер справи": digits(10), "Рік": shaped("20##")},
    "Штрафи": {"Серія і номер постанови": shaped("ПК-000###"), "УІН": digits(19)},
    "Укриття": {"Обліковий номер": digits(10), "Ключі": one_of("у двірника", "ЖЕК № 3, п. 2")},
    "Зупинки": {"Код": digits(5), "Координати": shaped("50.4######, 30.5######")},
    "Таксофони": {"Номер": shaped("44-####-####"), "Адреса": address},
    "Архів": {"Шифр": shaped("Ф. Р-####, оп. #, спр. ##########"), "Назва": body},
}
"""Title of the table → its columns by their headings."""
