"""Trøbbel på jobben: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Employer, Staff
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.proposals import proposal_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, IncompleteError
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import (
    AWAY,
    MEMBER,
    NO_PHONE,
    NOT_FOUND,
    NOT_FOUND_NAMED,
    ORGANISATION,
    RESIGNED,
    action,
    actions,
    answer_with,
    kinds,
    shown,
    take,
    text,
)
from tests.helpers.calls import dismissed as dismissed_answers
from tests.helpers.calls import half_way
from tests.helpers.cases import Call, Case, play, situation
from tests.helpers.drafts import answered, card, looked_over, run_of
from tests.helpers.night import mostly_at_night


def dismissed_draft(services: Services, member: Member) -> Draft:
    return half_way(services, "trobbel", member, *dismissed_answers(), "ds_ledig=ingen")


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


def dismissed(*more: str, **facts: Any) -> Any:
    return take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=-2",
        "forhandling=ikke_holdt",
        "onske=jobb",
        *more,
        received_on="sloyfe:2",
        **facts,
    )


EMPLOYED = {**MEMBER, "employer": "Renhold Øst AS"}
LETTER = ("hendelse=oppsagt", "mottatt=2026-03-02")
"""Three weeks before the call: two weeks are over, eight are not."""
ALL_AWAY = {"sloyfe_2": False, "DS": False, "saksbehandler": False, "nearby_DS": False}
PAY_DUE = ("hendelse=manglende_lonn", "lonn_dato=15.03.2026", "konkurs=nei", "tillitsvalgt=nei")
DISMISSED = ("trobbel", "hendelse=oppsagt")
NO_TALKS = (
    "forhandling=ikke_holdt",
    "onske=jobb",
    "ansatt=ingen",
    "formfeil=ingen",
    "oppsigelsestid=vet_ikke",
    "tillitsvalgt=ja",
)
IN_GOOD_TIME = (*DISMISSED, "mottatt=2026-03-16", *NO_TALKS)
"""On 23.03.2026: two weeks are over on the 30th, so a callback is made on the 26th."""
HURRIES_TOLD = (*DISMISSED, "mottatt=2026-03-10", *NO_TALKS)
"""On 23.03.2026: two weeks are over tomorrow."""

SUMMONED = ("hendelse=drofting",)
CASES = (
    Case(
        "which meeting, suspension or warning it is, and when, is always asked",
        "TR-5, TR-7: «Annet alvorlig», and the day was an optional line.",
        Call(SUMMONED, asks="moete"),
        Call(("hendelse=suspendert", "moete=nei"), asks="alvorlig_dato"),
        Call(
            ("hendelse=advarsel", "moete=nei", "alvorlig_dato=i går", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            begins={"EMAIL.subject": "Advarsel – "},
            says={"E-TR": ("Gjelder: advarsel\n", "\nSkjedde: 22.03.2026\n")},
        ),
        Call(
            ("hendelse=suspendert", "moete=nei", "alvorlig_dato=i dag", "tillitsvalgt=ja", "ds_ledig=tok"),
            says={"NOTE.text": "Skjedde 23.03.2026."},
        ),
    ),
    Case(
        "a meeting that may be before the callback is urgent",
        "X-2: called to a meeting, and does not know when.",
        Call(
            (*SUMMONED, "moete=vet_ikke", "tillitsvalgt=ja", "ds_ledig=ringes"),
            equals={"urgent": True, "CALLBACK.due": "2026-03-23T11:00:00"},
            begins={"EMAIL.subject": "HASTER – Drøftingsmøte – "},
            ends={"EMAIL.subject": "innkalt til møte, dagen er ikke kjent"},
            says={"E-TR": "\nInnkalt til møte: dagen er ikke kjent\n"},
        ),
        Call((*SUMMONED, "moete=2026-03-25", "tillitsvalgt=ja", "ds_ledig=ringes"), equals={"urgent": True}),
        Call((*SUMMONED, "moete=2026-04-20", "tillitsvalgt=ja", "ds_ledig=ringes"), equals={"urgent": False}),
    ),
    Case(
        "of several troubles the one with the nearest limit leads and all are in the mail",
        "TR-5, TR-7: one could be chosen, and the other was told to nobody.",
        Call(
            (
                "hendelse=oppsagt+manglende_lonn",
                "mottatt=2026-03-16",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "lonn_dato=2026-03-15",
                "konkurs=nei",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            begins={"EMAIL.subject": "Oppsigelse – "},
            does=("I-FRIST",),
            never=("I-LONN",),
            says={
                "E-TR": (
                    "Gjelder: oppsigelse og manglende lønn\n",
                    "\nMottatt brev: 16.03.2026\n",
                    "\nEldste ubetalte lønn forfalt: 15.03.2026\n",
                    "foreldelse av det eldste lønnskravet",
                )
            },
        ),
        Call(
            (
                "hendelse=oppsagt+drofting",
                "moete=2026-03-24",
                "mottatt=2026-03-16",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": {**AWAY, "nearby_DS": False}},
            begins={"EMAIL.subject": "HASTER – Drøftingsmøte – "},
            does=("I-ALVORLIG",),
        ),
    ),
    Case(
        "of several troubles a limit that is not known hides none that is",
        "TR-7: the pay led, «Fristen er usikker», and the day to demand negotiations by was said to nobody.",
        Call(
            (
                "hendelse=oppsagt+manglende_lonn",
                "mottatt=2026-03-11",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "lonn_dato=vet_ikke",
                "konkurs=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            begins={"EMAIL.subject": "HASTER – Oppsigelse – "},
            does=("I-FRIST",),
            never=("I-LONN",),
            says={
                "I-FRIST": ("onsdag 25. mars", "Hører du ikke fra oss innen klokka 11.00 i dag"),
                "N-TR": "informert om mulig frist 25.03.2026",
            },
        ),
    ),
    Case(
        "the deadline says what it is for",
        "TR-7: «Fristen ser ut til å være mandag 30. mars», and the member asks for what.",
        Call(
            IN_GOOD_TIME[1:],
            given={"availability": AWAY},
            says={"I-FRIST": "«Fristen for å kreve forhandlinger ser ut til å være mandag 30. mars. Vi bekrefter.»"},
        ),
    ),
    Case(
        "ds hears of the nearest date before the one that is said",
        "TR-7, D8: the end of the notice is tomorrow, and the suit a month off.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-20",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-02-27",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=i morgen",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"CALLBACK.deadline": "2026-03-24"},
            ends={"EMAIL.subject": "mulig frist 24.04.2026, nærmeste dato 24.03.2026"},
            says={"EMAIL.text": "\nNærmeste dato: 24.03.2026, å stå i stilling", "I-FRIST": "24. april"},
        ),
    ),
    Case(
        "what is urgent is said and noted when they are put through too",
        "TR-7: who was put through heard nothing of a deadline that is over, and the note had no date.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-02",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "ds_ledig=tok",
            ),
            given={"availability": {"DS": True}},
            does=("I-FRIST-UTE",),
            says={"N-TR-SATT-OVER": "Fristen ser ut til å være ute."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-11",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "ds_ledig=tok",
            ),
            given={"availability": {"DS": True}},
            says={"N-TR-SATT-OVER": "Mulig frist 25.03.2026."},
        ),
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2023-03-24", "konkurs=nei", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": True}},
            does=("I-LONN",),
        ),
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2026-02-24", "konkurs=nei", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": True}},
            never=("I-LONN",),
        ),
    ),
    Case(
        "the saksbehandler who took it while the ds is away is noted as the one",
        "TR-3, TR-5: «satt over til DS avd. 4», who was away.",
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": False, "saksbehandler": True}},
            says={"N-TR-SATT-OVER": "satt over til saksbehandler avd. 4 kl."},
        ),
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": True, "saksbehandler": True}},
            says={"N-TR-SATT-OVER": "satt over til DS avd. 4 kl."},
        ),
    ),
    Case(
        "the kontorsekretaer has a copy of a follow up too",
        "TR-4: avd. 2 has a copy to KS.",
        Call(
            (
                "forste=nei",
                "hendelse=permittert",
                "varsel=2026-03-20",
                "permittert_fra=01.04.2026",
                "nav=ja",
                "tillitsvalgt=ja",
            ),
            given={"member": {**MEMBER, "department": 2}, "availability": {**AWAY, "avdeling_2_KS": False}},
            equals={"EMAIL.copy_to": ["avdeling:2:KS"]},
        ),
    ),
    Case(
        "a letter that is not at hand has no date",
        "",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=ikke_her",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"E-TR": "Mottatt brev: dagen er ikke kjent, har ikke brevet her"},
        ),
    ),
    Case(
        "nobody is put through to a sentence",
        "TRANSFER to «avdeling:ikke kjent (sendt administrasjonen):DS»",
        Call(
            (
                "er_medlem=ja",
                "avdeling=vet_ikke",
                "hendelse=permittert",
                "varsel=2026-03-20",
                "permittert_fra=01.04.2026",
                "nav=ja",
                "tillitsvalgt=ja",
                "ds_ledig=tok",
            ),
            given={**NOT_FOUND_NAMED, "availability": {"DS": True}},
            does=(("TRANSFER", "avdeling:ukjent:DS", ""),),
        ),
    ),
    Case(
        "whose employer is bankrupt does not wait for the limit of three years",
        "TR-7: the claim's own limit stands in a notice that nobody here has (D22, D23).",
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=15.01.2025", "konkurs=ja", "tillitsvalgt=nei"),
            given={"availability": AWAY, "received_on": "sloyfe:2"},
            equals={"CALLBACK.due": "2026-03-23T11:00:00"},
            begins={"EMAIL.subject": "HASTER – "},
            says={
                "EMAIL.subject": "konkurs, frist i kunngjøringen",
                "I-LONN": "Hører du ikke fra oss innen klokka 11.00 i dag",
            },
        ),
    ),
    Case(
        "whose employer is not waits a week at most",
        "",
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=15.01.2025", "konkurs=nei", "tillitsvalgt=nei"),
            given={"availability": AWAY, "received_on": "sloyfe:2"},
            equals={"CALLBACK.due": "2026-03-30T10:00:00"},
            lacks={"EMAIL.subject": "HASTER"},
        ),
    ),
    Case(
        "nobody waits seven weeks to hear from us",
        "TR-7: a suit within eight weeks was rung about three days before it was too late.",
        Call(
            (
                "hendelse=avskjediget",
                "mottatt=-60",
                "forhandling=avsluttet",
                "forhandlet_dato=i_dag",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "received_on": "sloyfe:2"},
            equals={"CALLBACK.due": "2026-03-30T10:00:00"},
            says={"EMAIL.subject": "18.05.2026", "I-FRIST": "Hører du ikke fra oss innen 30. mars"},
        ),
    ),
    Case(
        "a state employee who is put through nearby is told so",
        "X-2, LA-5",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=-2",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
                "samtykke_naer=ja",
                "naer_ledig=tok",
            ),
            given={"received_on": "sloyfe:2", "availability": {**AWAY, "nearby_DS": True}},
            says={"I-STAT": "Jeg setter deg nå over til en distriktssekretær i en nærliggende avdeling."},
            lacks={"I-STAT": "får saken i dag"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=-2",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            given={"received_on": "sloyfe:2", "availability": AWAY},
            says={"I-STAT": "Distriktssekretæren får saken i dag."},
        ),
    ),
    Case(
        "nobody confirms a deadline that there is none of",
        "",
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
            given={"availability": AWAY, "received_on": "sloyfe:2"},
            lacks={"EMAIL.text": "bekrefter fristen"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=-2",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"received_on": "sloyfe:2", "availability": AWAY},
            says={"EMAIL.text": "Distriktssekretæren bekrefter fristen."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=-2",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            given={"received_on": "sloyfe:2", "availability": AWAY},
            says={"EMAIL.text": "egne regler, ikke beregnet\n"},
        ),
    ),
    Case(
        "whoever is put through is promised no call",
        "TR-7, TR-2: no e-mail has gone, and nobody has been asked to ring.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-19",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
                "sloyfe2_ledig=tok",
            ),
            given={"received_on": "sloyfe:1", "availability": {"sloyfe_2": True}},
            says={"I-FRIST": "Jeg setter deg over nå."},
            lacks={"I-FRIST": "Hører du ikke fra oss"},
        ),
    ),
    Case(
        "the members own ds is told that a neighbour has the case",
        "X-2, TR-5: the mail told to ring a member whom another DS was speaking with, and said that they waited.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
                "samtykke_naer=ja",
                "naer_ledig=tok",
            ),
            given={"availability": {**AWAY, "nearby_DS": None}},
            says={
                "E-TR": (
                    "mulig frist 24.03.2026. Satt over til DS i nærliggende avdeling etter samtykke: ",
                    "samtykke: DS i nærliggende avdeling kl. 10.00.",
                )
            },
            lacks={"E-TR": "at du tar kontakt"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
                "samtykke_naer=ja",
                "naer_ledig=ingen",
            ),
            given={"availability": {**AWAY, "nearby_DS": None}},
            says={"E-TR": ("Nærliggende avdeling: Ingen å ringe.", "Medlemmet har fått beskjed om at du tar kontakt.")},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
                "samtykke_naer=nei",
            ),
            given={"availability": {**AWAY, "nearby_DS": None}},
            says={"E-TR": ("Ville vente på egen DS.", "Medlemmet har fått beskjed om at du tar kontakt.")},
        ),
    ),
    Case(
        "whoever is put through is not promised that the case is sent",
        "TR-7, D25: «jeg sørger for at distriktssekretæren får saken i dag», and nothing was sent to anybody.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
                "sloyfe2_ledig=tok",
            ),
            given={"received_on": "sloyfe:1"},
            never=("EMAIL",),
            says={"I-STAT": "Jeg setter deg over nå. Si at det må ses på i dag."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
                "ds_ledig=tok",
            ),
            never=("EMAIL",),
            says={"I-STAT": "Jeg setter deg over nå. Si at det må ses på i dag."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            does=("EMAIL",),
            says={"I-STAT": "Distriktssekretæren får saken i dag."},
        ),
    ),
    Case(
        "who has not spoken with the steward hears of it also when nobody is free",
        "TR-3: recommended where nothing hurries; it was said only to those who were put through.",
        Call(
            ("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=30.03.2026", "nav=ja", "tillitsvalgt=nei"),
            given={"availability": AWAY},
            equals={"I-TV": "«Snakk gjerne med tillitsvalgt også.»"},
        ),
        Call(
            (
                "hendelse=permittert",
                "varsel=2026-03-20",
                "permittert_fra=30.03.2026",
                "nav=ja",
                "tillitsvalgt=nei",
                "ds_ledig=tok",
            ),
            equals={"I-TV": "«Snakk gjerne med tillitsvalgt også. Jeg setter deg over til en som kan hjelpe deg.»"},
        ),
        Call(
            ("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=30.03.2026", "nav=ja", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            never=("I-TV",),
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
            ),
            given={"availability": AWAY},
            never=("I-TV",),
        ),
    ),
    Case(
        "when the earliest reading is over nobody knows the date while they negotiate",
        "TR-7, D5: eight weeks from the end of negotiations that have not ended are not over.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=paagar",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": None, "urgent": True},
            says={"I-FRIST-UKJENT": "Fristen er usikker, så ", "EMAIL.subject": "HASTER"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=paagar",
                "onske=vet_ikke",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": None, "urgent": True},
            says={"I-FRIST-UKJENT": "Fristen er usikker, så ", "EMAIL.subject": "HASTER"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=avsluttet",
                "forhandlet_dato=vet_ikke",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": None, "urgent": True},
            says={"I-FRIST-UKJENT": "Fristen er usikker, så ", "EMAIL.subject": "HASTER"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=avsluttet",
                "forhandlet_dato=vet_ikke",
                "onske=vet_ikke",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": None, "urgent": True},
            says={"I-FRIST-UKJENT": "Fristen er usikker, så ", "EMAIL.subject": "HASTER"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=paagar",
                "onske=erstatning",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": "2026-07-10"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2025-12-12",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-01-12",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"I-FRIST-UTE": "Første frist kan være ute."},
        ),
    ),
    Case(
        "while it is open the first deadline is said also to who negotiates",
        "TR-7: a «drøftingsmøte» is easily taken for negotiations.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-16",
                "forhandling=paagar",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": "2026-03-30"},
        ),
    ),
    Case(
        "a member is to ring again before the notice is out",
        "TR-7, D8: DS rings before the 25th, so that is what the member waits for too.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=2026-03-26",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"CALLBACK.due": "2026-03-24T10:00:00"},
            says={"I-FRIST": "Hører du ikke fra oss i morgen, så ring igjen."},
        ),
    ),
    Case(
        "what is said of a deadline has no brackets",
        "TR-7: «(6 måneder, tidligste lesning)» is for DS.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-05",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-01-20",
                "onske=erstatning",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={
                "I-FRIST": "Fristen for søksmål ser ut til å være fredag 3. juli.",
                "E-TR": "(6 måneder, tidligste lesning)",
            },
            lacks={"I-FRIST": "("},
        ),
    ),
    Case(
        "who wants only compensation hears the date that may cost the job, and ds is told both",
        "TR-7, 4.3: D6 and D5. What does not fit in one breath is in the e-mail.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-02-20",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-03-18",
                "onske=erstatning",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"I-FRIST": "Fristen for søksmål ser ut til å være onsdag 13. mai.", "E-TR": "20.08.2026"},
            lacks={"I-FRIST": "august"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-02-20",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-03-18",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            lacks={"I-FRIST": "erstatning"},
        ),
    ),
    Case(
        "a last day on which the offices are closed is said with that",
        "TR-7, 4.2: «advarsel: julaften».",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-12-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2026-12-14"},
            says={"I-FRIST": "torsdag 24. desember, julaften. Regn med dagen før. Vi bekrefter."},
        ),
    ),
    Case(
        "when it suits them best goes with the case",
        "GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": {**AWAY, "gf_payments": False}},
            asks="",
            lacks={"E-TR": "990 00 418, best"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "+best_tid=etter 15",
            ),
            given={"availability": {**AWAY, "gf_payments": False}},
            says={"E-TR": "990 00 418, best etter 15"},
        ),
    ),
    Case(
        "when it suits them best stands in the list and moves no deadline",
        "GE-5, TR-7",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "+best_tid=om en uke",
            ),
            given={"availability": AWAY},
            equals={"CALLBACK.due": "2026-03-30T10:00:00", "CALLBACK.window": "best om en uke"},
        ),
    ),
    Case(
        "who was dismissed by word of mouth got no letter",
        "TR-7, D7",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=muntlig",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"I-FRIST": "Ikke skriv under på noe før du har snakket med oss."},
            lacks={"I-FRIST": "brev"},
        ),
    ),
    Case(
        "on christmas eve itself nobody is told to reckon with the day before",
        "TR-7, 4.2: the last day is today.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-12-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2026-12-24"},
            says={"I-FRIST": "i dag, torsdag 24. desember, julaften. Kort dag. Vi bekrefter.»"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-12-10",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2026-12-21"},
            says={"I-FRIST": ", julaften. Regn med dagen før. Vi bekrefter.»"},
        ),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            ("avdeling=vet_ikke", "hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-TR": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-TR": ("dere til", "foretas av dere")},
        ),
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            begins={"E-TR": "Hei!\n\nMedlem M-1 "},
        ),
    ),
    Case(
        "whoever gets the case hears that the record says resigned",
        "TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned.",
        Call(
            ("er_medlem=ja", "hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
            given={"member": RESIGNED, "availability": AWAY},
            says={"E-TR": "Medlem M-1, som står som utmeldt, "},
        ),
    ),
    Case(
        "without the office secretary in avd 2 all four duties are done with a copy",
        "X-1",
        Call(
            (
                "forste=ja",
                "hendelse=oppsagt",
                "mottatt=2026-03-19",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
            ),
            given={"member": {**MEMBER, "department": 2}, "availability": {"KS": False, **AWAY}},
            does=("EMAIL", "INFORM", "NOTE", "RECORD_MEMBER_DETAILS"),
            equals={"EMAIL.to": "avdeling:2:DS", "EMAIL.copy_to": ["avdeling:2:KS"]},
        ),
    ),
    Case(
        "no date is shown for state employees",
        "TR-7",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-03",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            equals={"spoken_deadline": None},
        ),
    ),
    Case(
        "one without a record has a name in the mail and no note is promised",
        "TR-5, TR-6",
        Call(
            ("er_medlem=ja", "hendelse=manglende_lonn", "lonn_dato=15.03.2026", "konkurs=nei", "tillitsvalgt=nei"),
            given={
                "availability": {**AWAY, "sloyfe_2": False},
                "member": {"department": 4, "phone": "99000418"},
                "caller_name": "Nils Ny",
            },
            says={"EMAIL.text": "Nils Ny ringte"},
            lacks={"EMAIL.text": "Notert i medlemsbildet"},
        ),
    ),
    # of the 29th
    Case(
        "a case does not wait until the eve",
        "TR-7, 4.2: two working days before 29 December were the 24th, when nobody rings and nobody answers.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=15.12",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2026-12-18"},
            equals={"CALLBACK.due": "2026-12-23T10:00:00"},
            says={"I-FRIST": "innen onsdag, så ring igjen."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=15.12",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2025-12-18"},
            says={"I-FRIST": "innen tirsdag, så ring igjen."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=14.12",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY, "call_date": "2026-12-23"},
            equals={"CALLBACK.due": "2026-12-23T11:00:00"},
            says={"I-FRIST": "innen klokka 11.00 i dag, så ring igjen."},
        ),
    ),
    Case(
        "nobody says that the ds has a case that is sent to the administration",
        "TR-5, X-5: «Jeg har sendt saken til distriktssekretæren», and nobody knew which.",
        Call(
            (
                "er_medlem=ja",
                "avdeling=vet_ikke",
                "hendelse=oppsagt",
                "mottatt=2026-03-16",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "tlf=99000777",
                "navn=Ola",
                "arbeidsgiver=Fjord AS",
            ),
            given={**NOT_FOUND, "availability": AWAY},
            asks="",
            begins={"I-FRIST": "«Jeg sender saken videre. Ikke skriv under"},
            says={"E-TR": "beskjed om at distriktssekretæren tar kontakt."},
        ),
    ),
    Case(
        "a mail about a meeting has its day in the subject",
        "D1, X-2: «HASTER … ingen frist beregnet», and the meeting was in two days.",
        Call(
            ("hendelse=annet", "moete=onsdag", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            equals={"EMAIL.subject": "HASTER – Alvorlig sak – medlem M-1 – innkalt til møte 25.03.2026"},
        ),
        Call(
            ("hendelse=annet", "moete=i dag", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            equals={"EMAIL.subject": "HASTER – Alvorlig sak – medlem M-1 – innkalt til møte 23.03.2026 (i dag)"},
        ),
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            ends={"EMAIL.subject": "– ingen frist beregnet"},
        ),
    ),
    Case(
        "the day of a meeting stands with the details, and in the note of a call that was put through",
        "TR-5, TR-3: the day was typed, DS took the call, and nobody could read it afterwards.",
        Call(
            ("hendelse=annet", "moete=onsdag", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            ends={"RECORD_MEMBER_DETAILS.text": " · alvorlig sak på jobben · innkalt til møte: 25.03.2026"},
        ),
        Call(
            ("hendelse=annet", "moete=onsdag", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": True}},
            says={"N-TR-SATT-OVER": "kl. 10.00. Innkalt til møte 25.03.2026. Tillitsvalgt"},
        ),
        Call(
            ("hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=tok"),
            given={"availability": {"DS": True}},
            lacks={"N-TR-SATT-OVER": "nnkalt"},
        ),
    ),
    Case(
        "pay that lapses on christmas eve is said with that",
        "TR-7, 4.2: three years after 27 December 2023 are over on a Sunday, so the safe day is julaften.",
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2023-12-27", "konkurs=nei", "tillitsvalgt=nei"),
            given={"availability": AWAY, "call_date": "2026-12-14"},
            says={"I-LONN": "torsdag 24. desember. Vi bekrefter."},
        ),
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2024-02-29", "konkurs=nei", "tillitsvalgt=nei"),
            given={"availability": AWAY},
            says={"I-LONN": "fredag 26. februar 2027. Vi bekrefter.»"},
        ),
    ),
    Case(
        "whoever will not say the name is helped all the same",
        "TR-5: «vil ikke si ringte 23.03.2026», where the question had to be answered with some word.",
        Call(
            (
                "er_medlem=ja",
                "avdeling=4",
                "hendelse=annet",
                "moete=nei",
                "tillitsvalgt=ja",
                "ds_ledig=ingen",
                "tlf=41234567",
                "navn=ikke_oppgitt",
                "arbeidsgiver=ikke_oppgitt",
            ),
            given=NOT_FOUND,
            asks="",
            says={"E-TR": "En innringer uten medlemsnummer ringte 23.03.2026"},
        ),
        Call(
            (
                "er_medlem=ja",
                "avdeling=4",
                "hendelse=annet",
                "moete=nei",
                "tillitsvalgt=ja",
                "ds_ledig=ingen",
                "tlf=41234567",
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            says={"E-TR": "Per Ås ringte 23.03.2026"},
        ),
    ),
    Case(
        "a case that no date decides is not said to lack one",
        "TR-5, 4.4: «ikke beregnet, grunnlag: datoen er ikke kjent», with the day of the meeting three lines above.",
        Call(
            ("hendelse=annet", "moete=i morgen", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            says={"E-TR": ("Innkalt til møte: 24.03.2026\n", "Beregnet frist (veiledende): ikke beregnet\n")},
        ),
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=vet_ikke", "konkurs=nei", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            says={"E-TR": "ikke kjent, grunnlag: datoen er ikke kjent\n"},
        ),
    ),
    Case(
        "no line of a trouble mail runs into the next",
        "TR-5, TR-7",
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2025-03-15", "konkurs=ja", "tillitsvalgt=finnes_ikke"),
            given={"availability": AWAY},
            says={"E-TR": "Bedriften konkurs: ja\nLønnsgaranti: ", "I-LONN": ".»\n«Fristen står i kunngjøringen"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=muntlig",
                "oppsigelsestid=2026-04-30",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"E-TR": "formfeil: ikke skriftlig\nOppsigelsestiden"},
        ),
    ),
    Case(
        "the details that ds needs are there",
        "TR-5: name, number, phone, employer, kind and dates; also of one without a record.",
        Call(
            ("hendelse=annet", "moete=nei", "+arbeidsgiver=Fjord AS", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            says={"E-TR": "Arbeidsgiver: Fjord AS"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=avsluttet",
                "forhandlet_dato=vet_ikke",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"RECORD_MEMBER_DETAILS.fields": ["navn", "medlemsnr", "tlf", "arbeidsgiver", "type", "datoer"]},
            says={
                "RECORD_MEMBER_DETAILS.text": "brevet mottatt: 20.03.2026 · forhandling: avsluttet (dagen er ikke kjent)"
            },
        ),
        Call(
            ("er_medlem=ja", "avdeling=4", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "tlf=99000777"),
            given={"member": {}, "availability": AWAY},
            asks="navn",
        ),
    ),
    Case(
        "the note says who was not there",
        "TR-4, X-1: KS of avd. 2 did not answer, and DS of avd. 2 took it.",
        Call(
            (
                "forste=ja",
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=nei",
                "ds_ledig=tok",
            ),
            given={"member": {**MEMBER, "department": 2}, "availability": {"KS": False, "DS": True}},
            says={"N-TR-SATT-OVER": "satt over til DS avd. 2 kl. 10.00."},
        ),
    ),
    Case(
        "what the note says was told is told",
        "TR-7: «fristen er ikke kjent, og det haster».",
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=vet_ikke", "konkurs=vet_ikke", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            says={"N-TR": "fristen ikke er kjent og at det haster", "I-LONN": "Fristen er usikker, så det haster."},
        ),
        Call(
            ("hendelse=manglende_lonn", "lonn_dato=2025-02-15", "konkurs=vet_ikke", "tillitsvalgt=ja"),
            given={"availability": AWAY},
            says={
                "N-TR": "informert om at den eldste fristen kan være ute, og at staten kan dekke de siste 12 månedene",
                "I-LONN": "Den eldste fristen kan være ute. Er bedriften konkurs, kan staten dekke siste 12 måneder.",
            },
            lacks={"N-TR": ("den neste", "at DS må se på det i dag")},
        ),
    ),
    Case(
        "nobody is said to be rung where nobody can be",
        "X-5: «Jeg ringte deg 20.10, uten svar», to the administration, of a department that nobody knew.",
        Call(
            ("er_medlem=ja", "avdeling=vet_ikke", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen"),
            given=NOT_FOUND_NAMED,
            says={"N-TR": "DS/saksbehandler ikke tilgjengelig."},
            lacks={"N-TR": "Ringte", "E-TR": "ringte deg"},
        ),
    ),
    Case(
        "a deadline for another wish hides none that is open",
        "TR-7, D5 and D6: eight weeks are over, six months are not, and only compensation is wanted.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-06",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-04-07",
                "onske=erstatning",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"call_date": "2026-06-10", "availability": AWAY},
            equals={"spoken_deadline": "2026-09-04", "urgent": True},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-06",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-04-07",
                "onske=erstatning",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"call_date": "2026-09-07", "availability": AWAY},
            equals={"spoken_deadline": None},
            says={"I-FRIST-UTE": "Første frist kan være ute."},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-06",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-04-07",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"call_date": "2026-06-10", "availability": AWAY},
            equals={"spoken_deadline": None},
        ),
    ),
    Case(
        "no sentence ends twice",
        "",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=svalbard",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            says={"E-TR": "jobber på Svalbard"},
        ),
    ),
    Case(
        "a meeting before the letter is no negotiation and moves no deadline",
        "TR-7, D2 and D5: the letter came on 20 March, a «drøftingsmøte» was on the tenth.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-03-10",
                "passer_ikke=drofting",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": "2026-04-01"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-03-21",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"spoken_deadline": "2026-05-15"},
        ),
    ),
    Case(
        "what cannot wait is rung about today",
        "LA-5, and TR-7 where nobody knows when the letter came («regner vi som om det haster»).",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=vet_ikke",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"CALLBACK.due": "2026-03-23T11:00:00"},
        ),
    ),
    Case(
        "shut out after the notice, and the suit is far off",
        "X-2, D9: four weeks from the end of the notice, if the member was shut out then: two working days are left.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-01-12",
                "forhandling=avsluttet",
                "forhandlet_dato=2026-03-10",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=2026-02-25",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"urgent": True, "spoken_deadline": "2026-05-05"},
            says={"EMAIL.text": "\nNærmeste dato: 25.03.2026, å kreve å komme tilbake i stillingen"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=2026-06-30",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            lacks={"EMAIL.text": "tilbake i stillingen"},
        ),
    ),
    # what is said is the first to act on
    Case(
        "the end of the notice is near too",
        "X-2, D8: two working days until the right to stay in the post may be lost; eight until D2.",
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=2026-03-25",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"urgent": True, "spoken_deadline": "2026-04-01", "CALLBACK.due": "2026-03-24T10:00:00"},
        ),
        Call(
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=2026-06-30",
                "tillitsvalgt=ja",
            ),
            given={"availability": AWAY},
            equals={"urgent": False, "CALLBACK.due": "2026-03-30T10:00:00"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("trobbel", case)


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("28.02", date(2026, 2, 28)),  # over, and not next year's
        ("i morgen", date(2026, 3, 24)),
        ("31.12", date(2026, 12, 31)),
        ("15.01", date(2027, 1, 15)),  # longer ago than anybody waits to ring
        ("28.02.2027", date(2027, 2, 28)),
    ],
)
def test_a_notice_that_ended_lately_is_not_next_years(said: str, understood: date) -> None:
    run = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=2026-01-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        f"oppsigelsestid={said}",
    )
    assert run.day_of("oppsigelsestid") == understood


def test_a_deadline_that_was_said_and_then_corrected_is_said_again(services: Services, ingunn: Member) -> None:
    """TR-7: the letter came ten days ago, not two. The member has heard a date a week too late."""
    draft = looked_over(services, dismissed_draft(services, ingunn))
    assert "frist" in draft.review.said
    corrected = answered(services, draft, "+mottatt=-10", "+samtykke_naer=nei")
    assert "frist" not in corrected.review.said
    with pytest.raises(IncompleteError, match="Si teksten ved SI"):
        services.inquiries.complete(corrected)
    again = answered(services, draft, "+tillitsvalgt=ja")
    assert "frist" in again.review.said, "what is said is the same"


def test_what_was_written_stands_when_the_call_is_parked_to_the_next_day(services: Services, ingunn: Member) -> None:
    """TR-6, TR-7: the operator's own words stay; the day to ring again by is another, and is said."""
    draft = looked_over(services, dismissed_draft(services, ingunn), texts={"merknad": "Min egen merknad. MH"})
    late = datetime.combine(draft.facts.call_date, datetime.min.time(), OSLO).replace(hour=9)
    resumed = draft.taken_up(library(), late + timedelta(days=366))
    resumed = resumed.with_run(run_of(services, resumed))
    assert card(services, resumed, "merknad").text == "Min egen merknad. MH"
    assert set(resumed.review.said) <= set(draft.review.said)


