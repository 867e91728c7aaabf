"""«Dette blir gjort» and its counter, over every topic."""

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.action_preview import (
    certain_actions,
    key_of,
    preview_of,
    remaining_steps,
    remaining_words,
)
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import NOBODY, TOOK
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.proposals import is_left_to_confirm
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.templates import MISSING
from tests.helpers.acceptance import MEMBER, take
from tests.helpers.moments import answered, moments
from tests.helpers.night import mostly_at_night

TOPICS = list(library().procedures)
OF_THE_DAY = ("kurs", "media", "forsikring", "utmelding")
DISMISSED = ("oppsagt", "mottatt=18.03.2026", "ikke_holdt", "jobb", "ingen", "ingen", "oppsigelsestid=vet_ikke")
MAYBE_BANKRUPT = ("manglende_lonn", "lonn_dato=15.02.2026", "konkurs=vet_ikke", "ja", "ja", "ingen")


@pytest.mark.parametrize("topic", TOPICS)
def test_before_the_first_answer_nothing_is_done_but_an_open_promise(topic: str) -> None:
    for run in moments(topic, 1):
        preview = preview_of(Outcome(run))
        assert (preview.actions, preview.coming) == ((), ())
        promised = run.with_facts(run.facts.model_copy(update={"received_on": "callback", "callback_id": 7}))
        kept = preview_of(Outcome(promised))
        assert [action.kind for action in kept.actions] == ["CALLBACK_DONE"]
        assert kept.coming == ()


@pytest.mark.parametrize("topic", mostly_at_night(TOPICS, *OF_THE_DAY))
def test_no_text_is_a_perhaps_and_what_is_missing_has_a_name(topic: str) -> None:
    seen = 0
    bankrupt = [take("trobbel", *MAYBE_BANKRUPT)] if topic == "trobbel" else []
    for run in (*moments(topic), *bankrupt):
        preview = preview_of(Outcome(run))
        texts = [t for a in preview.actions for t in (kind_of(a.kind).label, a.to_label, a.subject, a.text)]
        texts += [*preview.coming, preview.decides, remaining_words(len(preview.remaining))]
        for text in texts:
            assert not [word for word in ("kanskje", "kommer an på", "venter på svar") if word in text.casefold()]
            for missing in MISSING.findall(text):
                seen += 1
                assert not missing.startswith(("svaret på «", "et svar")), f"give the step of {missing} a noun"
    assert seen


def test_no_text_of_the_procedures_is_a_perhaps() -> None:
    shipped = library()
    texts = [procedure.model_dump_json() for procedure in shipped.procedures.values()]
    texts += [template.model_dump_json() for template in shipped.templates.values()]
    assert not [text for text in texts if "kanskje" in text.casefold() or "kommer an på" in text.casefold()]


@pytest.mark.parametrize("topic", mostly_at_night(TOPICS, *OF_THE_DAY))
def test_an_action_is_shown_when_it_is_sure_and_the_log_comes_with_the_first_other(topic: str) -> None:
    seen = set()
    for run in moments(topic):
        outcome = Outcome(run)
        preview = preview_of(outcome)
        sure = {a.id for a in outcome.actions() if kind_of(a.kind).is_previewed}
        certain = {a.id for a in certain_actions(run)}
        shown = [a.id for a in preview.actions]
        assert set(shown) <= sure | certain
        if shown and run.given:
            assert sure <= set(shown), "all that is sure, when anything is shown"
        others = [a for a in preview.actions if a.on and a.kind != "LOG"]
        if shown and not others:
            assert not preview.coming, "the log alone, when no other action can come"
        logs = [place for place, a in enumerate(preview.actions) if a.kind == "LOG"]
        assert logs in ([], [len([a for a in preview.actions if a.on]) - 1]), "the order of the review"
        seen.add(bool(shown))
    assert True in seen


@pytest.mark.parametrize("topic", TOPICS)
def test_the_counter_is_the_question_and_those_that_come_whatever_it_is_answered(topic: str) -> None:
    for run in moments(topic):
        counted = remaining_steps(run)
        if run.current is None:
            assert counted == ()
            continue
        come = [{s.id for s in after.procedure.steps if _is_asked(after, s.id)} for after in answered(run)]
        always = set.intersection(*come)
        ids = [step.id for step in counted]
        assert ids[0] == run.current.id
        assert set(ids[1:]) <= always
        assert not any(step.optional for step in counted)
        if not run.current.field and not run.current.fields:
            assert set(ids[1:]) == always


