"""PR-3, PR-8, PR-9, PR-10, PR-11: what a reviewer found that erased too much, kept too much or told too little."""

import json
from datetime import timedelta

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers import calls
from tests.helpers.engines import Enrol, Watch
from tests.helpers.privacy import CANARY, as_entry, everything

BIRTH_NUMBER = "01010150074"


def shown(services: Services) -> dict[str, int]:
    return {one.key: one.count for one in services.retention.preview()}


def test_nothing_is_erased_that_was_not_shown(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    """A case that goes sets its member free, and an arrived confirmation its call: the next time."""
    from sentralbord_desktop.storage.members.members import change_member

    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.inquiries.complete(calls.resignation(services, ingunn))
    for message in services.outbox.all():
        services.outbox.handed_over(message)
    for callback in services.callbacks.all_open():
        services.callbacks.attempt(callback, "svarte")
    (waiting,) = services.confirmations.awaited()
    services.confirmations.arrived(waiting)
    (case,) = services.members.open(ingunn.id).cases
    services.case_handover.confirm(case)
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=400)
    before = shown(services)
    assert before["trouble"] == 1
    assert before["resigned"] == 0
    assert {one.key: one.count for one in services.retention.erase()} == before
    assert services.members.count() == 1
    after = shown(services)
    assert after["resigned"] == 1
    assert after["inquiries"] == 1
    services.retention.erase()
    assert services.members.count() == 0
    assert not any(shown(services).values())


