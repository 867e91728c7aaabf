"""The public methods of the services, and each asked without a role."""

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.services.office import Services
from tests.helpers.people import named, person

ADMINISTRATOR, PRIVACY = ("administrator",), ("personvern",)


KEEPERS = ("vedlikehold", "administrator")


MERGERS = ("operator", "administrator")


SENDERS = ("operator", "personvern")


DOORS: dict[str, tuple[tuple[str, ...], str]] = {
    # who may see members at all: everybody but one who is only «vedlikehold»
    "members": (READERS, "search having read_as open reread change put_back add_phone remove_phone remark log_list"),
    "inquiries": (READERS, "begin complete complete_now resolve_conflict reopen read_completed"),
    "case_handover": (READERS, "confirm withdraw"),
    "callbacks": (
        READERS,
        "add arrange withdraw claim take_over release attempt move undo send_tried_sms give accept "
        "hand_over_shift wrong_number claim_next",
    ),
    "confirmations": (READERS, "arrived withdrawn reminded remind_by_sms undo_sms postpone undo"),
    "unmatched_calls": (READERS, "assign dismiss undo_dismiss"),
    "outbox": (SENDERS, "handed_over not_after_all send_now did_leave drop after_all opened answer_for"),
    "duplicates.like": (READERS, ""),
    "offline_queue.queue_access_log": (READERS, ""),
    # some of them
    "duplicates": (MERGERS, "pairs both merge undo keep_apart latest"),
    "organisation": (KEEPERS, "save_facts save_entry add_departments delete_entry update_postcodes require_keeper"),
    "organisation_files": (KEEPERS, "preview write export"),
    # one of them
    "member_imports": (ADMINISTRATOR, "read read_rows preview remember write save_report save_losses"),
    "member_imports.export_members": (("administrator", "personvern"), ""),
    "member_imports.export_changes": (("administrator", "personvern"), ""),
    "member_imports.export_corrections": (("administrator", "personvern"), ""),
    "import_history": (ADMINISTRATOR, "losses save_losses weigh undo"),
    "import_sources": (ADMINISTRATOR, "read named save remove save_secret"),
    "pulls": (ADMINISTRATOR, "pull try_out to_decide"),
    "people": (ADMINISTRATOR, "keep leave come_back new_code"),
    "sending": (ADMINISTRATOR, "save try_mail send_test_mail send_test_sms"),
    "telephone": (ADMINISTRATOR, "save"),
    "backups": (ADMINISTRATOR, "restore rescue save_second"),
    "recovery": (ADMINISTRATOR, "keep change_passphrase"),
    "shared_register": (ADMINISTRATOR, "try_it choose move_there go_home"),
    "privacy": (PRIVACY, "lookups odd save_lookups subject gives_out rectify blank erase"),
    "retention": (PRIVACY, "save_months preview awaited erase reports hold"),
    "breaches": (PRIVACY, "reported close"),
}
"""Service or method -> the roles of which one is asked for, and the methods of the service."""


@dataclass(frozen=True)
class Method:
    service: str
    name: str
    function: Callable[..., object] | None
    """None for a property."""

    @property
    def key(self) -> str:
        return f"{self.service}.{self.name}"


def roles_by_method() -> dict[str, tuple[str, ...]]:
    return {
        (f"{key}.{name}" if name else key): roles
        for key, (roles, names) in DOORS.items()
        for name in names.split() or [""]
    }


ASKED = roles_by_method()


def public_methods() -> Iterator[Method]:
    """Of every service on `Services`, as they are written in the code."""
    for service, kind in typing.get_type_hints(Services).items():
        if not getattr(kind, "__module__", "").startswith("sentralbord_desktop.services"):
            continue
        for name in dir(kind):
            found = inspect.getattr_static(kind, name)
            if name.startswith("_") or not (inspect.isfunction(found) or isinstance(found, property)):
                continue
            yield Method(service, name, found if inspect.isfunction(found) else None)


def sit(services: Services, roles: str) -> None:
    """Somebody with just these roles, in avd. 9, sits here."""
    initials = "".join(role[0] for role in roles.split(",")).upper() + "X"
    with services.database.reading() as session:
        from sentralbord_desktop.storage import operators

        known = {one.initials for one in operators.operators(session)}
    if initials not in known:
        services.session.switch_to(named(services, "MH"))
        services.people.keep(person(initials, roles, department=9))
    services.session.switch_to(named(services, initials))


def knock(services: Services, key: str) -> object:
    """Call it with nothing for what it needs: the door comes before anything is looked at."""
    service, name = key.split(".")
    method = getattr(getattr(services, service), name)
    needed = [
        None
        for one in inspect.signature(method).parameters.values()
        if one.default is inspect.Parameter.empty
        and one.kind is not one.VAR_KEYWORD
        and one.kind is not one.KEYWORD_ONLY
    ]
    named_only = {
        one.name: None
        for one in inspect.signature(method).parameters.values()
        if one.default is inspect.Parameter.empty and one.kind is one.KEYWORD_ONLY
    }
    return method(*needed, **named_only)