def test_what_was_sent_the_day_after_is_not_said_to_be_sent_the_day_of_the_call() -> None:
    """TR-6: the note keeps the day of the call, and tells when it was passed on to DS."""
    answers = (
        "hendelse=oppsagt",
        "mottatt=2026-03-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
    )
    case = take("trobbel", *answers, availability=AWAY)
    assert "DS avd. 4 på e-post, videreformidlet til DS når e-posten går. Medlemmet" in text(case, "N-TR")
    assert "Skrevet på sentralbordet 23.03.2026 kl. 10.00." in text(case, "E-TR")

    def taken_up(at: str) -> ProcedureRun:
        later = case.facts.model_copy(update={"taken_up": datetime.fromisoformat(at)})
        return case.with_facts(later)

    lunch = taken_up("2026-03-23T12:30")
    assert text(lunch, "N-TR") == text(case, "N-TR"), "the note tells no time that it left at"
    next_day = taken_up("2026-03-24T08:10")
    assert text(next_day, "N-TR").startswith("23.03.2026: Henvendelse mottatt")
    assert "ringte 23.03.2026 kl. 10.00." in text(next_day, "E-TR")
    assert "Skrevet på sentralbordet 24.03.2026 kl. 08.10." in text(next_day, "E-TR")


def test_who_is_free_is_asked_anew_when_a_parked_call_is_taken_up(services: Services, ingunn: Member) -> None:
    """TR-5: DS was there when it was parked, and is away today: the e-mail, the note and the deadline are owed."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    there = board_of(friday, DS="ledig", saksbehandler="borte")
    draft = half_way(services, "trobbel", ingunn, board=there)
    facts = draft.facts.model_copy(update={"call_date": friday.date(), "call_time": "14.30"})
    draft = draft.model_copy(update={"facts": facts, "step": "hendelse"})
    answers = (
        "hendelse=oppsagt",
        "mottatt=2026-03-18",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
    )
    still = answered(services, draft.taken_up(library(), friday), *answers, "ds_ledig=tok")
    assert "TRANSFER" in kinds(run_of(services, still))

    monday = datetime(2026, 3, 23, 9, 0, tzinfo=OSLO)
    resumed = answered(services, draft.taken_up(library(), monday, board_of(monday, **AWAY_NOW)), *answers)
    assert {"EMAIL", "NOTE", "INFORM", "CALLBACK"} <= set(kinds(run_of(services, resumed)))
    assert "TRANSFER" not in kinds(run_of(services, resumed))
    assert resumed.facts.help_back == monday.date(), "both are away until eleven in the evening"


def test_a_call_that_was_put_through_and_then_parked_stays_so(services: Services, ingunn: Member) -> None:
    """TR-5: only Fullfør was left."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    draft = half_way(
        services,
        "trobbel",
        ingunn,
        "hendelse=annet",
        "moete=nei",
        "tillitsvalgt=ja",
        "ds_ledig=tok",
        board=board_of(friday, DS="ledig"),
    )
    assert draft.step == ""
    later = draft.taken_up(library(), friday.replace(year=2027), board_of(friday, **AWAY_NOW))
    assert "TRANSFER" in kinds(run_of(services, later))