def test_what_is_ready_to_be_erased_is_told_once_a_day_to_who_does_it(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.members.remark(ingunn.id, "Spurte om ferie")
    assert services.retention.due_today() == 0
    watch.now += timedelta(days=6 * 366)
    due = sum(shown(services).values())
    assert due > 0
    assert services.retention.due_today() == due
    assert services.retention.due_today() == 0
    watch.now += timedelta(days=1)
    assert services.retention.due_today() == due


def test_the_preview_names_whom_each_kind_is_about(services: Services, ingunn: Member, watch: Watch) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.members.remark(ingunn.id, "Spurte om ferie")
    watch.now += timedelta(days=6 * 366)
    named = {one.key: one.names for one in services.retention.preview()}
    assert [name.partition(": ")[2] for name in named["remarks"]] == ["Ingunn Fjeldheim, 204118"]
    assert [name.partition(": ")[2] for name in named["calls"]] == ["Ingunn Fjeldheim, 204118"]
    assert named["lookups"] == ()


def test_a_member_with_a_reason_to_be_kept_is_not_erased_by_hand_either(
    services: Services, ingunn: Member, enrol: Enrol
) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.retention.hold(ingunn.id, "lønnskrav i tingretten")
    with pytest.raises(SwitchboardError, match="lønnskrav i tingretten"):
        services.privacy.erase(ingunn, "204118", "ba om det")
    found = services.privacy.subject("204118")
    assert "1 oppringing" in found.stands
    assert "ikke er sendt" in found.stands
    services.retention.hold(ingunn.id, "")
    services.privacy.erase(ingunn, "204118", "ba om det")
    assert services.members.count() == 0


def test_the_reason_why_a_blanked_text_was_kept_goes_with_it(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    services.members.remark(ingunn.id, "Er sykmeldt", reason=f"{CANARY} ba om det")
    watch.now += timedelta(minutes=5)
    services.members.remark(ingunn.id, "Er sykmeldt igjen", reason="et annet svar")
    remark = next(r for r in services.members.open(ingunn.id).remarks if r.text == "Er sykmeldt")
    services.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(database)
    assert "et annet svar" in everything(database)


def test_a_kept_card_leaves_no_reason_behind_when_its_call_is_blanked(
    services: Services, ingunn: Member, database: Database
) -> None:
    draft = calls.ready(services, "annet", ingunn, "Er sykmeldt", "ring", "i morgen 10")
    run = draft.run(services.inquiries.library, services.organisation.read())
    kept = {action.id: f"{CANARY} ba om det" for action in Outcome(run).actions()}
    review = draft.review.model_copy(update={"kept": {**draft.review.kept, **kept}})
    services.inquiries.complete(draft.model_copy(update={"review": review}))
    assert CANARY in everything(database)
    for remark in services.members.open(ingunn.id).remarks:
        services.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(database)


def test_a_slip_in_what_was_kept_for_a_reason_can_be_mended_with_one(
    services: Services, ingunn: Member, database: Database
) -> None:
    services.members.remark(ingunn.id, "Er sykmelt", reason="ba om det")
    entry = as_entry(services.members.open(ingunn.id).remarks[0])
    with pytest.raises(SensitiveError):
        services.privacy.rectify(entry, "Er sykmeldt")
    services.privacy.rectify(entry, "Er sykmeldt", "en skrivefeil")
    assert [r.text for r in services.members.open(ingunn.id).remarks] == ["Er sykmeldt"]
    assert any("en skrivefeil" in one.why for one in services.privacy.lookups())
    services.privacy.blank(as_entry(services.members.open(ingunn.id).remarks[0]), "helseopplysning")
    assert "skrivefeil" not in everything(database)  # nor the reason it was first kept for
    assert "ba om det" not in everything(database)


def test_a_birth_number_is_no_reason_and_no_field(services: Services, ingunn: Member, database: Database) -> None:
    remark = WrittenEntry("remark", 1, services.breaches.now(), "MH", "")
    for write in (
        lambda: services.members.remark(ingunn.id, "Er sykmeldt", reason=f"se {BIRTH_NUMBER}"),
        lambda: services.members.change(ingunn, {"place": BIRTH_NUMBER}),
        lambda: services.retention.hold(ingunn.id, f"krav, {BIRTH_NUMBER}"),
        lambda: services.privacy.erase(ingunn, "204118", BIRTH_NUMBER),
        lambda: services.privacy.blank(remark, BIRTH_NUMBER),
        lambda: services.breaches.begin(f"Sendte {BIRTH_NUMBER} til feil avdeling"),
    ):
        with pytest.raises(SensitiveError):
            write()
    assert BIRTH_NUMBER not in everything(database)


def test_two_who_write_about_a_breach_keep_what_the_other_wrote(services: Services) -> None:
    seen = services.breaches.begin("E-post til feil avdeling")
    services.breaches.keep(seen, {**seen.facts, "when": "i går"})
    both = services.breaches.keep(seen, {**seen.facts, "whose": "ett medlem"})  # of what was seen
    assert (both.facts["when"], both.facts["whose"]) == ("i går", "ett medlem")
    with pytest.raises(SwitchboardError, match="hva som har skjedd"):
        services.breaches.keep(both, {"what": " "})
    services.breaches.keep(both, {"measures": "slettet"})
    services.breaches.close(seen)
    with pytest.raises(SwitchboardError, match="lukket"):
        services.breaches.keep(seen, {"when": "i dag"})
    assert services.breaches.all()[0].facts["when"] == "i går"
    done = [one.what for one in services.privacy.lookups()]
    assert "meldte et avvik" in done
    assert "endret et avvik" in done


def test_an_access_report_has_what_was_typed_in_a_parked_call_and_no_codes(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    draft = calls.half_way(services, "annet", ingunn, f"{CANARY} i pausen")
    services.parking.keep(draft, running=False)
    found = services.privacy.subject("204118")
    assert f"{CANARY} i pausen" in found.text
    assert CANARY in json.dumps(json.loads(found.json)["opplysninger"]["Samtaler som ikke er fullført"])
    for code in ("INFORM", "CALLBACK", "for_hand", "apen", "sloyfe:", "avdeling:4", "parked_at"):
        assert code not in found.text
    services.privacy.gives_out(found, "PDF")
    assert services.privacy.lookups()[0].what == "eksport"
