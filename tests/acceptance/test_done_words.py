"""Nothing is written as sent or said before it was."""

import re
from itertools import islice

import pytest

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import reviewed
from tests.helpers.acceptance import AWAY, at_home, take, text
from tests.helpers.night import mostly_at_night
from tests.helpers.union_calls import Said

SENT = re.compile(r"\b(?:(?<!sier er )sendt|har fått beskjed|er bedt om|(?<!, )videreformidlet)\b", re.IGNORECASE)
"""Of a message that has left. «videreformidlet til DS når e-posten går» is the union's word with its condition (TR-6)."""
WRITTEN = {"NOTE", "LOG", "AWAIT_CONFIRMATION", "CALLBACK"}
DISMISSED = ("oppsagt", "-2", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "nei")
RESULT_OF = {
    "overforing_avdeling": (("eget_onske=ja", "til=6"), "epost avdeling:4", "Beskjed sendt avd. 4, som foretar"),
    "overforing_forbund": (
        ("eget_onske=ja", "til_forbund=Fagforbundet"),
        "epost avdeling:4",
        "Beskjed sendt avd. 4, som foretar",
    ),
    "opplysninger": (
        ("hva=arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver", "avdeling_ledig=ingen"),
        "epost avdeling:4",
        "– sendt avd. 4 på e-post",
    ),
    "kurs": (
        ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen"),
        "epost avdeling:4",
        "Sendt avd. 4 på e-post",
    ),
    "forsikring": (
        ("sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
        "epost avdeling:4",
        "Avd. 4 har fått beskjed.",
    ),
    "utmelding": (("maate=epost_brev",), "sms medlem", "SMS med adressen til avd. 4 er sendt."),
    "trobbel": (DISMISSED, "epost avdeling:4:DS", "Sak videreformidlet til DS avd. 4 på e-post."),
}
"""Category -> answers, what has left, and the words of the union's note, once it has."""


def left_before(run: ProcedureRun, *sent: str) -> ProcedureRun:
    """The call as it is opened again when these messages have left."""
    return run.with_facts(run.facts.model_copy(update={"already_left": frozenset(sent)}))


def note(run: ProcedureRun) -> str:
    return next(action.text for action in Outcome(run).actions() if action.kind == "NOTE")


@pytest.mark.parametrize("category", library().categories.titles)
def test_no_note_and_no_log_says_that_something_was_sent(category: str) -> None:
    every = 17 if category == "trobbel" else 1
    for end in islice(ways(at_home(take(category, availability=AWAY))), 0, 8000, every):
        for action in Outcome(end).actions():
            if action.kind in WRITTEN:
                assert not SENT.search(action.text), (end.given, action.text)
            if action.kind == "INFORM":
                assert "har sendt" not in action.text


@pytest.mark.parametrize("category", RESULT_OF)
def test_the_unions_words_are_in_the_note_when_the_message_has_left(category: str) -> None:
    """OA-2, ME-3, KU-1, FO-11, UT-2, TR-6: the call was opened again after it was sent."""
    answers, sent, words = RESULT_OF[category]
    run = at_home(take(category, *answers, availability=AWAY))
    assert words not in note(run)
    assert words in note(left_before(run, sent))
    assert words not in note(left_before(run, "epost avdeling:9", "epost avdeling:9:DS"))


def test_the_note_of_trouble_says_where_the_case_goes_without_time_and_without_sent() -> None:
    """TR-6."""
    written = text(take("trobbel", *DISMISSED, availability=AWAY), "N-TR")
    assert "Sak til DS avd. 4 på e-post, videreformidlet til DS når e-posten går." in written
    assert "sendt" not in written
    assert "kl." not in written.replace("kl. 10.00", "")


@pytest.mark.parametrize(
    ("category", "answers", "template", "sent", "now", "then"),
    [
        ("trobbel", DISMISSED, "I-FRIST", "epost avdeling:4:DS", "Jeg sender saken til", "Jeg har sendt saken til"),
        ("utmelding", ("maate=epost_brev",), "I-ADRESSE-SMS", "sms medlem", "Jeg sender deg", "Jeg har sendt deg"),
        (
            "forsikring",
            ("sporsmal=purring_gf", "gf_type_purring=ny", "gf_ledig=ingen"),
            "I-GF",
            "epost role:gf_payments",
            "Jeg sender en e-post",
            "Jeg har sendt en e-post",
        ),
        (
            "opplysninger",
            ("hva=arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver", "avdeling_ledig=ingen"),
            "I-ME-VIDERE",
            "epost avdeling:4",
            "Jeg sender det til",
            "Jeg har sendt det til",
        ),
        (
            "kurs",
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke"),
            "I-KU",
            "epost role:procedure_owner",
            "Jeg sender spørsmålet",
            "Jeg har sendt spørsmålet",
        ),
    ],
)
def test_what_is_said_follows_the_state_of_the_message(
    category: str, answers: tuple[Said, ...], template: str, sent: str, now: str, then: str
) -> None:
    """«Jeg sender …» until it has left."""
    run = at_home(take(category, *answers, availability=AWAY))
    assert now in text(run, template)
    assert then in text(left_before(run, sent), template)
    assert now not in text(left_before(run, sent), template)


@pytest.mark.parametrize(
    ("language", "now", "then"),
    [
        ("nn", "Eg sender saka til", "Eg har sendt saka til"),
        ("en", "I am sending the case to", "I have sent the case to"),
        ("pl", "Sprawa trafi do", "Sprawa trafiła do"),
    ],
)
def test_words_are_so_in_other_languages(language: str, now: str, then: str) -> None:
    laid_off = ("permittert", "-2", "vet_ikke", "nei", "nei")
    run = take("trobbel", *laid_off, availability=AWAY, language=language)
    assert now in text(run, "I-PERM")
    assert then in text(left_before(run, "epost avdeling:4:DS"), "I-PERM")
    struck = Outcome(run, Review(on={"epost": False}, reasons={"epost": "ringte DS"}))
    said = next(action.text for action in struck.actions() if action.template == "I-PERM")
    assert now not in said, "it is not sent at all"


@pytest.mark.parametrize(
    ("category", "answers"),
    [
        ("overforing_avdeling", ("eget_onske=ja", "til=6")),
        ("overforing_forbund", ("eget_onske=ja", "til_forbund=Fagforbundet")),
        ("utmelding", ("maate=min_side",)),
    ],
)
def test_what_was_not_said_is_not_noted_as_said(category: str, answers: tuple[Said, ...]) -> None:
    """UT-3, OA-3, OF-3: the note says what the member was asked for."""
    run = take(category, *answers)
    assert "Det er gitt beskjed om at vi avventer skriftlig bekreftelse" in note(run)
    struck = Outcome(run, Review(on={"skriftlig": False}, reasons={"skriftlig": "hadde den med"}))
    written = next(action.text for action in struck.actions() if action.kind == "NOTE")
    assert "Det er gitt beskjed" not in written
    assert "Medlemmet er ikke bedt om skriftlig bekreftelse ennå" in written
    assert "Det som skulle sies før dere la på, er ikke sagt: hadde den med." in written


def test_a_deadline_that_was_struck_is_not_noted_as_said() -> None:
    """TR-7: and the note says in plain words what was left out."""
    run = take("trobbel", *DISMISSED, availability=AWAY)
    assert "Medlemmet er informert om mulig frist" in text(run, "N-TR")
    review = Review(on={"frist": False}, reasons={"frist": "medlemmet la på"})
    actions = {action.template: action.text for action in Outcome(run, review).actions()}
    assert "Medlemmet er informert" not in actions["N-TR"]
    assert "Medlemmet er informert" not in actions["E-TR"]
    assert "Det som skulle sies før dere la på, er ikke sagt: medlemmet la på." in actions["N-TR"]
    assert "har fått beskjed om at du tar kontakt" not in actions["E-TR"]
    assert "Medlemmet er ikke informert om frister." in actions["E-TR"]


def test_ds_reads_that_a_laid_off_member_was_told_nothing() -> None:
    """TR-7: the caller hung up, and the mail said that they were told of a call."""
    layoff = ("hendelse=permittert", "varsel=i_dag", "permittert_fra=mandag", "nav=nei", "tillitsvalgt=nei")
    run = take("trobbel", *layoff, availability=AWAY)
    review = Review(on={"permittering": False}, reasons={"permittering": "medlemmet la på"})
    mail = next(action.text for action in Outcome(run, review).actions() if action.template == "E-TR")
    assert "Medlemmet er ikke informert om hva det bør gjøre." in mail
    assert "har fått beskjed" not in mail


@pytest.mark.parametrize("category", ["overforing_avdeling", "overforing_forbund", "utmelding"])
def test_the_member_is_asked_for_it_in_writing_by_a_question_of_the_call(category: str) -> None:
    """So the note is true at Fullfør, without a key for it."""
    assert any("skriftlig fra deg" in step.say for step in library().procedures[category].steps)


STRUCK = {
    "CALLBACK": ("Vi ringer deg", "Ringes opp"),
    "NOTE": ("otert i m",),
    "REGISTER_MEMBER": ("blir registrert", "registrert i avd", "er registrert"),
    "EMAIL CALLBACK LETTER_ORDER": (
        *("beskjed om hva", "gir jeg beskjeden", "får saken", "g sender ", "svarer deg", "får spørsmålet", "fulgt opp"),
        *("gets the case", "dostanie sprawę", "får saka", "am sending", "trafi do"),
    ),
}
"""Kinds that the operator takes away, with a reason -> words that nothing may have then. «g sender»: of us, in both
written forms; the member may send something still."""


@pytest.mark.parametrize("language", mostly_at_night(["", "nn", "en", "pl"], ""))
@pytest.mark.parametrize("topic", sorted(library().procedures))
def test_what_the_operator_took_away_is_neither_said_nor_written_as_done(topic: str, language: str) -> None:
    """«Vi ringer deg», «Jeg gir beskjed», «det er notert i merknadsfeltet», of what was struck in the review."""
    for start in starting_points(library(), library().procedures[topic]):
        start = start.with_facts(start.facts.model_copy(update={"language": language}))
        for run in (one for one in islice(ways(start), 150) if one.procedure.id == topic):
            made = [action for action in Outcome(run).actions() if action.on]
            for kinds, words in STRUCK.items():
                struck = [action.id for action in made if action.kind in kinds.split()]
                if not struck:
                    continue
                review = Review(on=dict.fromkeys(struck, False), reasons=dict.fromkeys(struck, "ble ikke noe av"))
                for action in reviewed(run, review):
                    said = action.text if action.on and action.kind != "SMS" else ""
                    assert not [part for part in words if part in said], (action.template, said, run.given)
