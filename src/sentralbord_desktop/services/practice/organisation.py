"""The invented departments and officials of the practice register."""

from random import Random

from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Staff, Target
from sentralbord_desktop.services.practice import data as made_up
from sentralbord_desktop.services.practice.availability import area_of, case_officers, courses, employers


def with_departments(organisation: Organisation, chance: Random) -> Organisation:
    """Departments with a name, an address and three people each; the roles get addresses and numbers."""
    departments = tuple(
        Department(
            number=number,
            name=name,
            postal_address=address,
            neighbours=neighbours,
            email=f"avd{number}@{made_up.DOMAIN}",
            phone=f"9900{9000 + number}",
            ks_first_contact=number == 2,
            area=area_of(post_code),
        )
        for number, name, address, post_code, neighbours in made_up.DEPARTMENTS
    )
    staff = tuple(
        _official(chance, number, function) for number, *_ in made_up.DEPARTMENTS for function, _ in made_up.STAFF
    )
    roles = tuple(
        role.model_copy(
            update={"email": f"{role.key.replace('_', '.')}@{made_up.DOMAIN}", "phone": f"9900{9200 + place}"}
        )
        for place, role in enumerate(organisation.roles)
    )
    known = {
        "phone": "99009000",
        "departments": departments,
        "staff": staff + case_officers(made_up.DOMAIN),
        "roles": roles,
        "targets": tuple(_with_number(target) for target in organisation.targets),
        "courses": courses(),
        "employers": employers(),
    }
    return organisation.model_copy(update=known)


def _with_number(target: Target) -> Target:
    """An invented number for each loop, and for those outside who are rung, with when they are open."""
    number, hours = made_up.OUTSIDE.get(target.key, ("", ""))
    return target.model_copy(update={"phone": number or target.phone, "hours": hours})


def _official(chance: Random, department: int, function: str) -> Staff:
    name = f"{chance.choice(made_up.FEMALE + made_up.MALE)} {chance.choice(made_up.LAST_NAMES)}"
    place = [key for key, _ in made_up.STAFF].index(function)
    return Staff(
        id=0,
        name=name,
        function=function,
        department=department,
        phone=f"9900{8000 + department * 10 + place}",
        email=f"{function.lower()}.avd{department}@{made_up.DOMAIN}",
    )
