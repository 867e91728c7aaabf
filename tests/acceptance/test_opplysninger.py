"""Medlemsopplysninger: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.member_changes import WORDS_FOR_FIELDS
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import AWAY, MEMBER, NOT_FOUND, NOT_FOUND_NAMED, RESIGNED, action, take, text
from tests.helpers.calls import ready
from tests.helpers.cases import Call, Case, play, situation

CASES = (
    Case(
        "a new name is put in and what has no field goes to the department",
        "ME-1, ME-2, ME-3",
        Call(
            ("hva=navn", {"nytt_navn": {"last_name": "Lund"}}, "alt_inn=ja"),
            equals={"UPDATE_MEMBER.changes": {"last_name": "Lund"}},
            says={"N-ME": "Meldte endring av navn. Ført inn: etternavn."},
        ),
        Call(
            ("hva=annet", "alt_inn=annet", "gjenstaar=fjerne e-postadressen", "avdeling_ledig=ingen"),
            says={"N-ME": "endring av andre opplysninger", "E-ME": "Dette gjenstår: fjerne e-postadressen."},
        ),
        Call(("hva=annet", "alt_inn=ja"), equals={"I-ME": "«Da noterer jeg det.»"}),
    ),
    Case(
        "what was changed without a field stands in the note",
        "ME-2",
        Call(
            ("hva=annet", "alt_inn=ja", "gjenstaar=e-postadressen skal bort"),
            says={"N-ME": "Gjaldt: e-postadressen skal bort."},
        ),
        Call(
            (
                "hva=arbeidsgiver+annet",
                {"ny_arbeidsgiver": {"employer": "Ny AS"}},
                "alt_inn=arbeidsgiver",
                "gjenstaar=e-posten skal bort",
                "avdeling_ledig=ingen",
            ),
            says={
                "N-ME": "Ikke fullført: arbeidsgiver, og e-posten skal bort",
                "E-ME": "Dette gjenstår også: e-posten skal bort.",
            },
        ),
    ),
    Case(
        "nothing is entered in a record that nobody found",
        "ME-2",
        Call(
            ("er_medlem=ja", "hva=kontaktinfo", {"kontakt": {"phone": "40011333"}}),
            given={"caller": "medlem", "member": {"name": "Roar Vik"}, "identity_confirmed": True},
            says={"N-ME": "Ikke ført inn: medlemsbildet er ikke funnet,"},
            lacks={"N-ME": "Ført inn: "},
            never=("UPDATE_MEMBER",),
        ),
        Call(
            ("hva=kontaktinfo", {"kontakt": {"phone": "40011333"}}, "alt_inn=ja"), says={"N-ME": "Ført inn: telefon."}
        ),
    ),
    Case(
        "what went to the administration is noted so",
        "X-5, OA-3, ME-3, FO-11: never «avd. ikke kjent (sendt administrasjonen)».",
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling=vet_ikke",
                "avdeling_ledig=ingen",
            ),
            given={"member": {**MEMBER, "department": None}},
            says={"N-ME": "arbeidsgiver – sak til administrasjonen når e-posten går."},
        ),
    ),
    Case(
        "when it suits them best goes with the case",
        "GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn.",
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=ingen",
            ),
            given={"availability": {**AWAY, "gf_payments": False}},
            asks="",
            lacks={"E-ME": "990 00 418, best"},
        ),
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=ingen",
                "+best_tid=etter 15",
            ),
            given={"availability": {**AWAY, "gf_payments": False}},
            says={"E-ME": "990 00 418, best etter 15"},
        ),
    ),
    Case(
        "nobody becomes a member again by a change of status",
        "IN-1, UT-4: «pensjonist» would make a member of whoever has resigned.",
        Call(
            ("hva=kontaktinfo+status", {"kontakt": {"phone": "41234567"}}, "ny_status=pensjonist", "alt_inn=ja"),
            given={"member": RESIGNED},
            equals={"UPDATE_MEMBER.changes": {"phone": "41234567"}},
            says={
                "N-ME": "Ført inn: telefon. Status er ikke endret: medlemmet står som utmeldt.",
                "I-ME": "status må avklares først",
            },
        ),
        Call(
            ("hva=status", "ny_status=pensjonist", "alt_inn=ja"),
            equals={"UPDATE_MEMBER.changes": {"status": "pensjonist"}},
        ),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling=vet_ikke",
                "avdeling_ledig=ingen",
            ),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-ME": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-ME": ("dere til", "foretas av dere")},
        ),
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=ingen",
            ),
            given={"availability": AWAY},
            begins={"E-ME": "Hei!\n\nMedlem M-1 "},
        ),
    ),
    Case(
        "no department is asked for local knowledge of local conditions",
        "ME-2, ME-3: nor of «noe av dette», whatever that was.",
        Call(("hva=status", "ny_status=vet_ikke", "alt_inn=annet"), asks="gjenstaar"),
        Call(
            (
                "hva=status",
                "ny_status=vet_ikke",
                "alt_inn=annet",
                "gjenstaar=stillingsprosenten på skolen.",
                "avdeling_ledig=ingen",
            ),
            says={
                "E-ME": "Dette gjenstår: stillingsprosenten på skolen. Kan dere fullføre?",
                "N-ME": "Ikke fullført: stillingsprosenten på skolen – sak til avd. 4 når e-posten går.",
            },
            lacks={"E-ME": "lokalkunnskap"},
        ),
    ),
    Case(
        "a status nobody knows is not written",
        "ME-2",
        Call(
            ("hva=status", "ny_status=vet_ikke", "alt_inn=ja"),
            equals={"UPDATE_MEMBER.changes": {}, "INFORM.text": "«Da noterer jeg det. Ny status må avklares.»"},
            says={"NOTE.text": "Ført inn: ingenting."},
        ),
    ),
    Case(
        "a new number is where the member can be reached",
        "ME-3",
        Call(
            (
                "hva=kontaktinfo+arbeidsgiver",
                {"kontakt": {"phone": "41234567"}},
                {"ny_arbeidsgiver": {"employer": "Ukjent AS"}},
                "alt_inn=arbeidsgiver",
            ),
            given={"availability": {"avdeling_4": False}},
            says={"EMAIL.text": "412 34 567"},
        ),
    ),
    Case(
        "nothing is changed or promised for a member whose record nobody found",
        "X-3: there is nothing to compare with. What was told is in the note, and somebody finds the record and rings.",
        Call(
            (
                "er_medlem=ja",
                "hva=kontaktinfo+arbeidsgiver+status+navn+annet",
                {"kontakt": {"phone": "41234567"}},
                {"ny_arbeidsgiver": {"employer": "X"}},
                "ny_status=student",
                {"nytt_navn": {"last_name": "Åsheim"}},
                "gjenstaar=Fjern e-posten",
                {"finnes_med": {"member_no": "204118", "birth_date": "14.03.1979", "workplace": "Hamar"}},
            ),
            given={**NOT_FOUND_NAMED, "identity_confirmed": False},
            asks="",
            does=(("CALLBACK", "sloyfe:1", ""),),
            says={
                "N-ME": "Innringer: Per Ås. Nås på: 412 34 567.\nMedlemsnummer: 204118\nFødselsdato: 14.03.1979\n"
                "Arbeidssted: Hamar\nNy kontaktinfo:\nTelefon: 41234567\nNy arbeidsgiver:\n"
                "Arbeidsgiver: X\nNy status: student\nNytt navn:\nEtternavn: Åsheim\nGjaldt: Fjern e-posten.",
                "I-ME": "så jeg noterer det, og ikke noe er endret.»\n«Vi ringer deg på 412 34 567.»",
                "CALLBACK.text": "og før inn.\nMedlemsnummer: 204118\nFødselsdato: 14.03.1979\nArbeidssted: Hamar",
            },
            never=("UPDATE_MEMBER", "EMAIL", "ASK"),
        ),
        Call(
            (
                "hva=kontaktinfo+arbeidsgiver",
                {"kontakt": {"phone": "41234567"}},
                {"ny_arbeidsgiver": {"employer": "X"}},
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=ingen",
            ),
            says={"E-ME": "Ført inn: telefon og arbeidsgiver. Jeg mangler"},
        ),
    ),
    Case(
        "what is to be changed is told with an og",
        "ME-3: «meldte om endring av kontaktinfo, arbeidsgiver.»",
        Call(
            (
                "hva=kontaktinfo+arbeidsgiver+status",
                {"kontakt": {"phone": "41234567"}},
                {"ny_arbeidsgiver": {"employer": "X"}},
                "ny_status=laerling",
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=ingen",
            ),
            says={
                "E-ME": "endring av kontaktinfo, arbeidsgiver og status. Ført inn",
                "N-ME": "endring av kontaktinfo, arbeidsgiver og status. Ført inn",
            },
        ),
    ),
    Case(
        "what is left to write in a record that nobody found has a name",
        "UT-3, ME-2: «merknaden, når medlemsbildet er funnet», of somebody who had not said who they were.",
        Call(
            ("er_medlem=ja", "hva=kontaktinfo", {"kontakt": {"phone": "41234567"}}), given=NOT_FOUND, asks="finnes_med"
        ),
        Call(
            (
                "er_medlem=ja",
                "hva=kontaktinfo",
                {"kontakt": {"phone": "41234567"}},
                "finnes_med=vet_ikke",
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            asks="",
        ),
        Call(
            (
                "er_medlem=ja",
                "hva=kontaktinfo",
                {"kontakt": {"phone": "41234567"}},
                "finnes_med=vet_ikke",
                "navn=ikke_oppgitt",
            ),
            given=NOT_FOUND,
            asks="",
        ),
        Call(("hva=kontaktinfo", {"kontakt": {"phone": "41234567"}}, "alt_inn=ja"), asks=""),
    ),
    Case(
        "the department reads which employer and workplace we do not know",
        "ME-3: «Jeg mangler lokalkunnskap om arbeidsgiver», and not which.",
        Call(
            (
                "hva=arbeidsgiver",
                {"ny_arbeidsgiver": {"employer": "Fjord", "workplace": "Hamar"}},
                "alt_inn=arbeidsgiver",
                "avdeling_ledig=epost",
            ),
            says={"EMAIL.text": "ber dere fullføre.\n\nArbeidsgiver: Fjord\nArbeidssted: Hamar\n\n"},
        ),
        Call(("hva=status", "ny_status=laerling", "alt_inn=arbeidssted"), asks="ukjent_sted"),
        Call(
            (
                "hva=status",
                "ny_status=laerling",
                "alt_inn=arbeidssted",
                "ukjent_sted=Fjord, Hamar",
                "avdeling_ledig=epost",
            ),
            says={"EMAIL.text": "ber dere fullføre.\n\nFjord, Hamar\n\n", "N-ME": "arbeidssted (Fjord, Hamar)"},
        ),
    ),
    Case(
        "what was entered is listed as it was",
        "ME-2",
        Call(
            (
                "hva=kontaktinfo+arbeidsgiver+status",
                {"kontakt": {"phone": "99000111", "email": "a@b.no"}},
                {"ny_arbeidsgiver": {"employer": "Fjord", "workplace": "Hamar"}},
                "ny_status=pensjonist",
                "alt_inn=arbeidsgiver",
            ),
            given={"availability": {"avdeling_4": False}},
            says={
                "N-ME": "Ført inn: telefon, e-post, arbeidsgiver, arbeidssted og status pensjonist. "
                "Ikke fullført: arbeidsgiver – sak til",
                "E-ME": "Ført inn: telefon, e-post, arbeidsgiver, arbeidssted og status pensjonist.",
            },
        ),
        Call(
            ("hva=kontaktinfo+status", {"kontakt": {"phone": "99000111"}}, "ny_status=vet_ikke", "alt_inn=ja"),
            equals={"I-ME": "«Da er det oppdatert, men ny status må avklares.»"},
            says={"N-ME": "Ført inn: telefon. "},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("opplysninger", case)


def test_a_change_for_one_without_a_record_is_noted_and_not_said_to_be_done(services: Services) -> None:
    """ME-2"""
    draft = ready(
        services,
        "opplysninger",
        None,
        "er_medlem=ja",
        "hva=kontaktinfo",
        {"phone": "41234567"},
        "finnes_med=vet_ikke",
        name="Per Ås",
    )
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert "oppdatert" not in text(run, "I-ME")
    services.inquiries.complete(draft)
    (waits,) = services.unmatched_calls.all_unmatched()
    assert waits.left == ("merknad",)
    assert "Telefon: 41234567" in waits.note


@pytest.mark.parametrize("said", ["ingen", "vet ikke", "99"])
def test_no_number_of_a_member_is_lost_for_a_word(services: Services, ingunn: Member, said: str) -> None:
    """ME-2: «ingen» took the number away, and the note said that it was entered."""
    with pytest.raises(AnswerError, match="«Telefon»: skriv nummeret med tall"):
        ready(services, "opplysninger", ingunn, "hva=kontaktinfo", {"phone": said}, "ja")
    abroad = ready(services, "opplysninger", ingunn, "hva=kontaktinfo", {"phone": "+46 70 123 45 67"}, "alt_inn=ja")
    services.inquiries.complete(abroad)
    assert services.members.open(ingunn.id).member.phone == "+46701234567"


def test_an_address_that_is_none_is_not_entered() -> None:
    """ME-2, IN-1"""
    with pytest.raises(AnswerError, match="«E-post»: skriv den som navn@"):
        take("opplysninger", "hva=kontaktinfo", {"kontakt": {"email": "ola@@x"}})
    take("opplysninger", "hva=kontaktinfo", {"kontakt": {"email": "ola.n@firma.co.uk"}})


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            ("alt_inn=arbeidsgiver", "ukjent_sted=Fjord, Hamar", "avdeling_ledig=tok"),
            "«Avdelingen din kjenner bedriftene der du jobber. Jeg setter deg over.»",
        ),
        (
            ("alt_inn=annet", "gjenstaar=pensjonen", "avdeling_ledig=tok"),
            "«Avdelingen din fullfører det. Jeg setter deg over.»",
        ),
        (
            ("alt_inn=arbeidsgiver", "ukjent_sted=Fjord, Hamar", "avdeling_ledig=ingen"),
            "«Jeg sender det til avdelingen din, så fullfører de.»",
        ),
        (
            ("alt_inn=annet", "gjenstaar=pensjonen", "avdeling_ledig=ingen"),
            "«Jeg sender det til avdelingen din, så fullfører de.»",
        ),
    ],
)
def test_whoever_changes_something_is_told_what_happens_to_the_rest(answers: tuple[str, ...], said: str) -> None:
    """ME-3, 3.2: «kjenner bedriftene der du jobber», also of a pension, and never that they were put through."""
    run = take("opplysninger", "hva=status", "ny_status=pensjonist", *answers)
    assert text(run, "I-ME-VIDERE") == said


def test_every_field_of_a_member_has_a_norwegian_word() -> None:
    """ME-2: the list of calls without a member said «last_name»."""
    asked = {field.sets for one in library().procedures.values() for step in one.steps for field in step.fields}
    assert asked - {""} <= WORDS_FOR_FIELDS.keys()
    married = take("opplysninger", "hva=navn", {"nytt_navn": {"last_name": "Ås"}}, "alt_inn=ja")
    assert action(married, "UPDATE_MEMBER")["fields"] == ["navn"]
