"""`check.findings` finds each kind of fault; that there is none in what is shipped is in tests/test_cli.py."""

import pytest

from sentralbord_desktop.procedures.checks.lint import findings, implemented
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.wording import PROGRAM_RULE
from tests.helpers.procedure_files import Break, faults, only

UT, FO, MEDIA, KURS = ("nb/utmelding.yaml", "nb/overforing_forbund.yaml", "nb/media.yaml", "nb/kurs.yaml")
ORGANISATION = default_organisation()


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            UT,
            "template: S-UT, when: {maate: epost_brev}",
            "template: S-UT, when: {maaten: epost_brev}",
            "utmelding.yaml, resultat «sms_adresse»: vilkåret spør etter «maaten», som ikke finnes",
        ),
        (
            UT,
            "template: S-UT, when: {maate: epost_brev}",
            "template: S-UT, when: {fakta.humor: god}",
            "utmelding.yaml, resultat «sms_adresse»: vilkåret spør etter «fakta.humor», som ikke finnes",
        ),
        (
            UT,
            "template: S-UT, when: {maate: epost_brev}",
            "template: S-UT, when: {beregnet.alt: ja}",
            "utmelding.yaml, resultat «sms_adresse»: vilkåret spør etter «beregnet.alt», som ikke finnes",
        ),
        (
            UT,
            "template: S-UT,",
            "template: S-UTE,",
            "utmelding.yaml, resultat «sms_adresse»: malen «S-UTE» finnes ikke.",
        ),
        (
            UT,
            'text: "Adressen til avd. {avd} sendes på SMS."',
            'text: "SMS til {avdelinga}."',
            "utmelding.yaml, uttrykk «sms_sendt»: feltet {avdelinga} finnes ikke.",
        ),
        (
            UT,
            "resultat.sms_adresse: med",
            "resultat.brevdue: med",
            "utmelding.yaml, uttrykk «sms_sendt»: vilkåret spør etter «resultat.brevdue», som ikke",
        ),
        (
            UT,
            "resultat.sms_adresse: med",
            "resultat.sms_adresse: kanskje",
            "utmelding.yaml, uttrykk «sms_sendt»: «resultat.sms_adresse» er «med», «uten» eller «sendt»",
        ),
        (
            UT,
            'to: "url:minside_utmelding"',
            'to: "url:minside"',
            "utmelding.yaml, resultat «REFER»: adressen «url:minside» finnes ikke.",
        ),
        (
            UT,
            "rules: [UT-1, UT-2]",
            "rules: [UT-1, UT-99]",
            "utmelding.yaml, steg «maate»: regelen UT-99 finnes ikke i regler.yaml.",
        ),
        (
            UT,
            'text: "Vet allerede adressen"',
            'text: "Vet allerede adressen", digit: "1"',
            "utmelding.yaml, steg «maate»: to svar har samme tall",
        ),
        (
            UT,
            'text: "Adressen til avd. {avd} sendes på SMS."',
            'text: "Adressen til avd. {Avd} sendes på SMS."',
            "utmelding.yaml, uttrykk «sms_sendt»: klammene i «Adressen til avd. {Avd} sendes på SMS.» blir stående",
        ),
        (
            UT,
            'text: "Adressen til avd. {avd} sendes på SMS."',
            'text: "Adressen sendes på SMS. {sms_sendt}"',
            "utmelding.yaml, uttrykk «sms_sendt»: viser til seg selv",
        ),
        (
            UT,
            "key: har_adressen",
            'key: ellevte, digit: "11"',
            "utmelding.yaml, steg «maate»: to svar har samme tall, eller det er flere enn ni.",
        ),
        (
            "texts/maler.yaml",
            "{dato}: Ringte og ønsket utmelding",
            "Ringte og ønsket utmelding",
            "utmelding.yaml, resultat «merknad»: merknaden mangler {dato}.",
        ),
        (
            "texts/felles.yaml",
            "from_fact: fakta.identitet",
            "from_fact: fakta.ident",
            "utmelding.yaml, steg «identitet»: faktumet «fakta.ident» finnes ikke.",
        ),
        (
            "texts/maler.yaml",
            "ønsket utmelding",
            "ønsket utmelding {__class__} {grunn}",
            "utmelding.yaml, resultat «merknad»: feltet {grunn} finnes ikke.",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_found_where_it_stands(
    broken: Break, file: str, old: str, new: str, fault: str
) -> None:
    found = faults(broken(file, old, new), "utmelding")
    assert any(line.startswith(fault) for line in found), found


def test_an_output_about_the_member_is_refused_in_a_call_from_a_third_party(broken: Break) -> None:
    changed = broken(UT, "template: N-UT, where:", "template: N-UT, third_party: ja, where:")
    (fault,) = faults(changed, "utmelding")
    assert fault == (
        "utmelding.yaml, resultat «merknad»: tredjepart_om_medlemmet, «Merknad» gjelder medlemmet og kan ikke ha "
        "«third_party: ja»."
    )


def test_a_call_from_a_third_party_that_cannot_be_completed_is_found(broken: Break) -> None:
    """The department of the member is not known there, so the e-mail would wait for it."""
    changed = broken(
        "nb/overforing_avdeling.yaml",
        "template: E-OA, when: {eget_onske: ja, not: {any: [{er_medlem: nei}, {identitet: nei}]}}",
        "template: E-OA, third_party: ja, when: {not: {er_medlem: nei}}",
    )
    found = [line for line in findings(only(changed, "overforing_avdeling"), ORGANISATION) if "Regelen" not in line]
    assert found == [
        "overforing_avdeling.yaml: tredjepart_uten_ende, {avd} mangler, så samtalen kan ikke fullføres etter start."
    ]


def test_a_call_from_a_third_party_in_which_nothing_is_said_is_found(broken: Break) -> None:
    changed = only(broken(UT, "  - {use: tredjepart}\n", ""), "utmelding", "overforing_forbund")
    line = "utmelding.yaml: tredjepart_usagt, det som kan sies, blir ikke sagt etter start."
    assert line in findings(changed, ORGANISATION)


def test_a_role_that_nobody_can_have_is_found(broken: Break) -> None:
    changed = broken(MEDIA, "role:media", "role:medie")
    assert any("rollen «medie» finnes ikke." in line for line in faults(changed, "media"))


def test_a_condition_on_a_later_step_is_found(broken: Break) -> None:
    changed = broken(
        "nb/annet.yaml",
        "    rules: [AN-1]\n    field: text\n  - id: videre",
        "    rules: [AN-1]\n    when: {videre: svart}\n    field: text\n  - id: videre",
    )
    (fault, *_) = faults(changed, "annet")
    assert fault == ("annet.yaml, steg «tema»: vilkåret spør etter «videre», som ikke finnes eller kommer senere.")


def test_a_switch_to_nowhere_and_a_preset_that_does_not_fit_are_found(broken: Break) -> None:
    changed = broken(UT, "switch: overforing_forbund", "switch: overforing_land")
    found = findings(only(changed, "utmelding"), ORGANISATION)
    assert "utmelding.yaml, steg «maate», svar «annet_forbund»: bytter til «overforing_land», som ikke finnes." in found
    preset = library().procedures["overforing_forbund"].steps[0].id
    choice = f"switch: overforing_forbund, preset: {{{preset}: kanskje}}"
    changed = broken(UT, "switch: overforing_land", choice)
    found = findings(only(changed, "utmelding", "overforing_forbund"), ORGANISATION)
    assert any(f"«{preset}: kanskje» finnes ikke der." in line for line in found)


def test_a_way_that_leads_to_nothing_is_found(broken: Break) -> None:
    """The control of the dead end: an answer after which nothing happens."""
    changed = broken(
        "nb/annet.yaml", "      - {key: ring,", '      - {key: ingenting, text: "Lot det ligge"}\n      - {key: ring,'
    )
    found = findings(only(changed, "annet"), ORGANISATION)
    assert any("blindvei, ingenting skjer etter" in line and "ingenting" in line for line in found)


def test_a_step_that_can_never_be_asked_is_found(broken: Break) -> None:
    never = "    when: {videre: over, not: {videre: over}}"
    changed = broken("nb/annet.yaml", "    when: {videre: over}", never)
    assert "annet.yaml, steg «over_til»: kan aldri bli spurt." in faults(changed, "annet")


def test_a_condition_on_an_answer_nobody_can_give_is_found(broken: Break) -> None:
    changed = broken("nb/annet.yaml", "    when: {videre: over}", "    when: {videre: aldri}")
    line = "annet.yaml, steg «over_til»: vilkåret venter på «videre: aldri», et svar som ikke finnes."
    assert line in faults(changed, "annet")


def test_a_rule_that_nothing_looks_after_is_found(broken: Break) -> None:
    changed = broken("texts/regler.yaml", "- id: GE-2", '- id: GE-77\n  strength: "kan"\n  text: "Ny."\n- id: GE-2')
    before = findings(only(library(), "annet"), ORGANISATION)
    new = [line for line in findings(only(changed, "annet"), ORGANISATION) if line not in before]
    assert new == ["Regelen GE-77 er ikke ivaretatt av noe steg eller resultat."]


def test_a_strength_that_no_rule_has_is_found(broken: Break) -> None:
    """Misspelt, the switchboard's own rule would be shown as the union's words."""
    changed = broken(
        "texts/regler.yaml", '- id: AN-1\n  strength: "vår tolkning"', '- id: AN-1\n  strength: "vår tolking"'
    )
    assert "Regelen AN-1 har styrken «vår tolking», som ikke finnes." in findings(only(changed, "annet"), ORGANISATION)


def test_each_rule_has_places_that_implement_it() -> None:
    places = implemented(library())
    assert "trobbel/tillitsvalgt" in places["TR-3"]
    assert "utmelding/venter" in places["UT-4"]
    assert all(places.get(name) for name, rule in library().rules.items() if rule.strength != PROGRAM_RULE)