@pytest.mark.parametrize(
    ("oldest", "due", "subject"),
    [
        ("2026-02-15", "2026-03-30T10:00:00", "mulig konkurs, mulig frist 15.02.2027"),
        ("2025-03-26", "2026-03-23T11:00:00", "mulig konkurs, mulig frist 26.03.2026"),
        ("2025-01-15", "2026-03-23T11:00:00", "mulig konkurs, fristen ser ut til å være ute, neste frist 14.01.2028"),
    ],
)
def test_where_nobody_knows_the_shortest_counts(oldest: str, due: str, subject: str) -> None:
    """Section 4.3, D22: pay that fell due a year ago may soon be paid by nobody."""
    run = take(
        "trobbel",
        "hendelse=manglende_lonn",
        f"lonn_dato={oldest}",
        "konkurs=vet_ikke",
        "tillitsvalgt=nei",
        availability=AWAY,
    )
    mail = action(run, "EMAIL")
    assert mail["subject"].endswith(f" – {subject}")
    assert mail["subject"].startswith("HASTER") is (oldest != "2026-02-15")
    assert "hvis bedriften er konkurs (12 måneder før fristdagen)" in mail["text"]
    assert action(run, "CALLBACK")["due"] == due
    assert "kan staten dekke" in text(run, "I-LONN")
    assert not any(one.template == "S-FRIST" for one in Outcome(run).actions())


