"""The invented members of the practice register."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from sentralbord_desktop.services.practice import data as made_up

MEMBERS = 400


def invented_members(chance: Random, day: date) -> list[dict[str, Any]]:
    """The members of the lessons first, then random ones up to `MEMBERS`; each as the values of an import row."""
    known = [_known(values) for values in made_up.LESSON_MEMBERS]
    taken = {int(str(values["phone"])[-3:]) for values in known}
    numbers = [n for n in range(1000) if n not in taken]
    chance.shuffle(numbers)
    rest = [_person(chance, day, n, numbers[n]) for n in range(MEMBERS - len(known))]
    return known + rest


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    born = date(*values["birth_date"])
    email = _email(values["first_name"], values["last_name"])
    joined = date(born.year + 25, 8, 1)
    return {**values, "birth_date": born, "email": email, "joined": joined}


def _person(chance: Random, day: date, place: int, phone: int) -> dict[str, Any]:
    number, _, address, post_code, _ = chance.choice(made_up.DEPARTMENTS)
    names = made_up.FEMALE if chance.random() < 0.6 else made_up.MALE
    first, last = chance.choice(names), chance.choice(made_up.LAST_NAMES)
    words, weights = zip(*made_up.STATUS_SHARE, strict=True)
    born = date(day.year - chance.randint(19, 74), chance.randint(1, 12), chance.randint(1, 28))
    status = chance.choices(words, weights)[0]
    employer = chance.choice(made_up.EMPLOYERS) if status in ("yrkesaktiv", "laerling") else ""
    values = {
        "number": str(300_000 + 7 * place),
        "first_name": first,
        "last_name": last,
        "birth_date": born,
        "status": status,
        "department": number,
        "employer": employer,
        "workplace": employer and address.split()[-1],
        "phone": f"99000{phone:03d}",
        "phone2": f"99001{phone:03d}" if chance.random() < 0.15 else "",
        "email": _email(first, last) if chance.random() < 0.85 else "",
        "street": f"{chance.choice(made_up.STREETS)} {chance.randint(1, 60)}",
        "post_code": post_code,
        "place": address.split()[-1],
        "joined": date(min(born.year + chance.randint(18, 40), day.year - 1), 3, 1),
        "insurance_codes": chance.choice(made_up.CODES) if chance.random() < 0.7 else "",
        "no_sms": chance.random() < 0.02,
        "shop_steward": "Randi Granmo" if employer and chance.random() < 0.3 else "",
    }
    return {name: value for name, value in values.items() if value != ""}


def _email(first: str, last: str) -> str:
    letters = str.maketrans({"ø": "o", "å": "a", "æ": "e", "ö": "o", " ": "."})
    return f"{first}.{last}".casefold().translate(letters) + f"@{made_up.MEMBER_DOMAIN}"
