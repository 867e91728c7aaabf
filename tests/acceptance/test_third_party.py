"""X-4: whoever is not the member gets nothing about one, wherever in the call it is found out."""

from itertools import islice

import pytest

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui.wizard.closed_record import CANNOT_CONFIRM
from sentralbord_desktop.procedures.action_preview import dropped
from sentralbord_desktop.procedures.checks.paths import ways
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.services.drafts import check_complete, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.acceptance import MEMBER, THIRD_PARTY, answer_with, at_home, kinds, take, text
from tests.helpers.stored import actions_of, answers_of

ABOUT_A_MEMBER = {"NOTE", "SMS", "LETTER_ORDER", "UPDATE_MEMBER", "REGISTER_MEMBER", "AWAIT_CONFIRMATION"}
OF_THE_MEMBER = ("M-1", "Prøve", "Granveien", "99000418", "990 00 418")


def marked(run: ProcedureRun, caller: CallerKind = CallerKind.ANOTHER) -> ProcedureRun:
    """The call after Shift+Mellomrom: the record is closed."""
    return run.of_caller(run.facts.model_copy(update={"caller": caller, "closed_member_id": 7}))


def after_each_answer(run: ProcedureRun) -> list[ProcedureRun]:
    """The call when none, one, two … of its questions had been answered."""
    return [
        ProcedureRun(run.library, run.procedure.id, run.facts, run.organisation, dict(islice(run.given.items(), count)))
        for count in range(len(run.given) + 1)
    ]


@pytest.mark.parametrize("identity", [True, False])
@pytest.mark.parametrize("category", library().categories.titles)
def test_marked_at_each_step_nothing_about_the_member_is_left_and_the_call_can_be_completed(
    category: str, identity: bool
) -> None:
    start = at_home(take(category, identity_confirmed=identity))
    states = {
        repr(state.given): state
        for done in islice(ways(start), 80)
        if done.procedure.id == category
        for state in after_each_answer(done)
    }
    assert len(states) > 1
    for state in states.values():
        for end in islice(ways(marked(state)), 3):
            assert end.current is None
            actions = reviewed(end, Review())
            assert not {action.kind for action in actions} & ABOUT_A_MEMBER
            for action in actions:
                if action.kind in {"EMAIL", "CALLBACK", "TRANSFER"}:
                    assert not [
                        word for word in OF_THE_MEMBER if word in f"{action.subject} {action.text} {action.data}"
                    ]
                    assert action.to != "avdeling:4" or {"ansvarlig", "avdeling"} & end.given.keys()
            said = tuple(action.id for action in actions if action.must_be_said)
            assert said or Outcome(end).was_said_first
            review = Review(said=said, kept=dict.fromkeys((a.id for a in actions), "det ble sagt slik"))
            check_complete(end, reviewed(end, review), review)


def test_what_was_dropped_is_named_and_comes_back_with_the_member() -> None:
    member = take("forsikring", "sporsmal=avslutte", "gf_type_avslutte=begge", "+adresse=ja")
    assert {"LETTER_ORDER", "EMAIL", "NOTE"} <= set(kinds(member))
    assert dropped(member) == ()
    another = marked(member)
    assert dropped(another) == (
        "Brev til medlemmet (reservasjonserklæring)",
        "E-post til avd. 4",
        "Merknad i medlemsbildet",
    )
    assert kinds(another) == ["INFORM", "LOG"]
    assert another.current is None, "GF: it ends with what may be said"
    assert text(another, "I-TREDJE") == CANNOT_CONFIRM
    gone = {line.step.id for line in another.trail if line.standing is Standing.GONE}
    assert gone == {"gf_type_avslutte", "adresse", "avdeling"}
    assert [line.shown for line in another.trail if line.step.id == "avdeling"] == [""], "it is from the record"
    back = another.of_caller(member.facts)
    assert kinds(back) == kinds(member)
    assert dropped(back) == ()