@pytest.mark.parametrize(
    ("ds", "why"), [("ingen", "ingen kan ta samtalen"), ("ringes", "medlemmet vil heller bli ringt opp")]
)
def test_the_mail_says_why_it_goes(ds: str, why: str) -> None:
    """TR-5"""
    run = dismissed(
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        "+sloyfe2_ledig=ingen",
        f"ds_ledig={ds}",
    )
    assert action(run, "EMAIL")["why"] == why


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-02",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
            ),
            "I-FRIST-UTE",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-19",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            "I-STAT",
        ),
        (("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=01.04", "nav=ja", "tillitsvalgt=ja"), "I-PERM"),
    ],
)
def test_who_hears_nothing_is_to_ring_again_the_more_the_more_it_hastes(
    answers: tuple[str, ...], template: str
) -> None:
    """TR-7: «ring oss gjerne igjen» was said where the limit seemed over, and nothing to one with a phone."""
    by_phone = take("trobbel", *answers, availability=AWAY, received_on="sloyfe:2")
    assert "Hører du ikke fra oss " in text(by_phone, template)
    none = take("trobbel", *answers, "tlf=ingen", availability=AWAY, received_on="sloyfe:2", member=NO_PHONE)
    assert "så ring igjen " in text(none, template)
    assert "gjerne" not in text(none, template)
    if template != "I-PERM":
        assert "innen klokka 11.00 i dag" in text(by_phone, template)


