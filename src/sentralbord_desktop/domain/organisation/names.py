"""What may be meant by a name that is being typed: departments, employers and people of the organisation. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Staff

NUMBERED = re.compile(r"(?:avd(?:eling|\.)?\s*)?(\d+)(?:\s+\D.*)?", re.IGNORECASE)
"""«4», «avd. 4» and «4 Mjøstraktene»."""


def department_number(text: str) -> int | None:
    """The number that is written; None for a name."""
    found = NUMBERED.fullmatch(text.strip())
    return int(found[1]) if found else None


def departments_named(text: str, organisation: Organisation) -> list[Department]:
    """The department that is called so; else those whose name begins so, or holds it; else those of the employers that
    are called so."""
    words = " ".join(text.casefold().split())
    named = [(d.name.casefold(), d) for d in organisation.departments if d.name]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := [one for name, one in named if words and fits(name, words)]:
            return found
    employers = suggest_employers(words, organisation) if words else []
    numbers = {entry.department for entry in organisation.employers if entry.employer in employers}
    return [department for department in organisation.departments if department.number in numbers]


def department_of_employer(employer: str, organisation: Organisation) -> int | None:
    """The number of the department that has this employer in Katalog."""
    whole = employer.casefold()
    found = {entry.department for entry in organisation.employers if whole and entry.employer.casefold() == whole}
    return found.pop() if len(found) == 1 else None


def department_meant(text: str, organisation: Organisation) -> Department | None:
    """The one that is in Katalog and meant by a number or a name; None for none and for several."""
    number = department_number(text)
    if number is not None:
        return next((d for d in organisation.departments if d.number == number), None)
    found = departments_named(text, organisation)
    return found[0] if len(found) == 1 else None


def numbered(department: Department) -> str:
    """«4 Mjøstraktene»."""
    return f"{department.number} {department.name}".strip()


def suggest_departments(text: str, organisation: Organisation) -> list[str]:
    """«4 Mjøstraktene», of the number or the name that is begun."""
    typed = text.strip()
    by_number = [d for d in organisation.departments if d.number and str(d.number).startswith(typed)]
    return [numbered(d) for d in (by_number if typed.isdigit() else departments_named(typed, organisation))]


def suggest_employers(text: str, organisation: Organisation) -> list[str]:
    return _matching(text, (entry.employer for entry in organisation.employers))


def suggest_people(text: str, organisation: Organisation) -> list[str]:
    return _matching(text, dict.fromkeys(person.name for person in organisation.staff))


def people_by_name(organisation: Organisation) -> dict[str, Staff]:
    """«Kari Vik», and «Kari Vik, DS avd. 4» where two have the name."""
    count = Counter(person.name.casefold() for person in organisation.staff)
    return {
        person.name
        if count[person.name.casefold()] == 1
        else f"{person.name}, {person.function} avd. {person.department}": person
        for person in organisation.staff
    }


def loops_by_name(organisation: Organisation) -> dict[str, str]:
    """«sløyfe 2» -> «2»."""
    keys = (target.key.partition(":") for target in organisation.targets)
    return {f"sløyfe {number}": number for kind, _, number in keys if kind == "sloyfe"}


def names_to_ring(organisation: Organisation) -> list[str]:
    """People, departments and loops."""
    holders = [role.holder for role in organisation.roles if role.holder]
    places = [department.title for department in organisation.departments if department.number]
    return list(dict.fromkeys([*people_by_name(organisation), *holders, *places, *loops_by_name(organisation)]))


def suggest_to_ring(text: str, organisation: Organisation) -> list[str]:
    """The department with the number, or the one that is called so; else those of whom each typed word begins a word."""
    names, number = names_to_ring(organisation), department_number(text)
    numbered_so = [d.title for d in organisation.departments if d.number and d.number == number]
    whole = " ".join(text.casefold().split())
    return (
        numbered_so
        or [name for name in names if name.casefold() == whole]
        or [name for name in names if begins(name, text)]
    )


def begins(name: str, text: str) -> bool:
    """Whether each word of `text` begins a word of `name`."""
    parts = name.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in text.casefold().split())


def _matching(text: str, names: Iterable[str]) -> list[str]:
    """Those that begin so, then those with a word that does."""
    typed = text.strip().casefold()
    words = [(name.casefold(), name) for name in names]
    first = [name for folded, name in words if folded.startswith(typed)]
    return first + [name for folded, name in words if f" {typed}" in folded and name not in first]