@pytest.mark.parametrize(
    ("caller", "who"), [("tredjepart", "Ringte for en annen."), ("arbeidsgiver", "Arbeidsgiver ringte.")]
)
def test_the_log_says_what_it_was_about_and_names_nobody(caller: str, who: str) -> None:
    run = take("forsikring", "sporsmal=avslutte", **{**THIRD_PARTY, "caller": caller, "member": MEMBER})
    assert run.current is None
    log = next(a for a in report(run)["actions"] if a["type"] == "LOG")
    assert log["text"] == f"{who} Gjaldt: Avslutte GF. Ga generell informasjon."


def test_nobody_is_called_a_member_beside_the_words_that_it_is_not_confirmed() -> None:
    """X-4: «Medlemmet må ringe selv. Da ordner vi det med en gang.» said that there is one, and promised what may not be."""
    said = text(take("trobbel", **THIRD_PARTY), "I-TREDJE-FRIST")
    assert said.startswith(CANNOT_CONFIRM.partition("\n")[0])
    assert "Slike saker kan ha korte frister." in said
    assert "Medlemmet" not in said
    assert "med en gang" not in said


def test_a_transfer_that_has_happened_is_in_the_log_of_a_marked_call() -> None:
    run = at_home(take("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=tok"))
    log = next(a for a in Outcome(marked(run)).actions() if a.kind == "LOG")
    assert "Satt over til " in log.text
    assert "kl. 10.00" in log.text
    assert "TRANSFER" not in kinds(marked(run))


def test_a_ring_without_answer_is_in_the_log_of_a_marked_call() -> None:
    """It happened; the log is all that is left of it."""
    run = at_home(take("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja"))
    assert run.current is not None
    rung = Answer(choice="ingen", attempts=(Attempt(who="staff:1", function="DS", at="10.02"),))
    log = next(a for a in Outcome(marked(run.answer(run.current.id, rung))).actions() if a.kind == "LOG")
    assert "Ringte DS 10.02, svarte ikke." in log.text
    assert "Prøvesen" not in log.text


def test_a_relative_or_an_employer_without_a_record_is_not_the_member() -> None:
    for caller in ("tredjepart", "arbeidsgiver"):
        for category in {*library().categories.titles} - {"dodsfall"}:  # which asks for the department of the dead
            run = take(category, caller=caller, member={})
            asked = {step.id for step in run.procedure.steps if run.applies(step) and run.answer_of(step) is None}
            assert not asked & {"identitet", "er_medlem", "navn", "avdeling"}, category


@pytest.mark.parametrize("category", sorted(library().procedures))
def test_a_member_who_is_not_found_is_compared_with_nothing(category: str) -> None:
    """X-3: there is no record, so nobody is asked whether both facts are right, and nothing of a record changes."""
    run = take(category, caller="ikke_funnet", member={}, identity_confirmed=False)
    ends = list(islice(ways(run), 300))
    assert ends
    for end in ends:
        assert not {step.id for step in end.procedure.steps if step.role is StepRole.IDENTITY} & set(end.given)
        assert not {"UPDATE_MEMBER", "READ_HISTORY"} & set(kinds(end)), end.given


def test_the_answer_ringer_for_en_annen_marks_the_call() -> None:
    run = take("kontingent", identity_confirmed=False)
    assert run.current is not None
    assert [(run.current.digit_of(c), c.text) for c in run.current.choices] == [
        ("1", "Ja, begge stemmer"),
        ("2", "Noe stemmer ikke"),
        ("3", "Ringer for en annen"),
    ]
    another = answer_with(run, "identitet=for_annen")
    assert another.facts.is_third_party
    assert another.facts.member.member_no is None
    assert another.current is None
    assert kinds(another) == ["ASK", "INFORM", "LOG"]
    assert answer_with(take("overforing_avdeling"), "eget_onske=for_annen").facts.is_third_party


