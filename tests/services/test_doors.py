"""Which role each public method of each service asks for, and that it asks at its own door.

A new method stands in one of the two tables below, or `test_each_public_method_has_been_decided_on` fails.
"""

import pytest

from sentralbord_desktop.domain.access import ROLES
from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.services.office import Services
from tests.helpers.doors import ASKED, knock, public_methods, sit
from tests.helpers.figures import Tried

OPEN = """
tells which subject changed, and nothing of it:
    change_notices.listen change_notices.notify
who sits here, the doors themselves, and the trail:
    session.begin session.refresh session.may session.require session.need session.instant session.sign session.log
by `PeopleService` and `Meanwhile`, when somebody has shown who they are:
    session.switch_to
one's own name, initials, loop, help and lock; see test_ways_in:
    session.update
asks for the PIN, the start code or the password of Windows:
    people.sign_in people.prove_again
asks for the printed code:
    people.take_over recovery.prove
one's own:
    people.choose_pin
who works here, for whoever gives something to one of them:
    people.all people.here people.must_sign_in people.let_in people.can_take_over
what is not for whoever asks is left out: pages read them for everybody; see test_members_data:
    members.recent callbacks.all_open confirmations.awaited unmatched_calls.all_unmatched outbox.all import_history.latest
    members.calls_from
    breaches.all retention.due_today
anybody may tell of a breach, and go on with their own:
    breaches.begin breaches.keep breaches.now
a number or a yes:
    members.count members.is_empty inquiries.is_there outbox.leaving_soon session.is_first
what waited on this PC, signed by whoever kept it; see test_waiting:
    members.log_access offline_queue.sync
one's own unfinished calls; the call itself was begun at a door:
    parking.all parking.drafts parking.take_form parking.keep parking.keep_now parking.keep_form parking.drop
    parking.restore parking.release_running offline_queue.complete_later offline_queue.park_later offline_queue.forget
    offline_queue.completed offline_queue.holds_some offline_queue.is_possible offline_queue.require_empty offline_queue.elsewhere
how the office does it, without passwords, for the pages:
    sending.read telephone.read backups.second backups.second_folder retention.months
    sending_workstations.read import_sources.is_decided
    shared_register.read shared_register.moved shared_register.too_wide
the program's own round; never shown:
    sending.secret sender.start sender.send_due sending_workstations.announce live.announce_sending backups.reach_copies
    import_history.forget_old pulls.daily import_sources.secret import_sources.after_reading
by `RecoveryService`, whose own door asks for the administrator:
    backups.renew_slots
the number that somebody sees already:
    telephone.dial
where those who work here are, for everybody who works here:
    availability.board availability.set_presence availability.no_answer availability.forget availability.fetch_calendars
    availability.read_calendar availability.fetched availability.no_answer_then offline_queue.queue_no_answer
the catalogue, which everybody uses and may say is right:
    organisation.read organisation.is_kept_here organisation.confirm
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
    live.begin live.end live.look_at live.elsewhere live.sending_elsewhere live.is_shared
asks in `offline_queue.queue_access_log`, before it gives the record:
    local_copy.open
the copy for `MemberService` and `Meanwhile`, which ask:
    backups.take_before_import
    local_copy.read local_copy.with_fallback local_copy.daily local_copy.stop local_copy.close local_copy.end
    local_copy.copied_at
"""
"""Methods that ask for no role, under why not."""


REFUSED = Tried("R17", "{n} methods, each called by somebody with every other role: refused at the door")
OPENED = [word for line in OPEN.splitlines() if line.startswith("    ") for word in line.split()]


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
