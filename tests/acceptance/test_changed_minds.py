"""Calls in which somebody changes their mind: nothing of what was dropped is left behind, said or written."""

from datetime import datetime

import pytest

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Action, Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import IncompleteError, reviewed
from sentralbord_desktop.services.office import Services
from tests.acceptance.test_rules import take
from tests.acceptance.test_what_is_left import AWAY, kinds, text
from tests.calls import half_way


def run_of(services: Services, draft: Draft) -> ProcedureRun:
    return draft.run(services.inquiries.library, services.organisation.read())


def answered(services: Services, draft: Draft, *said: str) -> Draft:
    """The same after these answers, one by one as in the window."""
    for answer in said:
        draft = draft.with_run(answer_with(run_of(services, draft), answer))
    return draft


def looked_over(services: Services, draft: Draft, **review: object) -> Draft:
    """The review with everything said, and what else was done there."""
    run = run_of(services, draft)
    said = tuple(a.id for a in Outcome(run).actions() if a.must_be_said)
    return draft.with_review(Review.model_validate({"said": said, **review}), run)


def card(services: Services, draft: Draft, action_id: str) -> Action:
    actions = reviewed(run_of(services, draft), draft.review)
    return next(action for action in actions if action.id == action_id)


# ---------------------------------------------------------------- the review, when an answer is changed after it


def dismissed(services: Services, member: Member) -> Draft:
    return half_way(
        services,
        "trobbel",
        member,
        "oppsagt",
        "-2",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "nei",
        "ds_ledig=nei",
    )


def test_a_deadline_that_was_said_and_then_corrected_is_said_again(services: Services, ingunn: Member) -> None:
    """TR-7: the letter came ten days ago, not two. The member has heard a date a week too late."""
    draft = looked_over(services, dismissed(services, ingunn))
    assert "frist" in draft.review.said
    corrected = answered(services, draft, "mottatt=-10", "samtykke_naer=nei")
    assert "frist" not in corrected.review.said
    with pytest.raises(IncompleteError, match="Si det som står øverst"):
        services.inquiries.complete(corrected)
    again = answered(services, draft, "tillitsvalgt=ja")
    assert "frist" in again.review.said, "what is said is the same"


def test_a_note_that_was_edited_gives_way_to_one_about_something_else(services: Services, ingunn: Member) -> None:
    """UT-3, OF-3: the member wanted out, and now to another union. Both notes are called «merknad»."""
    leaving = half_way(services, "utmelding", ingunn, "har_adressen")
    draft = looked_over(services, leaving, texts={"merknad": "27.11.2026: Ville ut, sint. MH"})
    assert card(services, draft, "merknad").text == "27.11.2026: Ville ut, sint. MH"
    moved = answered(services, draft, "maate=annet_forbund", "ja", "NTL")
    assert "overføring til NTL" in card(services, moved, "merknad").text
    by_form = answered(services, draft, "maate=min_side")
    assert "(skjema på Min Side)" in card(services, by_form, "merknad").text


def test_what_was_struck_in_one_subject_is_not_struck_in_another(services: Services, ingunn: Member) -> None:
    """OA-2, OF-2: the e-mail of each is called «epost»."""
    moving = half_way(services, "overforing_avdeling", ingunn, "ja", "6")
    struck = looked_over(services, moving, on={"epost": False}, reasons={"epost": "ringer selv"})
    assert not card(services, struck, "epost").on
    other = struck.with_run(run_of(services, struck).switched("overforing_forbund"))
    other = answered(services, other, "NTL")
    assert card(services, other, "epost").on
    assert "ringer selv" not in card(services, other, "merknad").text


def test_what_was_written_stands_when_the_answers_come_back_to_it(services: Services, ingunn: Member) -> None:
    """UT-3: looked at again, taken back, answered as before."""
    words = "27.11.2026: Avventer skriftlig bekreftelse. Ringer fredag. MH"
    draft = looked_over(services, half_way(services, "utmelding", ingunn, "har_adressen"), texts={"merknad": words})
    back = draft.with_run(run_of(services, draft).without("maate"))
    assert card(services, answered(services, back, "har_adressen"), "merknad").text == words


def test_what_was_written_stands_when_the_call_is_parked_to_the_next_day(services: Services, ingunn: Member) -> None:
    """TR-6, TR-7: the operator's own words stay; the day to ring again by is another, and is said."""
    draft = looked_over(services, dismissed(services, ingunn), texts={"merknad": "Min egen merknad. MH"})
    late = datetime.combine(draft.facts.call_date, datetime.min.time(), OSLO).replace(hour=9)
    resumed = draft.taken_up(library(), late.replace(year=late.year + 1))
    resumed = resumed.with_run(run_of(services, resumed))
    assert card(services, resumed, "merknad").text == "Min egen merknad. MH"
    assert set(resumed.review.said) <= set(draft.review.said)


# ---------------------------------------------------------------- back to the first category


@pytest.mark.parametrize(
    ("category", "answers", "asked"),
    [
        ("utmelding", ("annet_forbund", "ja", "NTL"), "maate"),  # no, out after all
        ("kontingent", ("gf",), "hva"),  # it was the fee
        ("forsikring", ("help", "ja"), "jobb"),  # it was private
    ],
)
def test_whoever_comes_back_to_a_subject_is_asked_again_what_led_away_from_it(
    category: str, answers: tuple[str, ...], asked: str
) -> None:
    """UT-3, KF-2, FO-12: never «avventer bekreftelse (skal over i et annet lo-forbund)»."""
    run = take(category, *answers)
    assert run.procedure.id != category
    back = run.switched(category)
    assert back.current is not None
    assert back.current.id == asked


