"""Which role each public method of each service asks for, and that it asks at its own door.

A new method stands in one of the two tables below, or `test_each_public_method_has_been_decided_on` fails.
"""

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sentralbord_desktop.domain.access.operator import READERS, ROLES
from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.services.office import Services
from tests.helpers.figures import Tried
from tests.services.test_people import named, person

ADMINISTRATOR, PRIVACY = ("administrator",), ("personvern",)
KEEPERS = ("vedlikehold", "administrator")
MERGERS = ("operator", "administrator")
SENDERS = ("operator", "personvern")

DOORS: dict[str, tuple[tuple[str, ...], str]] = {
    # who may see members at all: everybody but one who is only «vedlikehold»
    "members": (READERS, "search having read_as open reread change put_back add_phone remove_phone remark log_list"),
    "inquiries": (READERS, "begin complete complete_now resolve_conflict reopen answers_of actions_of"),
    "case_handover": (READERS, "confirm withdraw"),
    "callbacks": (
        READERS,
        "add arrange withdraw claim take_over release attempt move undo send_tried_sms give accept "
        "hand_over_shift wrong_number claim_next",
    ),
    "confirmations": (READERS, "arrived withdrawn reminded remind_by_sms undo_sms postpone undo"),
    "unmatched_calls": (READERS, "assign dismiss undo_dismiss"),
    "outbox": (SENDERS, "handed_over not_after_all send_now did_leave call_back after_all"),
    "duplicates.like": (READERS, ""),
    "offline_queue.queue_access_log": (READERS, ""),
    # some of them
    "duplicates": (MERGERS, "pairs both merge undo keep_apart latest"),
    "organisation": (KEEPERS, "save save_facts save_entry delete_entry update_postcodes require_keeper"),
    "organisation_files": (KEEPERS, "preview write export"),
    # one of them
    "member_imports": (ADMINISTRATOR, "read preview write save_report"),
    "member_imports.export_members": (("administrator", "personvern"), ""),
    "member_imports.export_changes": (("administrator", "personvern"), ""),
    "import_history": (ADMINISTRATOR, "weigh undo"),
    "people": (ADMINISTRATOR, "keep leave come_back new_code"),
    "sending": (ADMINISTRATOR, "save try_mail"),
    "telephone": (ADMINISTRATOR, "save"),
    "backups": (ADMINISTRATOR, "restore rescue save_second"),
    "recovery": (ADMINISTRATOR, "keep change_passphrase"),
    "shared_register": (ADMINISTRATOR, "try_it choose move_there go_home"),
    "privacy": (PRIVACY, "lookups odd save_lookups subject gives_out rectify blank erase"),
    "retention": (PRIVACY, "save_months preview awaited erase reports hold"),
    "breaches": (PRIVACY, "reported close"),
}
"""Service or method -> the roles of which one is asked for, and the methods of the service."""

