"""What is said and written of a deadline is the one that counts now, in the words that fit."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from sentralbord_desktop.domain.dates.foreign_dates import foreign_date, foreign_eve
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import values_in
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.spoken_lines import MAX_LINES, MAX_SIGNS, lines_of
from sentralbord_desktop.procedures.templates import MISSING
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import AWAY, MEMBER, action, actions, kinds, take, text
from tests.helpers.calls import ready
from tests.helpers.night import mostly_at_night

LOST: dict[str, Any] = {"member": {}, "caller": "ukjent"}
SEEN_TO = ("ingen", "vet_ikke", "ja")
"""Nothing wrong with the letter, the end of the notice not known, has spoken to the steward."""


def dismissed(received: str, standing: str = "ikke_holdt", wants: str = "jobb", **facts: Any) -> ProcedureRun:
    return take("trobbel", "oppsagt", received, *standing.split(), wants, "ingen", *SEEN_TO, availability=AWAY, **facts)


def unpaid(due: str, bankrupt: str, **facts: Any) -> ProcedureRun:
    return take("trobbel", "manglende_lonn", due, bankrupt, "nei", availability=AWAY, **facts)


def in_language(run: ProcedureRun, template: str, language: str) -> str:
    named = next(a for a in Outcome(run).actions() if a.template == template)
    worded = Outcome(run, Review(languages={named.id: language})).actions()
    return next(a.text for a in worded if a.template == template)


# ---------------------------------------------------------------- a bankrupt employer (D22, D23)


def test_of_a_bankrupt_employer_the_notice_and_the_twelve_months_come_first() -> None:
    run = unpaid("2026-01-15", "ja")
    mail = action(run, "EMAIL")
    assert mail["subject"] == (
        "HASTER – Manglende lønn – medlem M-1 – konkurs, frist i kunngjøringen, lønn eldre enn 12 måneder dekkes ikke"
    )
    assert "Beregnet frist (veiledende): står i kunngjøringen av konkursen," in mail["text"]
    assert "(3 år): 15.01.2029" in mail["text"], "DS sees what else was counted"
    said = text(run, "I-LONN")
    assert "«Fristen står i kunngjøringen av konkursen." in said
    assert "de siste 12 månedene" in said
    assert not re.search(r"20\d\d", said)
    note = text(run, "N-TR")
    assert "Bedriften er konkurs." in note
    assert "fristen står i kunngjøringen" in note
    assert "2029" not in note
    assert "S-FRIST" not in {template for _, _, template in actions(run)}
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"


def test_where_nobody_knows_of_a_bankruptcy_the_member_hears_the_shortest() -> None:
    """Twelve months after Monday 15 June 2026, a Tuesday; the three years are not said."""
    run = unpaid("2026-06-15", "vet_ikke", call_date="2026-11-30")
    said = text(run, "I-LONN")
    assert "Fristen ser ut til å være tirsdag 15. juni 2027." in said
    assert "2029" not in said
    note = text(run, "N-TR")
    assert "Ikke kjent om bedriften er konkurs." in note
    assert "informert om mulig frist 15.06.2027." in note
    assert action(run, "EMAIL")["subject"].endswith("– mulig konkurs, mulig frist 15.06.2027")
    known = unpaid("2026-06-15", "nei", call_date="2026-11-30")
    assert "fredag 15. juni 2029" in text(known, "I-LONN")
    assert "konkurs" not in text(known, "N-TR")


def test_a_claim_that_lapses_in_days_is_said_though_a_bankruptcy_would_have_been_nearer() -> None:
    """TR-7, D19, D22: three years are over on Wednesday, and «den eldste fristen kan være ute» was all that was said."""
    run = unpaid("2023-03-25", "vet_ikke")
    assert "«Ved konkurs kan fristen være ute. Den neste ser ut til å være onsdag 25. mars.»" in text(run, "I-LONN")
    assert "fristen ved konkurs kan være ute, og om den neste, 25.03.2026." in text(run, "N-TR")
    for language, day in (("nn", "onsdag 25. mars 2026"), ("en", "Wednesday 25 March 2026"), ("pl", "25 marca 2026")):
        assert day in in_language(run, "I-LONN", language)
    rung = next(step for step in run.procedure.steps if step.id == "ds_ledig").transfer
    assert rung is not None
    assert "Den neste ser ut til å være onsdag 25. mars." in Outcome(run).filled(rung.brief)
    assert "neste 25.03.2026" in Outcome(run).filled(rung.keywords)
    far = unpaid("2025-01-15", "vet_ikke")
    assert "kan staten dekke siste 12 måneder" in text(far, "I-LONN"), "the years that are left must not calm"


@pytest.mark.parametrize(
    ("due", "called", "said"),
    [("2024-02-10", "2026-11-30", "onsdag 10. februar 2027"), ("2023-12-10", "2026-11-30", "torsdag 10. desember. ")],
)
def test_a_wage_deadline_is_said_with_its_year_when_it_is_another(due: str, called: str, said: str) -> None:
    """72 days on, and in another year."""
    assert said in text(unpaid(due, "nei", call_date=called), "I-LONN")


def test_deadline_of_a_dismissal_is_said_likewise() -> None:
    assert "onsdag 6. januar 2027" in text(dismissed("2026-12-23", call_date="2026-12-23"), "I-FRIST")
    assert "fredag 3. april" not in text(dismissed("2026-03-20"), "I-FRIST")


def test_whoever_is_put_through_of_a_bankrupt_employer_has_it_in_the_note() -> None:
    run = take("trobbel", "manglende_lonn", "2026-01-15", "ja", "nei", "ds_ledig=tok", availability={"DS": True})
    note = text(run, "N-TR-SATT-OVER")
    assert "Bedriften er konkurs." in note
    assert "Fristen står i kunngjøringen av konkursen." in note


# ---------------------------------------------------------------- the first is over, another runs


def test_when_the_first_is_over_ds_and_the_member_get_the_next_one() -> None:
    """Received Monday 2 March: the two weeks ended on the 16th, the eight weeks end on Monday 27 April."""
    run = dismissed("2026-03-02")
    mail = action(run, "EMAIL")
    assert mail["subject"].endswith("– fristen ser ut til å være ute, neste frist 27.04.2026")
    assert "\nNeste frist: 27.04.2026, søksmål for å beholde jobben (8 uker)\n" in mail["text"]
    assert action(run, "CALLBACK")["deadline"] == "2026-04-27"
    note = text(run, "N-TR")
    assert note.count("27.04.2026") == 1, "told once"
    assert "informert om at den første fristen kan være ute, og om den neste, 27.04.2026." in note
    assert "i dag" not in note, "that DS must look at it today was not said"
    said = text(run, "I-FRIST-UTE")
    assert "Den neste ser ut til å være mandag 27. april." in said
    assert "(" not in said


def test_what_only_ds_is_told_is_not_said_though_it_is_the_next() -> None:
    """D8: the notice ends on Wednesday 15 April, before the eight weeks."""
    answers = ("oppsagt", "2026-03-02", "ikke_holdt", "jobb", "ingen", "ingen", "2026-04-15", "ja")
    run = take("trobbel", *answers, availability=AWAY)
    assert action(run, "EMAIL")["subject"].endswith("neste frist 15.04.2026")
    said = text(run, "I-FRIST-UTE")
    assert "27. april" in said
    assert "15. april" not in said
    assert "og om den neste, 27.04.2026. Nærmeste dato for DS: 15.04.2026." in text(run, "N-TR")


@pytest.mark.parametrize(
    ("received", "next_one", "said"),
    [
        ("2026-03-02", "27.04.2026", "Den neste ser ut til å være mandag 27. april."),
        ("2026-01-12", "10.07.2026", "Den for erstatning ser ut til å være fredag 10. juli."),
    ],
)
def test_who_wants_only_compensation_gets_the_next_one_alike(received: str, next_one: str, said: str) -> None:
    """Six months from 12 January 2026 end on a Sunday, so Friday 10 July is safe; from 2 March, on 2 September."""
    run = dismissed(received, wants="erstatning")
    assert action(run, "EMAIL")["subject"].endswith(f"neste frist {next_one}")
    assert said in text(run, "I-FRIST-UTE")


def test_when_all_are_over_no_date_is_said() -> None:
    run = dismissed("2026-01-12")
    assert action(run, "EMAIL")["subject"].endswith("– fristen ser ut til å være ute")
    assert not re.search(r"\d{4}", text(run, "I-FRIST-UTE").replace("11.00", ""))


SPOKEN_HOUR = re.compile(r"Hører du ikke fra oss innen klokka (\d\d\.\d\d) i dag, så ring igjen")


@pytest.mark.parametrize("minute", mostly_at_night(range(0, 60, 7), 0, 7, 49))
@pytest.mark.parametrize("hour", range(8, 15))
def test_the_hour_that_is_said_is_the_quarter_after_the_callback(hour: int, minute: int) -> None:
    """TR-7: whoever is to be rung at 15.06 is not told to ring again at 15.00."""
    for run, template in (
        (dismissed("2026-03-09", call_time=f"{hour:02}.{minute:02}"), "I-FRIST"),
        (dismissed("2026-01-12", call_time=f"{hour:02}.{minute:02}"), "I-FRIST-UTE"),
        (dismissed("vet_ikke", call_time=f"{hour:02}.{minute:02}"), "I-FRIST-UKJENT"),
    ):
        due = datetime.fromisoformat(action(run, "CALLBACK")["due"])
        found = SPOKEN_HOUR.search(text(run, template))
        assert found is not None, text(run, template)
        said = datetime.combine(due.date(), time.fromisoformat(found[1].replace(".", ":")))
        assert timedelta(0) <= said - due < timedelta(minutes=15), (due, said)
        assert said.minute % 15 == 0
        assert said.time() < time(15, 30), "somebody is still there"


def test_the_day_that_is_said_is_that_of_the_callback() -> None:
    run = dismissed("2026-03-20")
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"
    assert "Hører du ikke fra oss innen 30. mars, så ring igjen." in text(run, "I-FRIST")


# ---------------------------------------------------------------- negotiations


@pytest.mark.parametrize("standing", ["paagar", "avsluttet vet_ikke"])
def test_who_negotiates_is_asked_for_the_protocol_and_not_for_the_letter(standing: str) -> None:
    said = text(dismissed("2026-01-12", standing), "I-FRIST-UKJENT")
    assert "protokollen" in said
    assert "Finn brevet" not in said
    assert "Finn brevet" in text(dismissed("vet_ikke"), "I-FRIST-UKJENT")


@pytest.mark.parametrize("standing", ["paagar", "avsluttet vet_ikke"])
@pytest.mark.parametrize(
    ("language", "ask", "moves"),
    [
        ("nb", "«Be om protokollen fra møtet. ", ". Protokollen kan gi ny. Vi bekrefter.»"),
        ("nn", "«Be om protokollen frå møtet. ", ". Protokollen kan gi ny frist. Vi stadfestar.»"),
        ("en", "«Ask for the minutes. ", ". The minutes may move it. We confirm.»"),
        ("pl", "«Proszę poprosić o protokół. ", ". Protokół może go zmienić. Potwierdzimy.»"),
    ],
)
def test_who_negotiates_hears_of_the_protocol_in_each_language(
    language: str, ask: str, moves: str, standing: str
) -> None:
    """D5: the suit is counted from the end of the negotiations. Nobody hears of a limit to demand what goes on."""
    demand = next(rule for rule in library().deadline_rules if rule.id == "D2")
    run = dismissed("2026-03-20", standing)
    said = in_language(run, "I-FRIST", language)
    assert ask in said
    assert moves in said
    assert not any(words in said for words in (demand.purpose, *demand.purposes.values())), said
    assert "01.04.2026. Bedt om protokollen, som kan gi ny frist." in text(run, "N-TR")
    ordinary = dismissed("2026-03-20")
    assert ask not in in_language(ordinary, "I-FRIST", language)
    assert moves not in in_language(ordinary, "I-FRIST", language)
    assert "protokollen" not in text(ordinary, "N-TR")


@pytest.mark.parametrize(
    ("standing", "asked"),
    [
        ("paagar", {"nn": "Be om protokollen", "en": "Ask for the minutes", "pl": "poprosić o protokół"}),
        ("avsluttet vet_ikke", {"nn": "Finn protokollen", "en": "Find the minutes", "pl": "odszukać protokół"}),
        ("ikke_holdt", {"nn": "Finn brevet", "en": "Find the letter", "pl": "odszukać pismo"}),
    ],
)
def test_what_is_to_be_found_is_the_same_in_each_language(standing: str, asked: dict[str, str]) -> None:
    run = dismissed("vet_ikke", standing)
    for language, words in asked.items():
        assert words in in_language(run, "I-FRIST-UKJENT", language)


def test_the_whole_deadline_is_read_out_as_counted_from_the_letter_while_they_negotiate() -> None:
    run = dismissed("2026-03-20", "paagar")
    whole = Outcome(run).field("hele_fristen_sagt")
    assert whole is not None
    assert "Regnet fra det ser fristen ut til å være onsdag 1. april 2026. Be om protokollen: " in whole
    assert "å kreve forhandlinger" not in whole


def test_negotiations_that_ended_before_the_letter_are_said_not_to_fit() -> None:
    asked = take("trobbel", "oppsagt", "2026-03-20", "avsluttet", "2026-03-10", availability=AWAY)
    assert asked.current is not None
    assert asked.current.id == "passer_ikke"
    assert "det passer ikke" in asked.current.say
    run = dismissed("2026-03-20", "avsluttet 2026-03-10 vet_ikke")
    mail = action(run, "EMAIL")["text"]
    assert "Forhandling: avsluttet 10.03.2026, før brevet kom: det passer ikke, DS må se på det\n" in mail
    assert "oppgitt avsluttet 10.03.2026, før brevet kom: passer ikke" in mail
    assert "mulig frist 01.04.2026" in action(run, "EMAIL")["subject"]
    fits = take("trobbel", "oppsagt", "2026-03-10", "avsluttet", "2026-03-20", availability=AWAY)
    assert fits.current is not None
    assert fits.current.id == "onske"


# ---------------------------------------------------------------- today, and the eves


def test_a_deadline_that_is_today_is_said_as_today() -> None:
    """Two weeks after Monday 9 March."""
    run = dismissed("2026-03-09")
    assert "ut til å være i dag, mandag 23. mars." in text(run, "I-FRIST")
    assert "fra samtalen vår: i dag, mandag 23. mars 2026. Vi tar kontakt i dag." in text(run, "S-FRIST")
    assert action(run, "EMAIL")["subject"].endswith("mulig frist 23.03.2026 (i dag)")
    tomorrow = dismissed("2026-03-10")
    assert "ut til å være tirsdag 24. mars." in text(tomorrow, "I-FRIST")


@pytest.mark.parametrize(
    ("received", "eve", "words"),
    [
        ("2026-12-10", "julaften", {"nn": "julaftan", "en": "Christmas Eve", "pl": "Wigilia"}),
        ("2026-12-17", "nyttårsaften", {"nn": "nyttårsaftan", "en": "New Year's Eve", "pl": "sylwester"}),
    ],
)
def test_the_sms_warns_of_the_eves_in_each_language(received: str, eve: str, words: dict[str, str]) -> None:
    """Two weeks from the Thursdays 10 and 17 December 2026 are 24 and 31 December."""
    run = dismissed(received, call_date="2026-12-18")
    assert f" Det er {eve}, og kontorene kan være stengt. Regn med dagen før." in text(run, "S-FRIST")
    for language, name in words.items():
        assert name in in_language(run, "S-FRIST", language)


@pytest.mark.parametrize(
    ("language", "name", "confirms"),
    [
        ("nb", "julaften", "Vi bekrefter."),
        ("nn", "julaftan", "Vi stadfestar."),
        ("en", "Christmas Eve", "We confirm."),
        ("pl", "Wigilia", "Potwierdzimy."),
    ],
)
@pytest.mark.parametrize("called", ["2026-12-14", "2026-12-24"])
@pytest.mark.parametrize("standing", ["ikke_holdt", "paagar"])
def test_a_deadline_on_an_eve_is_said_to_be_confirmed(
    language: str, name: str, confirms: str, called: str, standing: str
) -> None:
    """Section 4.4: «Always: DS bekrefter»; also on the day itself."""
    said = in_language(dismissed("2026-12-10", standing, call_date=called), "I-FRIST", language)
    line = next(line for line in lines_of(said) if name in line)
    assert line.endswith(confirms), line
    assert len(line) <= MAX_SIGNS


@pytest.mark.parametrize(
    ("language", "day", "today"),
    [
        ("nn", "tysdag 17. mars 2026", "i dag, tysdag 17. mars 2026"),
        ("en", "Tuesday 17 March 2026", "today, Tuesday 17 March 2026"),
        ("pl", "wtorek, 17 marca 2026", "dziś, wtorek, 17 marca 2026"),
    ],
)
def test_the_deadline_texts_have_other_languages(language: str, day: str, today: str) -> None:
    run, now = (dismissed("2026-03-03", call_date=called) for called in ("2026-03-05", "2026-03-17"))
    for template in ("S-FRIST", "I-FRIST"):
        said = in_language(run, template, language)
        assert day in said
        assert "{" not in said
        assert not MISSING.search(said)
        assert today in in_language(now, template, language)
    over = dismissed("2026-03-02")
    assert foreign_date(language, date(2026, 4, 27)) in in_language(over, "I-FRIST-UTE", language)
    assert not MISSING.search(in_language(dismissed("vet_ikke"), "I-FRIST-UKJENT", language))


LANGUAGES = ("nn", "en", "pl")
BOKMAL_ONLY = re.compile(r"\b(fristen|ikke|jeg|hører|distriktssekretæren (får|bekrefter)|veiledning)\b", re.IGNORECASE)
TO_MEMBER = {"INFORM", "SMS"}


def heard(run: ProcedureRun, language: str) -> dict[str, str]:
    """Template -> what the member hears or gets of the deadline, in a call that is spoken in `language`."""
    spoken = run.with_facts(run.facts.model_copy(update={"language": language}))
    found = [one for one in Outcome(spoken).actions() if one.kind in TO_MEMBER]
    assert found
    assert {one.language for one in found} == {language}, [one.template for one in found]
    return {one.template: one.text for one in found}


def member_of_the_state() -> ProcedureRun:
    letter = ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "staten", "ingen", "ja")
    return take("trobbel", *letter, availability=AWAY)


def laid_off(registered: str) -> ProcedureRun:
    return take("trobbel", "permittert", "2026-03-20", "2026-04-03", registered, "nei", availability=AWAY)


@pytest.mark.parametrize(
    ("language", "asked", "over"),
    [
        ("nn", "«Snakk gjerne med tillitsvald òg.", " Eg set deg over til ein som kan hjelpe deg.»"),
        ("en", "«Feel free to talk to your shop steward too.", " I am putting you through to someone who can help.»"),
        ("pl", "«Proszę porozmawiać także z mężem zaufania.", " Łączę z osobą, która pomoże.»"),
    ],
)
def test_the_words_of_the_steward_are_in_the_language_of_the_member(language: str, asked: str, over: str) -> None:
    letter = ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "nei")
    waits = take("trobbel", *letter, availability=AWAY)
    assert heard(waits, language)["I-TV"] == f"{asked}»"
    assert heard(take("trobbel", *letter, "ds_ledig=tok"), language)["I-TV"] == f"{asked}{over}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("run", "template", "day"),
    [
        (dismissed("2026-03-20"), "I-FRIST", date(2026, 4, 1)),
        (dismissed("2026-03-02"), "I-FRIST-UTE", date(2026, 4, 27)),
        (dismissed("vet_ikke"), "I-FRIST-UKJENT", None),
        (member_of_the_state(), "I-STAT", None),
        (laid_off("ja"), "I-PERM", None),
        (laid_off("nei"), "I-PERM", None),
        (unpaid("2026-01-15", "ja"), "I-LONN", None),
        (unpaid("2026-06-15", "vet_ikke", call_date="2026-11-30"), "I-LONN", date(2027, 6, 15)),
        (unpaid("2026-06-15", "nei", call_date="2026-11-30"), "I-LONN", date(2029, 6, 15)),
        (unpaid("2025-01-15", "vet_ikke"), "I-LONN", None),
        (unpaid("2021-01-15", "nei"), "I-LONN", None),
        (unpaid("vet_ikke", "vet_ikke"), "I-LONN", None),
        (unpaid("vet_ikke", "nei"), "I-LONN", None),
    ],
)
def test_what_the_member_hears_of_a_deadline_is_in_their_language(
    run: ProcedureRun, template: str, day: date | None, language: str
) -> None:
    """Whole, with each date as the language writes it and no other date."""
    texts = heard(run, language)
    said = texts[template]
    for words in texts.values():
        assert "{" not in words
        assert "venter på svar" not in words
        assert not re.search(r"\d\d\.\d\d\.\d{4}", words), words
        assert language == "nn" or not BOKMAL_ONLY.search(words), words
    lines = lines_of(said)  # T19, in each language
    assert len(lines) <= MAX_LINES
    assert max(map(len, lines)) <= MAX_SIGNS
    years = re.findall(r"\b20\d\d\b", said)
    assert years == ([str(day.year)] if day else [])
    if day is not None:
        assert foreign_date(language, day) in said
    if "S-FRIST" in texts and day is not None:
        assert foreign_date(language, day) in texts["S-FRIST"]


def test_the_language_of_one_card_goes_before_that_of_the_call() -> None:
    run = dismissed("2026-03-20", language="pl")
    actions_ = Outcome(run).actions()
    assert {one.language for one in actions_ if one.template in {"I-FRIST", "S-FRIST"}} == {"pl"}
    sms = next(one for one in actions_ if one.template == "S-FRIST")
    mixed = {one.template: one for one in Outcome(run, Review(languages={sms.id: "nb"})).actions()}
    assert (mixed["S-FRIST"].language, mixed["I-FRIST"].language) == ("nb", "pl")
    assert mixed["S-FRIST"].text.startswith("Hei! Viktig dato")
    assert mixed["E-TR"].language == "nb", "what a colleague reads"


def test_every_day_of_a_week_and_month_has_its_name_abroad() -> None:
    assert [foreign_date(one, date(2027, 1, 2)) for one in ("nn", "en", "pl")] == [
        "laurdag 2. januar 2027",
        "Saturday 2 January 2027",
        "sobota, 2 stycznia 2027",
    ]
    assert foreign_date("pl", date(2027, 12, 31)) == "piątek, 31 grudnia 2027"
    assert foreign_eve("en", date(2027, 12, 30)) == ""


# ---------------------------------------------------------------- what is asked, and who gets it


def test_form_errors_and_the_end_of_the_notice_are_asked() -> None:
    run = take("trobbel", "oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", availability=AWAY)
    for step, said in (("formfeil", "ingen"), ("oppsigelsestid", "2026-05-31"), ("tillitsvalgt", "ja")):
        assert run.current is not None
        assert run.current.id == step
        run = answer_with(run, said)
    fired = take("trobbel", "avskjediget", "2026-03-20", "ikke_holdt", "jobb", "ingen", "muntlig", availability=AWAY)
    assert fired.current is not None
    assert fired.current.id == "tillitsvalgt", "one who must go at once has no notice"


def test_gf_is_the_new_one_unless_the_caller_says_otherwise() -> None:
    busy = {"gf_payments": False}
    assert "på ny GF" in text(take("forsikring", "purring_gf", availability=busy), "E-GF-PURRING")


def test_in_avd_2_its_own_ds_is_tried_before_another_department() -> None:
    letter = ("ja", "oppsagt", "ja", "2026-03-10", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "nei")
    two: dict[str, Any] = {"member": {**MEMBER, "department": 2}, "availability": {"KS": False}}
    asked = take("trobbel", *letter, **two)
    assert asked.current is not None
    assert asked.current.id == "ds_ledig"
    over = answer_with(asked, "tok")
    assert ("TRANSFER", "avdeling:2:DS", "") in actions(over)
    assert "EMAIL" not in kinds(over)
    away = answer_with(asked, "ingen")
    assert away.current is not None
    assert away.current.id == "samtykke_naer", "the deadline is tomorrow"
    mail = action(away, "EMAIL")
    assert (mail["to"], mail["copy_to"]) == ("avdeling:2:DS", ["avdeling:2:KS"])


@pytest.mark.parametrize(("wish", "owner"), [("ring", "sloyfe:3"), ("rutine", "role:procedure_owner")])
def test_who_asked_to_be_rung_about_anything_is_rung_by_somebody(wish: str, owner: str) -> None:
    run = take("annet", "parkering", wish, "i morgen 10")
    assert action(run, "CALLBACK")["owner"] == owner
    assert action(run, "CALLBACK")["to_label"]


def test_after_min_side_nobody_is_asked_for_a_letter() -> None:
    said = text(take("utmelding", "min_side"), "I-SKRIFTLIG")
    assert "Min Side" in said
    assert "posten" not in said
    assert "i posten" in text(take("utmelding", "epost_brev"), "I-SKRIFTLIG")


@pytest.mark.parametrize(
    ("category", "answers"),
    [
        ("kontingent", ("ja", "sats", "Forklarte satsen", "41234567", "Per Ås")),
        ("opplysninger", ("ja", "status", "student", "41234567", "vet_ikke", "Per Ås")),
        ("utmelding", ("ja", "min_side", "Per Ås")),
        ("overforing_avdeling", ("ja", "ja", "6", "4", "Per Ås")),
        ("overforing_forbund", ("ja", "ja", "NTL", "4", "Per Ås")),
    ],
)
def test_a_member_whom_we_do_not_find_is_taken_through(services: Services, category: str, answers: Any) -> None:
    """X-5: the remark waits for the record, and the log of calls has the name that was told."""
    run = take(category, *answers, **LOST)
    assert run.current is None
    assert "NOTE" in kinds(run)
    services.inquiries.complete(ready(services, category, None, *answers, number="41234567"))
    (waits,) = services.unmatched_calls.all_unmatched()
    assert waits.member_name == "Per Ås"
    stranger = take(category, *(("ja", "nei") if category.startswith("overf") else ("nei",)), **LOST)
    assert stranger.current is None
    assert "NOTE" not in kinds(stranger)


# ---------------------------------------------------------------- words


def every_text() -> list[str]:
    texts = [body for t in library().templates.values() for body in (t.body, *(w.body for w in t.other.values()))]
    for procedure in library().procedures.values():
        texts += [v.text for variants in procedure.phrases.values() for v in variants]
        texts += [part for step in procedure.steps for part in (step.ask, step.say, step.do, step.note)]
        texts += [part for step in procedure.steps for c in step.choices for part in (c.text, c.hint, c.phrase)]
    return texts


def test_nothing_is_ever_too_late_and_nothing_is_sent_before_it_is() -> None:
    for words in every_text():
        assert not re.search(r"for sent|for gammel|too late|za późno|for seint", words.casefold()), words


def test_only_a_phrase_of_what_has_left_says_so() -> None:
    """«Jeg har sendt» by state."""
    for procedure in library().procedures.values():
        for variant in (variant for variants in procedure.phrases.values() for variant in variants):
            if "har sendt" in variant.text:
                assert "sendt" in {value for name, value in values_in(variant.when) if name.startswith("resultat.")}
    assert not [t for t in library().templates.values() if "har sendt" in t.body]


def test_the_note_tells_no_time_that_nothing_was_sent_at() -> None:
    run = dismissed("2026-03-20")
    assert "Sak til DS avd. 4 på e-post, videreformidlet til DS når e-posten går. Medlemmet" in text(run, "N-TR")
    assert "kl." not in text(run, "N-TR")
    question = take("lov_avtale", "tolkning", "Pausen?", "nei", "ja")
    assert "Spørsmål om lov eller avtale: Pausen? Sløyfe 2 ikke" in text(question, "N-LA")
    assert "Sak til DS avd. 4 når e-posten går." in text(question, "N-LA")


# ---------------------------------------------------------------- the whole of it, when the caller asks


def whole(run: ProcedureRun) -> str:
    step = run.procedure.step("hele_fristen")
    assert step is not None
    assert run.applies(step)
    return Outcome(run).spoken(step)


def test_the_unions_whole_sentence_can_be_read_out_on_demand() -> None:
    """I-FRIST of the rulebook: the day of the letter, what it is for, compensation, and that it is guidance."""
    run = dismissed("2026-03-19", wants="vet_ikke")
    assert whole(run) == (
        "Du fikk brevet torsdag 19. mars. Da ser fristen for å kreve forhandlinger ut til å være onsdag 1. april 2026. "
        "For bare erstatning ser fristen ut til å være fredag 18. september 2026. Dette er veiledning, ikke juridisk råd. "
        "Distriktssekretæren bekrefter fristen. Hører du ikke fra oss innen 30. mars, så ring igjen."
    )
    step = run.procedure.step("hele_fristen")
    assert step is not None
    assert step.optional, "it costs no key"
    assert run.current is None


def test_the_letter_is_not_said_when_its_day_is_not_known() -> None:
    run = dismissed("vet_ikke", "avsluttet 2026-03-20")
    assert whole(run).startswith(
        "Fristen for søksmål for å beholde jobben ser ut til å være fredag 15. mai 2026. Dette"
    )
    unknown = dismissed("vet_ikke")
    step = unknown.procedure.step("hele_fristen")
    assert step is not None
    assert not unknown.applies(step)


def test_ds_reads_all_four_in_the_mail() -> None:
    mail = text(dismissed("2026-03-19", wants="vet_ikke"), "E-TR")
    assert "Mottatt brev: 19.03.2026" in mail
    assert "å kreve forhandlinger: 01.04.2026" in mail
    assert "søksmål om bare erstatning (6 måneder, tidligste lesning): 18.09.2026" in mail
    assert "Dette er veiledning fra sentralbordet og ikke juridisk råd." in mail


RING_AGAIN = {
    "nn": (
        "Høyrer du ikkje frå oss innan {day}, så ring igjen.",
        "Høyrer du ikkje frå oss innan klokka 11.00 i dag, så ring igjen.",
        "Vi manglar nummeret ditt, så ring igjen innan {day}.",
    ),
    "en": (
        "If you do not hear from us by {day}, call again.",
        "If you do not hear from us by 11.00 today, call again.",
        "We lack your number, so please call again by {day}.",
    ),
    "pl": (
        "W razie braku kontaktu do {day} proszę zadzwonić.",
        "W razie braku kontaktu do 11.00 dzisiaj proszę zadzwonić.",
        "Nie mamy numeru, więc proszę zadzwonić do {day}.",
    ),
}
THE_30TH = {"nn": "30. mars", "en": "30 March", "pl": "30 marca"}


@pytest.mark.parametrize("language", RING_AGAIN)
def test_by_when_to_ring_again_is_said_in_each_language(language: str) -> None:
    """TR-7: «If you do not hear from us in time», while bokmål named the day, also to one whom nobody could ring."""
    by_day, by_hour, no_number = (words.format(day=THE_30TH[language]) for words in RING_AGAIN[language])
    assert by_day in in_language(dismissed("2026-03-19"), "I-FRIST", language)
    assert by_hour in in_language(dismissed("2026-03-02"), "I-FRIST-UTE", language)
    unreachable = answer_with(dismissed("2026-03-19", member={**MEMBER, "phone": ""}), "tlf=ingen")
    assert no_number in in_language(unreachable, "I-FRIST", language)