def test_a_question_that_one_answer_ends_counts_alone() -> None:
    """«Nei» stops, so that nothing is sure to come after it."""
    run = take("opplysninger", identity_confirmed=False)
    assert run.current is not None
    assert run.current.id == "identitet"
    assert [step.id for step in remaining_steps(run)] == ["identitet"]
    assert remaining_words(1) == "Mangler 1 svar"
    confirmed = run.answer("identitet", Answer(choice="ja"))
    assert [step.id for step in remaining_steps(confirmed)] == ["hva", "alt_inn"]
    assert remaining_words(0) == "Alt er med"


def test_at_a_transfer_the_remark_is_shown_with_what_it_misses() -> None:
    """Whoever answers, there is a remark and a sentence to say."""
    run = take("trobbel", *DISMISSED, "ja")
    assert run.current is not None
    assert run.current.id == "ds_ledig"
    preview = preview_of(Outcome(run))
    by_kind = {action.kind: action for action in preview.actions}
    assert list(by_kind) == ["INFORM", "NOTE", "LOG"]
    who = "‹hvem som tok saken›"
    assert by_kind["NOTE"].text == f"23.03.2026: {who} Tillitsvalgt kontaktet: ja. –"
    assert (
        "Fristen for å kreve forhandlinger ser ut til å være onsdag 1. april. Vi bekrefter." in by_kind["INFORM"].text
    )
    assert "setter deg over" not in by_kind["INFORM"].text, "nobody has taken it yet"
    assert by_kind["LOG"].text == "Trøbbel på jobben"
    assert preview.decides == "hvem som svarer"
    for choice in (TOOK, NOBODY, "ringes"):
        after = Outcome(run.answer("ds_ledig", Answer(choice=choice)))
        assert {key_of(a) for a in preview.actions} <= {key_of(a) for a in after.actions()}


def _is_asked(run: ProcedureRun, step_id: str) -> bool:
    step = run.procedure.step(step_id)
    if step is None or step.optional or is_left_to_confirm(run, step):
        return False
    return run.applies(step) is True and run.answer_of(step) is None


def test_what_follows_a_mark_stays_in_the_remark_and_in_what_is_said() -> None:
    """When it is urgent, some ends wait for another answer too: the deadline and the initials are in all of them."""
    run = take("trobbel", *DISMISSED, "ja", sign="RO", call_date="2026-03-30")
    by_kind = {action.kind: action.text for action in certain_actions(run)}
    assert by_kind["NOTE"].endswith("Tillitsvalgt kontaktet: ja. RO")
    assert "Fristen for å kreve forhandlinger ser ut til å være onsdag 1. april." in by_kind["INFORM"]


def test_a_note_claims_nothing_before_the_question_is_answered() -> None:
    """KF-3, ME-2: «Skyldes manglende dokumentasjon», «Ført inn: ingenting.»"""

    def noted(run: ProcedureRun) -> str:
        return next(action.text for action in preview_of(Outcome(run)).actions if action.kind == "NOTE")

    fee = noted(take("kontingent", "hva=faktura"))
    assert fee == "23.03.2026: Ringte om faktura. ‹svaret og avtalen› ‹om dokumentasjon mangler› –"
    missing = noted(take("kontingent", "hva=faktura", "dokumentasjon=ja"))
    assert "Skyldes manglende dokumentasjon: ja, mangler ‹hva som mangler›." in missing
    entered = "Ført inn: ‹hva som er ført inn›."
    unasked = take("opplysninger", "identitet=ja", identity_confirmed=False)
    changed = take("opplysninger", "hva=kontaktinfo")
    assert entered in noted(unasked)
    assert entered in noted(changed)
    typed = changed.answer("kontakt", Answer(fields={"phone": "40011333"}))
    assert "Ført inn: telefon." in noted(typed)
    unknown = take("opplysninger", "hva=status", "ny_status=vet_ikke")
    assert "Ført inn: ingenting." in noted(unknown)


def test_a_step_of_trouble_has_a_name_when_the_case_is_sent_before_it_is_asked() -> None:
    """The board says that KS and DS are away: the e-mail stands there while the questions remain."""
    away = {"KS": False, "DS": False, "saksbehandler": False}
    matters = ("oppsagt", "avskjediget", "permittert", "manglende_lonn", "annet")
    for matter in matters:
        run = take("trobbel", "forste=ja", f"hendelse={matter}", member={**MEMBER, "department": 2}, availability=away)
        texts = [a.subject + a.text for a in preview_of(Outcome(run)).actions]
        found = [name for written in texts for name in MISSING.findall(written)]
        assert found, matter
        assert not [name for name in found if name.startswith("svaret på «")], matter