def test_the_sms_of_a_far_limit_promises_what_is_said() -> None:
    """TR-7: «15. februar 2029. Vi tar kontakt før det.», beside a call within a week."""
    run = take(
        "trobbel",
        "hendelse=manglende_lonn",
        "lonn_dato=2026-02-15",
        "konkurs=nei",
        "tillitsvalgt=nei",
        availability=AWAY,
        received_on="sloyfe:2",
    )
    assert "Vi tar kontakt innen mandag 30. mars." in text(run, "S-FRIST")
    bankrupt = take(
        "trobbel",
        "hendelse=manglende_lonn",
        "lonn_dato=2026-02-15",
        "konkurs=ja",
        "tillitsvalgt=nei",
        availability=AWAY,
        received_on="sloyfe:2",
    )
    assert "S-FRIST" not in {a["template"] for a in report(bankrupt)["actions"]}
    assert "konkurs, frist i kunngjøringen" in action(bankrupt, "EMAIL")["subject"]


@pytest.mark.parametrize(
    ("when", "where", "template"),
    [
        ("mottatt=2026-03-20", "ansatt=ingen", "I-FRIST"),
        ("mottatt=2026-03-01", "ansatt=ingen", "I-FRIST-UTE"),
        ("mottatt=vet_ikke", "ansatt=ingen", "I-FRIST-UKJENT"),
        ("mottatt=i dag", "ansatt=staten", "I-STAT"),
    ],
)
def test_whoever_was_dismissed_is_always_told_what_to_do(when: str, where: str, template: str) -> None:
    """4.4, TR-7: «always add an action», also where no date can be said; it was said with a date only."""
    answers = ("trobbel", "hendelse=oppsagt", when, "forhandling=ikke_holdt", "onske=jobb", where)
    notice = () if where == "ansatt=staten" else ("oppsigelsestid=vet_ikke",)
    written = text(take(*answers, "formfeil=ingen", *notice, "tillitsvalgt=ja", availability=AWAY), template)
    assert "Ta vare på brevet." in written
    assert "Ikke skriv under på noe før du har snakket med oss." in written
    oral = text(take(*answers, "formfeil=muntlig", *notice, "tillitsvalgt=ja", availability=AWAY), template)
    assert "brevet" not in oral
    assert "Ikke skriv under på noe før du har snakket med oss." in oral


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "I-FRIST",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=vet_ikke",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "I-FRIST-UKJENT",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-01",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "I-FRIST-UTE",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
            ),
            "I-STAT",
        ),
        (("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=30.03.2026", "nav=ja"), "I-PERM"),
        (("hendelse=manglende_lonn", "lonn_dato=2026-02-20", "konkurs=nei"), "I-LONN"),
        (("hendelse=annet", "moete=nei"), "I-ALVORLIG"),
    ],
)
def test_a_member_whom_nobody_can_ring_does_not_wait_for_a_call(answers: tuple[str, ...], template: str) -> None:
    """TR-7, GE-5: «hører du ikke fra oss», said to one who had no phone, and DS was to get in touch."""
    silent = take("trobbel", *answers, "tillitsvalgt=ja", "tlf=ingen", member=NO_PHONE, availability=AWAY)
    assert silent.current is None
    assert "Vi mangler nummeret ditt, så ring igjen" in text(silent, template)
    assert "Hører du ikke fra oss" not in text(silent, template)
    assert "Medlemmet har ikke oppgitt telefon, og må ringe oss igjen." in text(silent, "E-TR")
    rung = take("trobbel", *answers, "tillitsvalgt=ja", availability=AWAY)
    assert "nummer" not in text(rung, template)
    assert "Medlemmet har fått beskjed om at du tar kontakt." in text(rung, "E-TR")


def test_whoever_is_put_through_needs_no_number() -> None:
    """TR-2: nobody asks for it then, and no text waits for it."""
    unknown = {"member": {}, "caller": "ukjent", "received_on": "sloyfe:1"}
    for answers, template in (
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "I-FRIST",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
            ),
            "I-STAT",
        ),
        (("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=30.03.2026", "nav=ja"), "I-PERM"),
    ):
        over = take(
            "trobbel", "er_medlem=ja", "avdeling=4", *answers, "tillitsvalgt=ja", "sloyfe2_ledig=tok", **unknown
        )
        assert over.current is None
        assert not Outcome(over).missing()
        assert "nummer" not in text(over, template)


def test_a_member_with_two_employers_has_trouble_with_the_one_they_name() -> None:
    """TR-5: the mail had the employer of the record whatever was answered, and the question was hidden."""
    case = take(
        "trobbel",
        "hendelse=annet",
        "moete=nei",
        "+arbeidsgiver=Fjord AS",
        "tillitsvalgt=ja",
        member=EMPLOYED,
        availability=AWAY,
    )
    assert "Arbeidsgiver: Fjord AS\n" in text(case, "E-TR")
    assert "· Fjord AS ·" in action(case, "RECORD_MEMBER_DETAILS")["text"]
    known = take("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", member=EMPLOYED, availability=AWAY)
    assert "Arbeidsgiver: Renhold Øst AS\n" in text(known, "E-TR")
    assert known.given["stemmer"].fields["arbeidsgiver"] == "Renhold Øst AS"
    assert "stemmer" in shown(known)


def test_an_sms_about_a_deadline_says_when_and_where(services: Services) -> None:
    """7.3 S-FRIST: «vi tar kontakt før det» of a day that is today, and «ring oss» without the number."""
    organisation = services.organisation.read().model_copy(update={"phone": "22123456"})
    for received, contact in (("2026-03-09", "Vi tar kontakt i dag."), ("2026-03-10", "før det.")):
        run = take(
            "trobbel",
            "hendelse=oppsagt",
            f"mottatt={received}",
            "forhandling=ikke_holdt",
            "onske=jobb",
            "ansatt=ingen",
            "formfeil=ingen",
            "oppsigelsestid=vet_ikke",
            "tillitsvalgt=ja",
            availability=AWAY,
        )
        assert contact in text(run, "S-FRIST")
        assert "Hører du ikke fra oss, ring oss. Veiledning" in text(run, "S-FRIST")
    known = ProcedureRun(run.library, "trobbel", run.facts, organisation, run.given)
    assert "Hører du ikke fra oss, ring oss på 22 12 34 56. Veil" in text(known, "S-FRIST")