def test_nobody_is_taken_for_the_member_who_has_not_said_so_in_this_call() -> None:
    """X-3, X-4: `identitet` and `ringer_selv` are silent only when they were answered in this call."""
    unasked = take("annet", identity_confirmed=False)
    assert unasked.fact("fakta.ringer_selv") is None
    assert take("annet").fact("fakta.ringer_selv") == "ja"
    assert take("annet", **THIRD_PARTY).fact("fakta.ringer_selv") == "nei"
    asked = answer_with(take("utmelding", identity_confirmed=False), "identitet=ja")
    assert asked.fact("fakta.ringer_selv") == "ja"


def test_one_sentence_asks_who_it_is_everywhere() -> None:
    """From one place, in every procedure; the record and `procedures play` show the same."""
    sentence = "Kan jeg få fødselsdatoen din, og adressen eller telefonnummeret vi har på deg?"
    assert library().identity_sentence == sentence
    steps = [step for p in library().procedures.values() for step in p.steps if step.id == "identitet"]
    assert len(steps) > 4
    assert {(s.say, s.short, s.do) for s in steps} == {
        (sentence, "Fødselsdato, og adresse eller telefon", "La medlemmet si det. Be aldri om hele fødselsnummeret.")
    }
    played = report(take("kontingent", identity_confirmed=False))["step"]
    assert played["say"] == sentence


def test_a_completed_call_of_a_third_party_leaves_the_member_alone(services: Services, ingunn: Member) -> None:
    """On an encrypted register: no remark, no message, no callback, and a call without the member's name."""
    before = services.members.open(ingunn.id)
    draft = calls.half_way(services, "forsikring", ingunn, "avslutte", "gammel")
    run = draft.run(services.inquiries.library, services.organisation.read())
    closed = services.inquiries.begin("forsikring", member=None, caller=CallerKind.ANOTHER, closed_member_id=ingunn.id)
    run = run.of_caller(closed.facts)
    draft = draft.model_copy(update={"member_id": None, "title": closed.title}).with_run(run)
    receipt = services.inquiries.complete(calls.reviewed(services, draft))
    after = services.members.open(ingunn.id)
    assert (after.remarks, after.callbacks, after.calls) == (before.remarks, before.callbacks, before.calls)
    assert [a["step"] for a in answers_of(services, receipt.inquiry_id)] == ["sporsmal"]
    actions = actions_of(services, receipt.inquiry_id)
    assert {action["kind"] for action in actions} == {"INFORM", "LOG"}
    call = services.members.recent(1)[0]
    assert (call.member_id, call.caller_name, call.category) == (None, "Ringer for en annen", "forsikring")
    assert call.outcome == "fullført: Ringte for en annen. Gjaldt: Avslutte GF. Ga generell informasjon."
    assert "Fjeldheim" not in receipt.sentence
    assert set(services.inquiries.reopen(receipt.inquiry_id).draft.answers) == {"sporsmal"}


def test_a_card_about_the_member_that_was_edited_before_the_mark_is_not_kept(
    services: Services, ingunn: Member
) -> None:
    """X-4: the row of the call kept the edited remark."""
    draft = calls.half_way(services, "forsikring", ingunn, "avslutte", "gammel")
    run = draft.run(services.inquiries.library, services.organisation.read())
    closed = services.inquiries.begin("forsikring", member=None, caller=CallerKind.ANOTHER, closed_member_id=ingunn.id)
    draft = draft.model_copy(update={"member_id": None, "seen": {}}).with_run(run.of_caller(closed.facts))
    draft = calls.reviewed(services, draft)
    (said,) = draft.review.said
    texts = {"merknad": "Ingunn Fjeldheim angrer", said: "«Be gjerne vedkommende ringe selv.»"}
    draft = draft.model_copy(update={"review": draft.review.model_copy(update={"texts": texts})})
    receipt = services.inquiries.complete(draft)
    reopened = services.inquiries.reopen(receipt.inquiry_id).draft
    assert reopened.review.texts == {said: "«Be gjerne vedkommende ringe selv.»"}


