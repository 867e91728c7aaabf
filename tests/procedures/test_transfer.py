"""A transfer: the board gives the order, and only a person gives the answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentralbord_desktop.domain.availability import KINDS, BoardSnapshot, Status
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.inquiries.transfer_candidates import Standing
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role, Staff
from sentralbord_desktop.gui.wizard.step.ringing import Ringing
from sentralbord_desktop.procedures.checks.lint import findings
from sentralbord_desktop.procedures.checks.path_faults import (
    PathFaults,
    claimed_messages,
    claimed_transfers,
    unanswered_transfers,
)
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.transfers import candidates_of, next_to_ring
from tests.helpers.acceptance import MEMBER, actions, answer_with, confirm_proposals, text
from tests.helpers.procedure_files import Break, only

NOON = datetime(2026, 3, 23, 14, 6, tzinfo=OSLO)
DS, SUBSTITUTE, OFFICER, NEAR = (f"staff:{number}" for number in (1, 2, 3, 4))
STAFF = (
    Staff(id=1, name="Bergljot Lauvås", function="DS", department=4, phone="99008104", substitute="Synnøve Dalvoll"),
    Staff(id=2, name="Synnøve Dalvoll", function="OS", department=4),
    Staff(id=3, name="Frøydis Kjelsås", function="saksbehandler", department=4, phone="99008105"),
    Staff(id=4, name="Gro Bakkerud", function="DS", department=5, phone="99008106"),
)
ORGANISATION = default_organisation().model_copy(
    update={
        "departments": (Department(number=4, name="Mjøstraktene", neighbours="5"), Department(number=5)),
        "staff": STAFF,
    }
)
DISMISSED = ("hendelse=oppsagt", "mottatt=-12", "forhandling=ikke_holdt", "onske=jobb", "ansatt=ingen")
DISMISSED_URGENTLY = (*DISMISSED, "formfeil=ingen", "oppsigelsestid=vet_ikke", "tillitsvalgt=ja")


def status(kind: str, ago: timedelta = timedelta(minutes=8), *, confirmed: bool = True) -> Status:
    until = NOON + timedelta(days=3) if kind == "borte" else None
    return Status(kind, until, NOON - ago, "ØV", "tavla", is_confirmed=confirmed)


def call(category: str, *answers: Any, statuses: dict[str, Status] | None = None, **facts: Any) -> ProcedureRun:
    raw: dict[str, Any] = {
        "call_date": "2026-03-23",
        "call_time": "14.06",
        "received_on": f"sloyfe:{library().procedures[category].loop}",
        "identity_confirmed": True,
        "member": MEMBER,
        **facts,
    }
    board = BoardSnapshot(statuses=statuses or {})
    run = ProcedureRun(library(), category, Facts.model_validate(raw).model_copy(update={"board": board}), ORGANISATION)
    for said in answers:
        run = answer_with(run, said)
    return confirm_proposals(run)


def waiting(run: ProcedureRun) -> Step:
    assert run.current is not None
    return run.current


# ------------------------------------------------------------------ the order


@pytest.mark.parametrize(
    ("kinds", "order"),
    [
        ({DS: "ledig", OFFICER: "ledig"}, ["Bergljot Lauvås", "Synnøve Dalvoll", "Frøydis Kjelsås"]),
        ({DS: "opptatt", SUBSTITUTE: "ledig"}, ["Synnøve Dalvoll", "Bergljot Lauvås", "Frøydis Kjelsås"]),
        ({DS: "ingen_svar", SUBSTITUTE: "mote"}, ["Synnøve Dalvoll", "Bergljot Lauvås", "Frøydis Kjelsås"]),
        ({DS: "borte", SUBSTITUTE: "opptatt"}, ["Synnøve Dalvoll", "Frøydis Kjelsås", "Bergljot Lauvås"]),
        ({}, ["Bergljot Lauvås", "Synnøve Dalvoll", "Frøydis Kjelsås"]),
    ],
)
def test_the_targets_come_in_turn_and_in_each_the_free_first_and_the_away_last(
    kinds: dict[str, str], order: list[str]
) -> None:
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={who: status(kind) for who, kind in kinds.items()})
    assert [one.name for one in candidates_of(run, waiting(run))] == order


def test_who_was_rung_in_this_call_is_last_of_the_target_and_is_not_rung_again() -> None:
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={DS: status("ledig")})
    step = waiting(run)
    first = next_to_ring(run, step)
    assert first is not None
    again = run.missed(step.id, first, "14.06")
    assert waiting(again) == step
    after = candidates_of(again, step)
    assert [one.name for one in after] == ["Synnøve Dalvoll", "Bergljot Lauvås", "Frøydis Kjelsås"]
    assert after[1].standing is Standing.RUNG
    assert next_to_ring(again, step) == after[0]


def test_how_fresh_it_is_stands_beside_the_word() -> None:
    statuses = {
        DS: Status("ledig", None, NOON - timedelta(minutes=8), "BL", "selv", is_confirmed=True),
        SUBSTITUTE: Status("mote", NOON.replace(hour=15, minute=0), NOON, "", "kalender", is_confirmed=True),
        OFFICER: status("ledig", timedelta(days=3), confirmed=False),
    }
    run = call("trobbel", *DISMISSED_URGENTLY, statuses=statuses)
    words = {one.name: one.words(NOON) for one in candidates_of(run, waiting(run))}
    assert words == {
        "Bergljot Lauvås": ("ledig", "meldt selv 13.58, for 8 min siden"),
        "Synnøve Dalvoll": ("i møte til 15.00", "kalenderen kl. 14.06"),
        "Frøydis Kjelsås": ("ikke bekreftet", "ledig fredag 14.06"),
    }


# ------------------------------------------------------------------ no board answers


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([DS, SUBSTITUTE, OFFICER, NEAR, "loop:2", "operator:MH", "role:gf_payments", "role:media"]),
        st.builds(status, st.sampled_from(sorted(KINDS)), confirmed=st.booleans()),
    ),
    st.booleans(),
)
def test_no_board_puts_a_call_through(statuses: dict[str, Status], free: bool) -> None:
    """Whatever the board says, there is no TRANSFER and no «satt over» without the answer `tok`."""
    names = ("sloyfe_2", "KS", "OS", "DS", "saksbehandler", "nearby_DS", "avdeling_4", "role:gf_payments", "role:media")
    calls = (
        ("trobbel", "sloyfe:1", DISMISSED_URGENTLY),
        ("trobbel", "sloyfe:2", DISMISSED_URGENTLY),
        ("forsikring", "sloyfe:1", ("sporsmal=har_jeg", "hvilken=hvilke")),
        ("forsikring", "sloyfe:1", ("sporsmal=purring_gf",)),
        ("forsikring", "sloyfe:1", ("sporsmal=skade",)),
        ("media", "sloyfe:3", ("bestemt=nei", "redaksjon=Avisa", "journalist=Kari", "tema=oppgjøret")),
    )
    for category, loop, answers in calls:
        run = call(category, *answers, statuses=statuses, received_on=loop, availability=dict.fromkeys(names, free))
        for facts in (run.facts, run.facts.model_copy(update={"board": None})):
            outcome = Outcome(run.with_facts(facts))
            assert all(action.kind != "TRANSFER" for action in outcome.actions())
            assert all("satt over" not in action.text.casefold() for action in outcome.actions())


def test_everyone_away_and_fresh_is_answered_with_the_boards_words() -> None:
    away = {DS: status("borte"), SUBSTITUTE: status("borte"), OFFICER: status("borte")}
    run = call("trobbel", *DISMISSED_URGENTLY, statuses=away)
    line = next(line for line in run.trail if line.step.id == "ds_ledig")
    assert line.shown == "Ingen å ringe"
    assert line.answer is not None
    assert line.answer.source.startswith("fra tavla: Bergljot Lauvås borte til torsdag, ")
    assert ("EMAIL", "avdeling:4:DS", "E-TR") in actions(run)
    assert "DS/saksbehandler ikke tilgjengelig: Bergljot Lauvås borte til torsdag, " in text(run, "N-TR")
    assert "Ingen å ringe" not in text(run, "N-TR")


@pytest.mark.parametrize("kind", ["opptatt", "mote", "ingen_svar", "ledig"])
def test_one_who_may_answer_is_rung(kind: str) -> None:
    run = call(
        "trobbel",
        *DISMISSED_URGENTLY,
        statuses={DS: status("borte"), SUBSTITUTE: status(kind), OFFICER: status("borte")},
    )
    assert waiting(run).id == "ds_ledig"


def test_the_note_says_only_who_was_rung_or_is_away() -> None:
    """TR-6, FO-4: `0` after one ring says nothing about a second person."""
    rung = call("trobbel", *DISMISSED_URGENTLY, "ds_ledig=ingen", "samtykke_naer=nei")
    assert "ja. Ringte DS 14.06, svarte ikke. Sak til DS avd. 4 på e-post, videreformidlet" in text(rung, "N-TR")
    assert "tilgjengelig" not in text(rung, "N-TR") + text(rung, "E-TR")
    reported = call("trobbel", *DISMISSED_URGENTLY, "ds_ledig=ringes")
    assert "tilgjengelig" not in text(reported, "N-TR")
    staff = (Staff(id=5, name="Tiril Moen", function="KS", department=4), *STAFF[1:2])
    insured = call("forsikring", "sporsmal=har_jeg", "hvilken=hvilke")
    insured = ProcedureRun(
        insured.library, "forsikring", insured.facts, ORGANISATION.model_copy(update={"staff": staff}), insured.given
    )
    insured = answer_with(insured, "ks_os_ledig=ingen")
    assert "Ringte KS 14.06, svarte ikke. Sentralbordet svarte: " in text(insured, "N-FO")


def test_who_takes_first_and_is_away_is_not_said_to_leave_no_one_to_ring() -> None:
    """TR-4, avd. 2: KS is away by the board, and DS was rung."""
    roar = Staff(id=5, name="Roar Plassen", function="KS", department=4)
    departments = (Department(number=4, ks_first_contact=True),)
    organisation = ORGANISATION.model_copy(update={"staff": (roar, *STAFF[:1]), "departments": departments})
    start = call("trobbel", statuses={"staff:5": status("borte")})
    run = ProcedureRun(start.library, "trobbel", start.facts, organisation)
    for said in ("forste=ja", *DISMISSED_URGENTLY, "ds_ledig=ingen", "samtykke_naer=nei"):
        run = answer_with(run, said)
    told = "KS ikke tilgjengelig: Roar Plassen borte til torsdag. Ringte DS 14.06, svarte ikke."
    assert told in text(run, "N-TR")
    assert "Ingen å ringe" not in text(run, "N-TR") + text(run, "E-TR")


def test_a_board_that_is_old_answers_nothing() -> None:
    old = {who: status("borte", confirmed=False) for who in (DS, SUBSTITUTE, OFFICER)}
    assert waiting(call("trobbel", *DISMISSED_URGENTLY, statuses=old)).id == "ds_ledig"


# ------------------------------------------------------------------ T8 and the texts


def test_a_ds_who_is_free_and_does_not_answer_gets_an_urgent_mail_and_rings() -> None:
    """«2» and «0» end in e-mail, callback and HASTER, and the note names who was rung and when."""
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={DS: status("ledig"), OFFICER: status("ledig")})
    step = waiting(run)
    for at in ("14.06", "14.07"):
        candidate = next_to_ring(run, step)
        assert candidate is not None
        run = run.missed(step.id, candidate, at)
    last = next_to_ring(run, step)
    assert last is not None
    attempts = (*run.given[step.id].attempts, Attempt(who=last.who, function=last.function, at="14.08"))
    run = run.answer(step.id, Answer(choice="ingen", attempts=attempts))
    for said in ("samtykke_naer=nei",):
        run = answer_with(run, said)
    outcome = Outcome(run)
    mail = next(action for action in outcome.actions() if action.kind == "EMAIL")
    assert (mail.to, mail.urgent) == ("avdeling:4:DS", True)
    assert "HASTER" in mail.subject
    assert "Jeg ringte deg 14.06, stedfortreder 14.07 og saksbehandler 14.08, uten svar." in mail.text
    assert "CALLBACK" in {action.kind for action in outcome.actions()}
    assert "Ringte DS 14.06, stedfortreder 14.07 og saksbehandler 14.08, ingen svarte." in text(run, "N-TR")
    assert "satt over" not in text(run, "N-TR").casefold()


@pytest.mark.parametrize(
    ("statuses", "rung"),
    [
        ({DS: "borte", SUBSTITUTE: "borte"}, "saksbehandler 14.06"),
        ({DS: "borte"}, "stedfortreder 14.06 og saksbehandler 14.06"),
        ({DS: "opptatt", SUBSTITUTE: "ledig"}, "stedfortreder 14.06, deg 14.06 og saksbehandler 14.06"),
        ({}, "deg 14.06, stedfortreder 14.06 og saksbehandler 14.06"),
    ],
)
def test_the_mail_to_the_ds_tells_them_that_they_were_rung_only_when_they_were(
    statuses: dict[str, str], rung: str
) -> None:
    """«Jeg ringte deg 14.06, uten svar» to a DS who was away, when the case handler had been rung."""
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={who: status(kind) for who, kind in statuses.items()})
    for _ in rung.replace(" og ", ", ").split(", ")[1:]:
        run = answer_with(run, "2")
    run = answer_with(run, "0")
    mail = next(action for action in Outcome(run).actions() if action.kind == "EMAIL")
    assert f"\nJeg ringte {rung}, uten svar. " in mail.text


def test_the_one_with_an_address_reads_the_mail_where_two_are_ds() -> None:
    second = Staff(id=5, name="Ada Berg", function="DS", department=4, email="ada@forbundet.test")
    run = call("trobbel", *DISMISSED_URGENTLY)
    both = ORGANISATION.model_copy(update={"staff": (*STAFF, second)})
    run = ProcedureRun(library(), "trobbel", run.facts, both, run.given)
    for said in ("2", "0"):
        run = answer_with(run, said)
    mail = next(action for action in Outcome(run).actions() if action.kind == "EMAIL")
    assert "\nJeg ringte DS Bergljot Lauvås 14.06 og deg 14.06, uten svar. " in mail.text


def test_the_mail_to_a_role_tells_of_its_deputy_as_a_deputy() -> None:
    roles = tuple(
        role.model_copy(update={"substitute": "Ada Berg"}) if role.key == "gf_payments" else role
        for role in ORGANISATION.roles
    )
    run = call("forsikring", statuses={"role:gf_payments": status("borte")})
    run = ProcedureRun(library(), "forsikring", run.facts, ORGANISATION.model_copy(update={"roles": roles}))
    for said in ("sporsmal=purring_gf", "gf_type_purring=ny", "0"):
        run = answer_with(run, said)
    assert "Du var ikke tilgjengelig. Jeg ringte stedfortreder 14.06, uten svar. " in text(run, "E-GF-PURRING")


def test_a_played_call_rings_one_after_another() -> None:
    """As `procedures play` does: «2», «2», «0»."""
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={DS: status("ledig")})
    assert [one["name"] for one in report(run)["step"]["ring"]][:2] == ["Bergljot Lauvås", "Synnøve Dalvoll"]
    for said in ("2", "2", "0"):
        run = answer_with(run, said)
    assert [attempt.who for attempt in run.given["ds_ledig"].attempts] == [DS, SUBSTITUTE, OFFICER]
    assert waiting(run).id == "samtykke_naer"


def test_the_ds_of_another_department_is_not_read_as_the_members_own() -> None:
    """«Ringte DS 14.06, svarte ikke. Sak til DS avd. 4», of a DS in a nearby department (LA-5)."""
    asked = ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=nei", "samtykke_naer=ja", "naer_ledig=ingen")
    run = call("lov_avtale", *asked)
    assert "Nærliggende avdeling: Ringte DS 14.06, svarte ikke. Sak til DS avd. 4" in text(run, "N-LA")
    reviewed = Outcome(run, Review(on={"epost": False}, reasons={"epost": "DS sitter her"}))
    note = next(action.text for action in reviewed.actions() if action.template == "N-LA")
    assert "ikke tilgjengelig. Nærliggende avdeling: Ringte DS 14.06, svarte ikke. E-post er ikke med" in note


def test_who_took_the_call_stands_in_the_note_with_the_time() -> None:
    run = call("trobbel", *DISMISSED_URGENTLY, "ds_ledig=tok", statuses={DS: status("ledig")})
    taken = run.given["ds_ledig"].taken_by
    assert taken is not None
    assert (taken.who, taken.number) == (DS, "99008104")
    assert "satt over til DS Bergljot Lauvås kl. 14.06." in text(run, "N-TR-SATT-OVER")
    assert Outcome(run).field("ds_ledig.hvem") == "DS Bergljot Lauvås"
    assert Outcome(run).field("ds_ledig.kl") == "14.06"


def test_an_answer_keeps_its_attempts_through_json() -> None:
    run = call("trobbel", *DISMISSED_URGENTLY, "ds_ledig=tok", statuses={DS: status("ledig")})
    answer = run.given["ds_ledig"]
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


def test_a_role_that_nobody_has_is_not_said_to_have_been_rung() -> None:
    roles = tuple(Role(key=r.key, title=r.title) if r.key == "media" else r for r in ORGANISATION.roles)
    start = call("media", caller="media", member={})
    run = ProcedureRun(library(), "media", start.facts, ORGANISATION.model_copy(update={"roles": roles}))
    for said in ("bestemt=nei", "redaksjon=Avisa", "journalist=Kari", "tema=oppgjøret", "presse_ledig=ingen"):
        run = answer_with(run, said)
    assert run.given["presse_ledig"].attempts == ()
    assert isinstance(run.organisation, Organisation)


def test_the_caller_hears_of_nobody_else_than_who_is_rung() -> None:
    """«Jeg prøver distriktssekretæren din nå», while the DS was away and the case handler was rung."""
    run = call("trobbel", *DISMISSED_URGENTLY, statuses={DS: status("borte"), SUBSTITUTE: status("borte")})
    step = waiting(run)
    rung = next_to_ring(run, step)
    assert rung is not None
    assert rung.function == "saksbehandler"
    assert Outcome(run).spoken(step) == "Jeg prøver avdelingen din nå."


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({}, "Da svarer du selv"),
        ({"caller": "ikke_funnet", "member": {}}, "Da finner sløyfe 1 medlemsbildet og ringer"),
    ],
)
def test_what_comes_of_no_answer_is_told_as_it_will_be(given: dict[str, Any], hint: str) -> None:
    """FO-4: «Da svarer du selv», of a caller who was not found, of whom nobody can read any insurance."""
    answers = ("sporsmal=har_jeg", "hvilken=gruppeliv", *(("avdeling=4",) if given else ()))
    run = call("forsikring", *answers, **given)
    step = waiting(run)
    assert step.id == "ks_os_ledig"
    *_, last = Ringing(run, step, candidates_of(run, step), next_to_ring(run, step), NOON).answers
    assert last.hint == hint
    assert report(run)["step"]["options"][-1]["hint"] == hint


def test_the_check_refuses_a_hint_with_a_field_that_is_not_there(broken: Break) -> None:
    changed = broken("nb/forsikring.yaml", 'hint: "{ingen_tok}"', 'hint: "{ingen_takk}"')
    [fault] = [line for line in findings(only(changed, "forsikring"), default_organisation()) if "ingen_takk" in line]
    assert fault.startswith("forsikring.yaml, steg «ks_os_ledig»")


# ------------------------------------------------------------------ the format and the check


def test_a_transfer_has_its_own_digits() -> None:
    step = Step.model_validate(
        {
            "id": "x",
            "ask": "x",
            "transfer": {"to": ["HELP"], "external": "ja"},
            "choices": [{"key": "selv", "text": "y"}],
        }
    )
    assert {c.key: step.digit_of(c) for c in step.choices} == {"tok": "1", "selv": "3", "ingen": "0"}
    assert step.transfer is not None
    assert step.transfer.external


def test_the_check_refuses_what_must_be_said_after_the_caller_is_put_through(broken: Break) -> None:
    changed = broken(
        "nb/kurs.yaml",
        "  - use: si_tredjepart\n    when: {ansvarlig: svart, ",
        "  - use: si_tredjepart\n    when: {ansvarlig: vet_ikke, ",
    )
    [fault] = [f for f in PathFaults(changed.procedures["kurs"]).lines(changed) if "sagt_for_sent" in f]
    assert fault.startswith(
        "kurs.yaml, resultat «tredjepart»: sagt_for_sent, et steg med «said_first» mangler før over"
    )


def test_the_check_refuses_a_transfer_without_an_answer(broken: Break) -> None:
    changed = broken(
        "nb/trobbel.yaml", "when: {sloyfe2_ledig: tok, tillitsvalgt", "when: {hendelse: oppsagt, tillitsvalgt"
    )
    [fault] = unanswered_transfers(changed.procedures["trobbel"])
    assert fault.startswith("trobbel.yaml, resultat «sloyfe2»: overforing_uten_svar")
    assert [f for p in library().procedures.values() for f in unanswered_transfers(p)] == []


def test_the_check_refuses_a_phrase_that_says_satt_over_without_an_answer(broken: Break) -> None:
    changed = broken(
        "nb/kurs.yaml", '{when: {ledig: tok}, text: "Satt over', '{when: {ansvarlig: svart}, text: "Satt over'
    )
    [fault] = claimed_transfers(changed.procedures["kurs"], changed)
    assert fault.startswith("kurs.yaml, uttrykk «")
    assert "overforing_uten_svar, teksten sier «satt over»" in fault


def test_the_check_refuses_a_template_that_says_satt_over_without_an_answer(broken: Break) -> None:
    changed = broken("texts/maler.yaml", "{dato}: Spørsmål om kurs", "{dato}: Satt over. Spørsmål om kurs")
    faults = list(claimed_transfers(changed.procedures["kurs"], changed))
    assert [fault.partition(":")[0] for fault in faults] == ["kurs.yaml, resultat «merknad»"]
    assert [f for p in library().procedures.values() for f in claimed_transfers(p, library())] == []


def test_the_check_refuses_a_remark_that_says_sent_while_the_message_waits(broken: Break) -> None:
    changed = broken("nb/kurs.yaml", "Sak til avd. {ansvarlig} når e-posten går.", "Sak sendt avd. {ansvarlig}.")
    [fault] = claimed_messages(changed.procedures["kurs"], changed)
    assert fault.startswith("kurs.yaml, uttrykk «ku_videre»: venter_som_sendt, «")
    changed = broken("texts/maler.yaml", "{dato}: Spørsmål om kurs", "{dato}: Avdelingen er varslet. Spørsmål om kurs")
    assert any(
        f.startswith("kurs.yaml, resultat «merknad»:") for f in claimed_messages(changed.procedures["kurs"], changed)
    )
    assert [f for p in library().procedures.values() for f in claimed_messages(p, library())] == []