OPEN = """
tells which subject changed, and nothing of it:
    change_notices.listen change_notices.notify
who sits here, the doors themselves, and the trail:
    session.begin session.refresh session.may session.require session.need session.instant session.sign session.log
by `PeopleService` and `Meanwhile`, when somebody has shown who they are:
    session.switch_to
one's own name, initials, loop, help and lock; see test_ways_in:
    session.update
keys that decide nothing; see test_ways_in:
    settings.read settings.save
asks for the PIN, the start code or the password of Windows:
    people.sign_in people.prove_again
asks for the printed code:
    people.take_over recovery.prove
one's own:
    people.choose_pin
who works here, for whoever gives something to one of them:
    people.all people.here people.must_sign_in people.let_in people.can_take_over members.operators
what is not for whoever asks is left out: pages read them for everybody; see test_members_data:
    members.recent callbacks.all_open confirmations.awaited unmatched_calls.all_unmatched outbox.all import_history.latest
    breaches.all retention.due_today
anybody may tell of a breach, and go on with their own:
    breaches.begin breaches.keep breaches.now
a number or a yes:
    members.count inquiries.is_there outbox.leaving_soon
what waited on this PC, signed by whoever kept it; see test_waiting:
    members.log_access offline_queue.sync
one's own unfinished calls; the call itself was begun at a door:
    parking.all parking.drafts parking.take_form parking.keep parking.keep_now parking.keep_form parking.drop
    parking.restore parking.release_running offline_queue.complete_later offline_queue.park_later offline_queue.forget
    offline_queue.completed offline_queue.holds_some offline_queue.is_possible offline_queue.require_empty offline_queue.elsewhere
how the office does it, without passwords, for the pages:
    outbox.settings sending.read telephone.read backups.second backups.second_folder retention.months
    shared_register.read shared_register.moved shared_register.too_wide
the program's own round; never shown:
    sending.secret sender.start sender.send_due backups.reach_copies
by `RecoveryService`, whose own door asks for the administrator:
    backups.renew_slots
the number that somebody sees already:
    telephone.dial
where those who work here are, for everybody who works here:
    availability.board availability.set_presence availability.no_answer availability.forget availability.fetch_calendars
    availability.read_calendar availability.fetched
the catalogue, which everybody uses and may say is right:
    organisation.read organisation.places organisation.placement organisation.is_kept_here organisation.confirm
a new register's own roles; the trail:
    organisation.start_with organisation.log_file
the register mended; names nobody:
    member_imports.faults member_imports.rebuild_search
counts alone, none under five:
    statistics.calls statistics.save
copies under the register's own key, taken and checked; never opened for anybody:
    backups.take backups.daily backups.found backups.drill backups.elsewhere backups.needs_words backups.is_possible
says whether there is one; a new one opens nothing until it is kept:
    recovery.new_code recovery.has_code recovery.has_passphrase recovery.is_missing recovery.is_asked_for
initials and row numbers, never a name:
    live.begin live.end live.look_at live.elsewhere live.is_shared
asks in `offline_queue.queue_access_log`, before it gives the record:
    local_copy.open
the copy for `MemberService` and `Meanwhile`, which ask:
    local_copy.read local_copy.with_fallback local_copy.daily local_copy.stop local_copy.close local_copy.end
    local_copy.copied_at
"""
"""Methods that ask for no role, under why not."""


@dataclass(frozen=True)
class Method:
    service: str
    name: str
    function: Callable[..., object] | None
    """None for a property."""

    @property
    def key(self) -> str:
        return f"{self.service}.{self.name}"


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


def roles_by_method() -> dict[str, tuple[str, ...]]:
    return {
        (f"{key}.{name}" if name else key): roles
        for key, (roles, names) in DOORS.items()
        for name in names.split() or [""]
    }


ASKED = roles_by_method()
REFUSED = Tried("R17", "{n} methods, each called by somebody with every other role: refused at the door")
OPENED = [word for line in OPEN.splitlines() if line.startswith("    ") for word in line.split()]


def sit(services: Services, roles: str) -> None:
    """Somebody with just these roles, in avd. 9, sits here."""
    initials = "".join(role[0] for role in roles.split(",")).upper() + "X"
    with services.database.reading() as session:
        from sentralbord_desktop.storage.access import operators

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


def test_each_public_method_has_been_decided_on() -> None:
    decided = [*ASKED, *OPENED]
    assert len(decided) == len(set(decided))
    there = {method.key for method in public_methods()}
    assert sorted(there - set(decided)) == []
    assert sorted(set(decided) - there) == []


@pytest.mark.figures("R17")
@pytest.mark.parametrize("key", ASKED)
def test_whoever_has_none_of_the_roles_is_stopped_at_the_door_and_one_who_has_it_is_not(
    services: Services, key: str
) -> None:
    roles = ASKED[key]
    sit(services, ",".join(role for role in ROLES if role not in roles))
    with pytest.raises(NotAllowedError, match="Dette er for rollen"):
        knock(services, key)
    for role in roles:
        sit(services, role)
        try:
            knock(services, key)
        except NotAllowedError as error:
            pytest.fail(f"{role}: {error}")
        except Exception:  # noqa: S110 - nothing was given to it; it came past the door
            pass
    REFUSED.one_more()