def test_a_number_of_the_record_that_was_confirmed_is_not_read_out_to_a_third_party() -> None:
    """X-4: «Annet» asks for the number alone. Enter on the member's own gave the third party that number, in the
    sentence that is said and in the callback."""
    run = take("annet", "Spørsmål om ferie", "ring", "i morgen 10", "+tlf=99000418")
    assert run.given["tlf"].source == "fra medlemsbildet, bekreftet"
    another = marked(run)
    assert another.current is not None
    assert another.current.id == "tlf"
    assert not any("990 00 418" in action.text for action in reviewed(another, Review()))
    assert not any("418" in f"{line.shown} {line.answer}" for line in another.trail)
    said = marked(take("annet", "Spørsmål om ferie", "ring", "i morgen 10", "+tlf=99000207"))
    assert said.given["tlf"].text == "99000207", "what was said in the call stays"


def test_what_was_confirmed_from_the_record_is_not_in_the_trail_of_a_third_party() -> None:
    run = take("kurs", "sporsmal", "Tillitsvalgt trinn 1", "Når er det?", "+ansvarlig=4", "+ledig=ingen")
    assert "990 00 418" in {line.step.id: line.shown for line in run.trail}["stemmer"]
    another = marked(run)
    (line,) = [line for line in another.trail if line.step.id == "stemmer"]
    assert (line.standing, line.shown) == (Standing.GONE, "")


def test_a_mail_that_was_edited_before_the_mark_is_written_anew(services: Services, ingunn: Member) -> None:
    """X-4: a general mail has the same card before and after, and the edited text had the member's number. An edited
    card about the member is kept for «Medlemmet selv likevel»."""
    draft = calls.half_way(services, "kurs", ingunn, "sporsmal", "Tillitsvalgt trinn 1", "Når er det?", "4", "ingen")
    run = draft.run(services.inquiries.library, services.organisation.read())
    by_id = {action.id: action for action in reviewed(run, Review())}
    assert "204118" in by_id["epost"].text
    review = Review(
        texts={key: f"{by_id[key].text} Takk!" for key in ("epost", "merknad")},
        reasons={"epost": "Ingunn vil ikke"},
        data={"epost": {"number": "99000418"}},
    )
    draft = draft.with_review(review, run)
    closed = services.inquiries.begin("kurs", member=None, caller=CallerKind.ANOTHER, closed_member_id=ingunn.id)
    another = draft.with_run(run.of_caller(closed.facts))
    assert another.review.texts.keys() == {"merknad"}
    assert (another.review.reasons, another.review.data) == ({}, {})
    again = another.with_run(run.of_caller(draft.facts))
    assert again.review.texts.keys() == {"merknad"}


def test_the_receipt_of_a_call_without_the_server_names_nobody_either(services: Services, ingunn: Member) -> None:
    of_third_party = services.inquiries.begin(
        "annet", member=None, caller=CallerKind.ANOTHER, closed_member_id=ingunn.id
    )
    assert of_third_party.completed_title("Per") == "Fullført. Ringte for en annen"
    assert services.inquiries.begin("annet", member=ingunn).completed_title("Per") == "Fullført for Ingunn Fjeldheim"
    assert of_third_party.completed_title("Per", by_hand=True) == "Lagret. Ringte for en annen"
    draft = services.inquiries.begin("trobbel", member=ingunn)
    failed = draft.model_copy(update={"facts": draft.facts.without_record()})
    assert failed.completed_title() == "Fullført for innringer uten medlemsbilde", "the identity failed (X-3)"
    unknown = services.inquiries.begin("annet", member=None, number="99000207")
    assert (unknown.completed_title(), unknown.completed_title("Per")) == (
        "Fullført for innringer uten medlemsbilde",
        "Fullført for Per",
    )