@pytest.mark.parametrize("standing", [("forhandling=paagar",), ("forhandling=avsluttet", "forhandlet_dato=vet_ikke")])
def test_who_negotiates_is_not_told_that_the_deadline_for_demanding_it_is_over(standing: tuple[str, ...]) -> None:
    """TR-7, D2: it was kept. What is open then is the suit, counted from the letter, the earliest reading."""
    run = take(
        "trobbel",
        *LETTER,
        *standing,
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        availability=AWAY,
    )
    assert report(run)["spoken_deadline"] == "2026-04-27"
    assert not report(run)["urgent"]
    assert "Fristen ser ut til å være mandag 27. april." in text(run, "I-FRIST")
    assert "Medlemmet er informert om mulig frist 27.04.2026." in text(run, "N-TR")
    assert "§ 17-3 å kreve forhandlinger: 16.03.2026" in text(run, "E-TR")  # DS sees all the same


@pytest.mark.parametrize(
    "standing",
    [
        ("forhandling=ikke_holdt",),
        ("forhandling=vet_ikke",),
        ("forhandling=avsluttet", "forhandlet_dato=2026-02-20", "passer_ikke=drofting"),
    ],
)
def test_who_has_not_negotiated_since_the_letter_is_told_that_it_seems_to_be_over(standing: tuple[str, ...]) -> None:
    """TR-7, D2: a meeting before the letter was no negotiation."""
    run = take(
        "trobbel",
        *LETTER,
        *standing,
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        availability=AWAY,
    )
    assert report(run)["spoken_deadline"] is None
    assert report(run)["urgent"]


@pytest.mark.parametrize(
    ("received", "at", "again"),
    [
        ("2026-03-10", "10.00", "innen klokka 11.00 i dag"),  # over tomorrow
        ("2026-03-10", "15.20", "innen klokka 09.00 i morgen"),
        ("2026-03-11", "10.00", "i morgen"),  # over on Wednesday
        ("2026-03-13", "10.00", "innen onsdag"),
    ],
)
def test_a_member_is_to_ring_again_before_the_last_day(received: str, at: str, again: str) -> None:
    """TR-7, I-FRIST: «ring igjen» on the very last day is too late."""
    run = take(
        "trobbel",
        "hendelse=oppsagt",
        f"mottatt={received}",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        availability=AWAY,
        call_time=at,
    )
    assert f"Hører du ikke fra oss {again}, så ring igjen." in text(run, "I-FRIST")


@pytest.mark.parametrize(
    ("meeting", "again"),
    [
        ("2026-03-23", "innen klokka 11.00 i dag"),
        ("2026-03-24", "innen klokka 11.00 i dag"),
        ("2026-03-26", "i morgen"),
        ("2026-04-09", "innen 7. april"),
    ],
)
def test_a_member_is_to_ring_again_before_the_meeting(meeting: str, again: str) -> None:
    """TR-7, 3.8: who is called to a meeting tomorrow does not wait till tomorrow."""
    run = take("trobbel", "hendelse=annet", f"moete={meeting}", "tillitsvalgt=ja", availability=AWAY)
    assert f"Hører du ikke fra oss {again}, så ring igjen." in text(run, "I-ALVORLIG")


