"""People of an organisation: make one, find one, sign in."""

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.services.office import Services


def person(initials: str, roles: str = "operator", **more: object) -> Operator:
    return Operator.model_validate({"id": 0, "initials": initials, "roles": roles, **more})


def named(services: Services, initials: str) -> Operator:
    return next(one for one in services.people.all() if one.initials == initials)


def sit_down(services: Services, initials: str, roles: str = "operator") -> int:
    """A new one, entered by who sits here, who then sits down with the PIN 2719."""
    code = services.people.keep(person(initials, roles))
    who = named(services, initials).id
    services.people.sign_in(who, code, chosen="2719")
    return who


def only_operator(services: Services) -> None:
    services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="operator"))
    lars = next(one for one in services.people.all() if one.initials == "LT")
    services.session.switch_to(lars)


def somebody_else_sits_down(services: Services) -> None:
    """XX, without a PIN."""
    services.people.keep(person("XX"))
    services.session.switch_to(named(services, "XX"))