def test_the_way_there_is_kept_for_whoever_comes_back_once_more() -> None:
    """FO-9: what was answered in the other category stands when one is led there again."""
    run = take("utmelding", "annet_forbund", "ja", "NTL").switched("utmelding")
    again = answer_with(run, "annet_forbund")
    assert again.procedure.id == "overforing_forbund"
    assert again.current is None
    assert "til NTL" in text(again, "N-OF")


# ---------------------------------------------------------------- parked, and finished another day


def test_what_was_sent_the_day_after_is_not_said_to_be_sent_the_day_of_the_call() -> None:
    """TR-6: the note keeps the day of the call, and tells no time that the e-mail has not left at."""
    answers = ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")
    case = take("trobbel", *answers, availability=AWAY)
    assert "til DS avd. 4 på e-post. Medlemmet" in text(case, "N-TR")
    assert "Sendt fra sentralbordet 23.03.2026 kl. 10.00." in text(case, "E-TR")

    def taken_up(at: str) -> ProcedureRun:
        later = case.facts.model_copy(update={"taken_up": datetime.fromisoformat(at)})
        return case.with_facts(later)

    lunch = taken_up("2026-03-23T12:30")
    assert text(lunch, "N-TR") == text(case, "N-TR")
    next_day = taken_up("2026-03-24T08:10")
    assert text(next_day, "N-TR").startswith("23.03.2026: Henvendelse mottatt")
    assert "ringte 23.03.2026 kl. 10.00." in text(next_day, "E-TR")
    assert "Sendt fra sentralbordet 24.03.2026 kl. 08.10." in text(next_day, "E-TR")


# ---------------------------------------------------------------- struck in the review


@pytest.mark.parametrize(
    ("run", "struck", "template", "never", "instead"),
    [
        (
            ("kurs", "sporsmal", "Excel", "Når?", "4", "nei"),
            "epost",
            "N-KU",
            "Sendt",
            "Ingen i avd. 4 ledig. E-post er",
        ),
        (
            ("kurs", "sporsmal", "Excel", "Når?", "vet_ikke"),
            "epost_admin",
            "N-KU",
            "Sendt",
            "Avdelingen er ikke kjent.",
        ),
        (("forsikring", "purring_gf", "ny"), "gf_epost", "N-GF-PURRING", "sendt", "Lisa ikke tilgjengelig."),
        (("forsikring", "help", "nei", "svarte=vi_ringer"), "ute_oppringing", "N-UTE", "Vi prøver", "ringer selv."),
    ],
)
def test_what_was_struck_is_neither_noted_as_done_nor_promised(
    run: tuple[str, ...], struck: str, template: str, never: str, instead: str
) -> None:
    """KU-1, FO-9, X-5: «Sendt avd. 4 på e-post. E-post er ikke med: ringer selv.»"""
    category, *answers = run
    taken = take(category, *answers, availability={"gf_payments": False})
    whole = {a.template: a.text for a in Outcome(taken).actions()}
    review = Review(on={struck: False}, reasons={struck: "ringer selv"})
    left = {a.template: a.text for a in Outcome(taken, review).actions()}
    assert never in whole[template]
    assert never not in left[template]
    assert instead in left[template]
    assert not {"I-GF", "I-UTE-RING"} & set(left)


AWAY_NOW = {"DS": "borte", "saksbehandler": "borte"}


def board_of(at: datetime, **kinds: str) -> Board:
    """The board of avd. 4 where these functions have said this, for the whole day."""
    staff = tuple(
        Staff(id=n, name=f"Person {n}", function=function, department=4) for n, function in enumerate(kinds, 1)
    )
    until = at.replace(hour=23)
    statuses = {
        f"staff:{n}": Status(kind, until, at, "MH", "tavla", is_confirmed=True)
        for n, kind in enumerate(kinds.values(), 1)
    }
    organisation = default_organisation().model_copy(update={"staff": staff})
    return Board(organisation, statuses, at)


def test_who_is_free_is_asked_anew_when_a_parked_call_is_taken_up(services: Services, ingunn: Member) -> None:
    """TR-5: DS was there when it was parked, and is away today: the e-mail, the note and the deadline are owed."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    there = board_of(friday, DS="ledig", saksbehandler="borte")
    draft = half_way(services, "trobbel", ingunn, board=there)
    facts = draft.facts.model_copy(update={"call_date": friday.date(), "call_time": "14.30"})
    draft = draft.model_copy(update={"facts": facts, "step": "hendelse"})
    answers = ("oppsagt", "2026-03-18", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")
    still = answered(services, draft.taken_up(library(), friday), *answers)
    assert "TRANSFER" in kinds(run_of(services, still))

    monday = datetime(2026, 3, 23, 9, 0, tzinfo=OSLO)
    resumed = answered(services, draft.taken_up(library(), monday, board_of(monday, **AWAY_NOW)), *answers)
    assert {"EMAIL", "NOTE", "INFORM", "CALLBACK"} <= set(kinds(run_of(services, resumed)))
    assert "TRANSFER" not in kinds(run_of(services, resumed))


def test_a_call_that_was_put_through_and_then_parked_stays_so(services: Services, ingunn: Member) -> None:
    """TR-5: only Fullfør was left."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    draft = half_way(services, "trobbel", ingunn, "annet", "ja", board=board_of(friday, DS="ledig"))
    assert draft.step == ""
    later = draft.taken_up(library(), friday.replace(year=2027), board_of(friday, **AWAY_NOW))
    assert "TRANSFER" in kinds(run_of(services, later))