def test_a_deadline_does_not_wait_while_the_call_is_parked(services: Services, ingunn: Member) -> None:
    """TR-7, X-2: parked on Friday with four working days left, taken up on Monday with three."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    draft = half_way(services, "trobbel", ingunn)
    facts = draft.facts.model_copy(update={"call_date": friday.date(), "call_time": "14.30", "availability": AWAY})
    draft = draft.model_copy(update={"facts": facts})
    answers = (
        "hendelse=oppsagt",
        "mottatt=2026-03-12",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
    )

    def finished(of: Draft) -> ProcedureRun:
        run = of.run(library(), services.organisation.read())
        for said in answers:
            run = run if run.current is None else answer_with(run, said)
        return run

    assert not report(finished(draft))["urgent"]
    assert draft.taken_up(library(), friday) is draft
    monday = finished(draft.taken_up(library(), friday.replace(day=23, hour=9)))
    assert report(monday)["urgent"]
    assert action(monday, "CALLBACK")["due"] == "2026-03-24T10:00:00"
    assert text(monday, "N-TR").startswith("20.03.2026:")  # the day of the call


@pytest.mark.parametrize(
    ("answers", "subject"),
    [
        (
            ("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=vet_ikke", "nav=nei"),
            "Permittering – medlem M-1 – ingen frist beregnet",
        ),
        (
            ("hendelse=manglende_lonn", "lonn_dato=2023-03-15", "konkurs=nei"),
            "HASTER – Manglende lønn – medlem M-1 – fristen ser ut til å være ute",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=vet_ikke",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "HASTER – Oppsigelse – medlem M-1 – fristen er ikke kjent",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
            ),
            "HASTER – Oppsigelse – medlem M-1 – egne regler og frister",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-20",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
            ),
            "Oppsigelse – medlem M-1 – mulig frist 01.04.2026",
        ),
    ],
)
def test_the_subject_says_in_words_why_there_is_no_date(answers: tuple[str, ...], subject: str) -> None:
    """TR-7, PR-6: never «mulig frist ser ut til å være ute»."""
    case = take("trobbel", *answers, "tillitsvalgt=ja", availability=AWAY)
    assert action(case, "EMAIL")["subject"] == subject


def test_in_avd_2_the_office_secretary_takes_the_first_call_without_our_gate() -> None:
    """TR-4"""
    run = take(
        "trobbel",
        "forste=ja",
        "hendelse=oppsagt",
        "ks_ledig=tok",
        member={**MEMBER, "department": 2},
        availability={"KS": True},
    )
    assert ("TRANSFER", "avdeling:2:KS", "") in actions(run)
    assert "tillitsvalgt_kontakt" not in {a.get("q") for a in report(run)["actions"]}
    assert ("TRANSFER", "sloyfe:2", "") not in actions(run)


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-03",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=staten",
                "formfeil=ingen",
                "tillitsvalgt=ja",
            ),
            "I-STAT",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=vet_ikke",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "samtykke_naer=nei",
            ),
            "I-FRIST-UKJENT",
        ),
        (
            (
                "hendelse=oppsagt",
                "mottatt=2026-03-01",
                "forhandling=ikke_holdt",
                "onske=jobb",
                "ansatt=ingen",
                "formfeil=ingen",
                "oppsigelsestid=vet_ikke",
                "tillitsvalgt=ja",
                "samtykke_naer=nei",
            ),
            "I-FRIST-UTE",
        ),
        (
            ("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=06.04.2026", "nav=nei", "tillitsvalgt=ja"),
            "I-PERM",
        ),
    ],
)
def test_each_kind_of_trouble_has_its_own_words_about_deadlines(answers: tuple[str, ...], template: str) -> None:
    """TR-7"""
    away = {"DS": False, "saksbehandler": False, "nearby_DS": True}
    run = take("trobbel", *answers, availability=away)
    if run.current is not None:
        run = answer_with(run, "samtykke_naer=nei")
    assert template in {name for kind, _, name in actions(run) if kind == "INFORM"}
    words = " ".join(a["text"] for a in report(run)["actions"])
    for never in ("du har frist til", "du har krav på", "du har mistet", "for sent"):
        assert never not in words.casefold()


def test_the_gate_about_the_steward_comes_before_any_transfer() -> None:
    """TR-3"""
    run = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=2026-03-19",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        received_on="sloyfe:1",
        availability={"sloyfe_2": True},
    )
    assert run.current is not None
    assert run.current.asks == "tillitsvalgt_kontakt"
    assert "TRANSFER" not in {kind for kind, _, _ in actions(run)}


def test_pay_that_is_claimed_within_years_is_rung_about_within_the_week() -> None:
    """TR-7"""
    run = take("trobbel", *PAY_DUE, availability=ALL_AWAY)
    said = next(a for a in report(run)["actions"] if a["template"] == "I-LONN")["text"]
    assert "15. mars 2029" in said
    assert "innen 30. mars" in said  # five working days
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"


def test_tomorrow_is_a_working_day() -> None:
    """TR-7: on a Friday «i morgen» would be a Saturday."""
    run = take(
        "trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=nei", availability=ALL_AWAY, call_date="2026-11-20"
    )
    said = next(a for a in report(run)["actions"] if a["template"] == "I-ALVORLIG")["text"]
    assert "innen mandag, så" in said


def test_the_department_that_is_answered_has_its_exception_too() -> None:
    """TR-4"""
    run = take("trobbel", "er_medlem=ja", "avdeling=2", member={"phone": "99000418"})
    current = run.current
    assert current is not None
    assert current.id == "forste"


def test_one_who_has_resigned_is_asked_whether_they_are_a_member() -> None:
    """TR-1"""
    run = take("trobbel", member={**MEMBER, "status": "utmeldt"})
    assert run.current is not None
    assert run.current.id == "er_medlem"
    assert take("trobbel").current is not run.current


@pytest.mark.parametrize("konkurs", ["ja", "nei", "vet_ikke"])
def test_a_bankrupt_employer_has_a_time_limit_of_its_own(konkurs: str) -> None:
    """TR-7 (lønnsgarantiloven § 1)"""
    run = take(
        "trobbel",
        "hendelse=manglende_lonn",
        "lonn_dato=2026-01-15",
        f"konkurs={konkurs}",
        "tillitsvalgt=nei",
        availability={"DS": False, "saksbehandler": False, "nearby_DS": False},
        received_on="sloyfe:2",
    )
    said, mail = action(run, "INFORM")["text"], action(run, "EMAIL")["text"]
    assert ("i kunngjøringen av konkursen" in said) is (konkurs == "ja")
    assert "staten dekker lønn" not in text(run, "N-TR")  # what was said is that it may
    assert ("høyst 12 måneder før fristdagen" in mail) is (konkurs != "nei")
    assert "{" not in said + mail


@pytest.mark.parametrize(
    ("suits", "due"),
    [
        ("i morgen etter 14", "2026-03-24T14:00:00"),
        ("onsdag", "2026-03-25T10:00:00"),
        ("tirsdag eller onsdag etter 12", "2026-03-24T12:00:00"),
        ("fredag etter 12", "2026-03-26T10:00:00"),  # the deadline goes before
        ("etter 14", "2026-03-26T14:00:00"),
        ("i morgen etter 18", "2026-03-26T10:00:00"),  # the office is closed then
    ],
)
def test_a_member_is_rung_on_the_day_they_name_when_the_deadline_allows(suits: str, due: str) -> None:
    """GE-5, TR-7: «best i morgen etter 14» stood beside a callback two days later."""
    case = take(*IN_GOOD_TIME, f"+best_tid={suits}", availability=AWAY)
    assert action(case, "CALLBACK")["due"] == due
    assert f", best {suits}" in text(case, "E-TR")


@pytest.mark.parametrize(
    ("back", "late"), [("2026-03-30", True), ("2026-04-07", True), ("2026-03-27", False), (None, False)]
)
def test_a_deadline_that_nobody_is_back_before_is_urgent(back: str | None, late: bool) -> None:
    """TR-7, X-2: two weeks are over on 30.03.2026, and the board says when DS and the case handler are back."""
    case = take(*IN_GOOD_TIME, availability={**AWAY, "nearby_DS": None}, help_back=back)
    asked = case.current is not None and case.current.id == "samtykke_naer"
    assert asked is late
    case = answer_with(case, "samtykke_naer=nei") if asked else case
    mail = text(case, "E-TR")
    assert ("meldt borte til" in mail) is late
    assert action(case, "EMAIL")["subject"].startswith("HASTER") is late
    assert ("rekker ikke fristen" in mail) is late


def test_the_absence_in_another_department_than_the_one_told_makes_nothing_urgent() -> None:
    """The board was read for the department of the record."""
    case = take(*IN_GOOD_TIME, "+avdeling=6", availability={**AWAY, "nearby_DS": None}, help_back="2026-04-07")
    assert not action(case, "EMAIL")["subject"].startswith("HASTER")


def test_whoever_speaks_with_a_neighbour_does_not_wait_for_another() -> None:
    """X-2: the member was put through, heard «hører du ikke fra oss», and the own DS was to ring in an hour."""
    asked = take(*HURRIES_TOLD, "samtykke_naer=ja", availability={**AWAY, "nearby_DS": None})
    over = answer_with(asked, "naer_ledig=tok")
    said = text(over, "I-FRIST")
    assert said.startswith(
        "«Jeg sender saken, og setter deg nå over til en distriktssekretær i en nærliggende avdeling.»"
    )
    assert said.endswith("før du har snakket med oss.»")
    assert {"CALLBACK"} & set(kinds(over)) == set()
    assert {"EMAIL", "NOTE", "RECORD_MEMBER_DETAILS"} <= set(kinds(over)), "TR-5 and TR-6 stay"
    assert "tar kontakt" not in text(over, "S-FRIST")
    none = answer_with(asked, "naer_ledig=ingen")
    assert "CALLBACK" in kinds(none)
    assert "Hører du ikke fra oss " in text(none, "I-FRIST")


def test_no_line_begins_with_the_space_of_what_was_left_out() -> None:
    """TR-5: «\n Medlemmet er informert …» when DS is not to get in touch."""
    for answers, near in ((HURRIES_TOLD, ("samtykke_naer=ja", "naer_ledig=tok")), (IN_GOOD_TIME, ())):
        mail = text(take(*answers, *near, availability={**AWAY, "nearby_DS": None}), "E-TR")
        assert [line for line in mail.split("\n") if line != line.strip()] == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("i morgen", "24.03.2026"),
        ("mandag", "30.03.2026"),
        ("fra 1. april", "01.04.2026"),
        ("16.03", "16.03.2026"),
        ("siden fredag", "20.03.2026"),
        ("uke 15", "uke 15"),
    ],
)
def test_the_first_day_of_a_layoff_is_a_date_for_whoever_reads_it_later(said: str, written: str) -> None:
    """TR-5, D14: «Gjelder fra: i morgen», in a mail that is read the day after."""
    case = take(
        "trobbel",
        "hendelse=permittert",
        "varsel=20.03",
        f"permittert_fra={said}",
        "nav=ja",
        "tillitsvalgt=ja",
        availability=AWAY,
    )
    assert f"Gjelder fra: {written}\n" in text(case, "E-TR")
    assert f"gjelder fra: {written}" in action(case, "RECORD_MEMBER_DETAILS")["text"]


@pytest.mark.parametrize("loop", ["2", "1"])
def test_a_member_may_rather_be_rung_than_put_through(loop: str) -> None:
    """GE-5, TR-5: a DS was free, and the note had to say that none was."""
    busy = () if loop == "2" else ("sloyfe2_ledig=ingen",)
    case = take(*IN_GOOD_TIME, *busy, "ds_ledig=ringes", "+best_tid=i morgen etter 14", received_on=f"sloyfe:{loop}")
    assert case.current is None
    assert "Vil heller bli ringt opp. Sak til DS avd. 4 på e-post" in text(case, "N-TR")
    assert action(case, "CALLBACK")["due"] == "2026-03-24T14:00:00"
    assert {"EMAIL", "RECORD_MEMBER_DETAILS", "INFORM"} <= set(kinds(case))
    assert "TRANSFER" not in kinds(case)


@pytest.mark.parametrize(
    ("answer", "first"),
    [("ja", "Søk også om dagpenger"), ("nei", "Meld deg hos Nav og søk"), ("vet_ikke", "Meld deg hos Nav og søk")],
)
def test_whoever_is_registered_with_nav_is_not_told_to_register(answer: str, first: str) -> None:
    """TR-7, D18: the money comes from the day of both, so the application is still said."""
    run = take(
        "trobbel",
        "hendelse=permittert",
        "varsel=2026-03-20",
        "permittert_fra=30.03.2026",
        f"nav={answer}",
        "tillitsvalgt=ja",
        availability=AWAY,
    )
    assert f"«{first}" in text(run, "I-PERM")


@pytest.mark.parametrize("typed", ["best etter 12", "Helst etter 12", "passer best etter 12"])
def test_what_suits_best_is_not_told_as_best_best(typed: str) -> None:
    """GE-5: «best best etter 12», and they were to be rung at ten, since no time was read."""
    case = take("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", f"+best_tid={typed}", availability=AWAY)
    assert "Nås på: 990 00 418, best etter 12\n" in text(case, "E-TR")
    assert action(case, "CALLBACK")["due"] == "2026-03-24T12:00:00"


@pytest.mark.parametrize(
    ("when", "where", "template"),
    [
        ("mottatt=i dag", "ansatt=ingen", "I-FRIST"),
        ("mottatt=vet_ikke", "ansatt=ingen", "I-FRIST-UKJENT"),
        ("mottatt=i dag", "ansatt=staten", "I-STAT"),
    ],
)
def test_nobody_is_told_of_a_letter_that_there_is_none_of(when: str, where: str, template: str) -> None:
    """TR-5, TR-7, D7: «ta vare på brevet og konvolutten», said to one who was dismissed by word of mouth."""
    answers = ("trobbel", "hendelse=oppsagt", when, "forhandling=ikke_holdt", "onske=jobb", where)
    notice = () if where == "ansatt=staten" else ("oppsigelsestid=vet_ikke",)
    oral = take(*answers, "formfeil=muntlig", *notice, "tillitsvalgt=ja", availability=AWAY)
    everything = " ".join(a.text for a in Outcome(oral).actions() if a.on)
    assert "brev" not in everything
    assert "Muntlig beskjed: " in text(oral, "E-TR")
    written = take(*answers, "formfeil=ingen", *notice, "tillitsvalgt=ja", availability=AWAY)
    assert "brevet" in text(written, template)
    assert "Mottatt brev: " in text(written, "E-TR")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("10.00", "innen klokka 11.00 i dag"),
        ("14.06", "innen klokka 15.15 i dag"),
        ("14.29", "innen klokka 15.15 i dag"),
        ("14.45", "innen klokka 15.15 i dag"),
        ("15.00", "innen klokka 15.15 i dag"),
        ("15.10", "innen klokka 15.25 i dag"),
        ("15.25", "innen klokka 15.40 i dag"),
        ("20.00", "innen klokka 20.15 i dag"),
    ],
)
def test_on_the_last_day_somebody_is_there_when_the_member_rings_again(at: str, words: str) -> None:
    """TR-7. The office closes at half past three."""
    run = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=2026-03-09",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        availability=AWAY,
        call_time=at,
    )
    assert report(run)["spoken_deadline"] == "2026-03-23"
    assert f"Hører du ikke fra oss {words}, så ring igjen." in text(run, "I-FRIST")


@pytest.mark.parametrize("day", ["2026-03-23", "2026-03-27", "2026-03-31", "2026-12-22", "2026-12-23", "2026-12-30"])
@pytest.mark.parametrize("received", mostly_at_night(["-14", "-13", "-30", "-200", "vet_ikke"], "-13"))
@pytest.mark.parametrize("at", ["08.00", "14.55", "15.01", "15.05", "15.16", "15.40", "20.00"])
def test_the_hour_that_is_said_is_the_hour_that_ds_is_to_ring(day: str, received: str, at: str) -> None:
    """TR-7, also after 15.00, before a weekend and before Christmas: «innen en halv time», «09.00 i morgen» of a call
    that stood at 15.20 today. Once the office has closed DS rings when it opens, unless that is after the last day, or
    the member hears that it is looked at today."""
    run = take(
        "trobbel", "hendelse=oppsagt", f"mottatt={received}", *NO_TALKS, availability=AWAY, call_date=day, call_time=at
    )
    due = datetime.fromisoformat(action(run, "CALLBACK")["due"])
    spoken = " ".join(a.text for a in Outcome(run).actions() if a.must_be_said)
    called = datetime.fromisoformat(f"{day}T{at.replace('.', ':')}")
    said = re.search(r"innen klokka (\d\d)\.(\d\d) (i dag|i morgen|\w+dag)", spoken)
    if said is None:
        assert due.time().hour == 10
        assert due.date() > called.date()
        return
    hour = due.replace(hour=int(said[1]), minute=int(said[2]))
    assert timedelta(0) <= hour - due < timedelta(minutes=15), "the same hour, or the quarter after it"
    assert said[3] == near_day(due.date(), called.date())
    closes = called.replace(hour=15, minute=30)
    is_for_today = report(run)["spoken_deadline"] in {day, "2026-12-24", "2026-12-31"} or "kan være ute" in spoken
    assert is_for_today or due <= closes or due.date() > called.date(), "the office has closed"


def test_a_member_whose_department_nobody_knows_is_no_dead_end() -> None:
    """X-5, TR-5, LA-4: as for a course, the administration finds it out."""
    lost = {**MEMBER, "department": None}
    run = take(
        "trobbel",
        "avdeling=vet_ikke",
        "hendelse=oppsagt",
        "mottatt=2026-03-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        member=lost,
        availability=AWAY,
    )
    assert run.current is None
    assert ("EMAIL", "role:procedure_owner", "E-TR") in actions(run)
    assert ("CALLBACK", "role:procedure_owner", "") in actions(run)
    assert "Sak til administrasjonen når e-posten går. Den finner avdelingen og videreformidler til DS." in text(
        run, "N-TR"
    )
    assert "videreformidlet til DS når e-posten går" not in text(
        run, "N-TR"
    )  # it goes to the administration, not to DS
    over = take(
        "trobbel",
        "avdeling=vet_ikke",
        "hendelse=oppsagt",
        "mottatt=2026-03-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        "ds_ledig=tok",
        member=lost,
    )
    assert [a.to_label for a in Outcome(over).actions() if a.on and a.kind == "TRANSFER"] == ["DS i avdelingen"]
    assert "satt over til DS i avdelingen kl. 10.00. Tillitsvalgt" in text(
        over, "N-TR-SATT-OVER"
    )  # nothing was sent to anybody
    known = take(
        "trobbel",
        "avdeling=4",
        "hendelse=oppsagt",
        "mottatt=2026-03-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        member=lost,
        availability=AWAY,
    )
    assert ("EMAIL", "avdeling:4:DS", "E-TR") in actions(known)


@pytest.mark.parametrize(
    ("meeting", "urgent", "due"),
    [
        ("2026-03-24", True, "2026-03-23T11:00:00"),
        ("2026-03-26", True, "2026-03-24T10:00:00"),
        ("2026-04-09", False, "2026-04-07T10:00:00"),
        ("2026-03-20", False, "2026-03-24T10:00:00"),
    ],
)
def test_somebody_rings_before_a_meeting_that_the_member_is_called_to(meeting: str, urgent: bool, due: str) -> None:
    """TR-7, 3.8: «Er du innkalt til møte? Når?»"""
    run = take("trobbel", "hendelse=annet", f"moete={meeting}", "tillitsvalgt=ja", availability=AWAY)
    assert bool(report(run)["urgent"]) is urgent
    assert action(run, "CALLBACK")["due"] == due


@pytest.mark.parametrize(
    ("meeting", "due"), [("2026-03-24", "2026-03-23T15:35:00"), ("2026-03-25", "2026-03-24T10:00:00")]
)
def test_after_hours_somebody_rings_before_the_day_of_the_meeting(meeting: str, due: str) -> None:
    """TR-7: nobody knows when on that day it is, so the next morning is too late."""
    answers = ("hendelse=annet", f"moete={meeting}", "tillitsvalgt=ja")
    run = take("trobbel", *answers, availability=AWAY, call_time="15.20")
    assert action(run, "CALLBACK")["due"] == due
    hour = "klokka 15.35 i dag" if due.startswith("2026-03-23") else "i morgen"
    assert f"Hører du ikke fra oss {'innen ' if 'klokka' in hour else ''}{hour}, så ring igjen." in text(
        run, "I-ALVORLIG"
    )


@pytest.mark.parametrize(
    ("best", "at"),
    [
        ("etter 15", "15:00"),
        ("mellom 12 og 14", "12:00"),
        ("etter lunsj", "12:00"),
        ("13.30", "13:30"),
        ("før 12", "10:00"),
        ("om kvelden", "10:00"),
        ("etter 17", "10:00"),
        ("en annen dag", "10:00"),
    ],
)
def test_they_are_rung_at_the_time_of_the_day_that_suits_them(best: str, at: str) -> None:
    """GE-5: «best etter 15» was to be rung at ten. The day is the one that the deadline allows (TR-7)."""
    case = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=2026-03-20",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        f"+best_tid={best}",
        availability=AWAY,
    )
    assert action(case, "CALLBACK")["due"] == f"2026-03-30T{at}:00"
    urgent = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=vet_ikke",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        f"+best_tid={best}",
        availability=AWAY,
    )
    assert action(urgent, "CALLBACK")["due"] == "2026-03-23T11:00:00"


def test_the_employer_is_asked_where_nobody_knows_it() -> None:
    """TR-5: «må vi notere medlemsopplysninger». «Ikke oppgitt» stood in the e-mail of whom nobody had asked."""
    unknown = {**MEMBER, "employer": ""}
    said = ("hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen")
    asked = take("trobbel", *said, member=unknown)
    assert asked.current is not None
    assert asked.current.role is StepRole.EMPLOYER
    told = answer_with(asked, "arbeidsgiver=Fjord AS")
    assert told.current is None
    assert "Arbeidsgiver: Fjord AS\n" in text(told, "E-TR")
    assert "Fjord AS" in action(told, "RECORD_MEMBER_DETAILS")["text"]
    silent = answer_with(asked, "arbeidsgiver=ikke_oppgitt")
    assert silent.current is None
    assert "Arbeidsgiver: ikke oppgitt\n" in text(silent, "E-TR")
    assert take("trobbel", *said).current is None, "the one of the record was confirmed"
    assert take("trobbel", *said[:-1], "ds_ledig=tok", member=unknown).current is None, "whoever took the call asks"


CATALOGUE = (
    Employer(id=1, employer="Renhold Øst AS", department=6),
    Employer(id=2, employer="Bygg AS", department=4),
    Employer(id=3, employer="Havna AS", department=2),
)
EMPLOYERS = ORGANISATION.model_copy(update={"employers": CATALOGUE})


@pytest.mark.parametrize(("said", "number"), [("Renhold", "6"), ("bygg as", "4"), ("Sted 4", "4")])
def test_the_department_is_found_from_an_employer_of_the_catalogue(said: str, number: str) -> None:
    start = take("trobbel", member={}, caller="ukjent")
    run = ProcedureRun(start.library, "trobbel", start.facts, EMPLOYERS, start.given)
    run = answer_with(answer_with(run, "er_medlem=ja"), f"avdeling={said}")
    assert run.given["avdeling"].text == number


@pytest.mark.parametrize(
    ("employer", "asked", "number"), [("Renhold Øst AS", "hendelse", "6"), ("Havna AS", "forste", "2")]
)
def test_a_member_without_a_department_has_that_of_the_employer_as_a_proposal(
    employer: str, asked: str, number: str
) -> None:
    """TR-4 holds for it too."""
    start = take("trobbel", member={**EMPLOYED, "employer": employer, "department": None})
    run = ProcedureRun(start.library, "trobbel", start.facts, EMPLOYERS, start.given)
    assert run.current is not None
    assert run.current.id == asked
    department = run.procedure.step("avdeling")
    assert department is not None
    assert proposal_of(run, department) == Answer(text=number, source=f"fra Katalog: {employer}")
