"""The value of each general {field}: from the call, the house, the deadline. One function each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sentralbord_desktop.domain.dates import (
    add_working_days,
    before,
    eve,
    is_office_day,
    long_date,
    next_working_day,
    note_date,
)
from sentralbord_desktop.domain.deadlines import Deadline
from sentralbord_desktop.domain.inquiries import Facts
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.words import listed
from sentralbord_desktop.procedures import reached
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.new_details import entered
from sentralbord_desktop.procedures.reached import said
from sentralbord_desktop.procedures.targets import link, number_of, number_outside, ring_too

if TYPE_CHECKING:
    from sentralbord_desktop.procedures.outcome import Outcome

LAST_CALL = timedelta(minutes=30)
"""So long before the house closes somebody rings again at the latest."""
FIRST_CALL = timedelta(hours=1)
"""So long after it opens, when it cannot wait any longer."""
FAR_OFF, WAIT = 21, 5
"""Days after which a deadline is far off; working days that a member waits for us then."""

FIND_IT = "Vi vet ikke hvilken avdeling dette hører til. Kan du finne den og sende det videre dit?"
"""What the administration is asked, which gets what is for a department that nobody knows (X-5)."""
UNKNOWN = "ikke kjent (sendt administrasjonen)"

Reader = Callable[["Outcome"], str | None]


def _member(read: Callable[[Facts], str]) -> Reader:
    return lambda outcome: read(outcome.run.facts) or None


def _sent_at(outcome: "Outcome") -> str:
    """«kl. 14.06»: when the call came, or was taken up again."""
    facts = outcome.run.facts
    if facts.taken_up is None:
        return f"kl. {facts.call_time or '(ikke oppgitt)'}"
    return f"kl. {facts.taken_up:%H.%M}"


def _holder(key: str) -> Reader:
    def read(outcome: "Outcome") -> str | None:
        role = outcome.run.organisation.role(key)
        return role.holder or role.title

    return read


def _department_number(outcome: "Outcome") -> str | None:
    """The member's own department, else the one the caller named in the step `avdeling`."""
    step = outcome.run.procedure.step("avdeling")
    answered = outcome.run.answer_of(step) if step else None
    number = outcome.run.facts.member.department
    return str(number) if number else (answered.text or None if answered else None)


def nobody_knows_department(outcome: "Outcome") -> bool:
    """Neither the record nor the caller does: the administration finds it out (X-5)."""
    return any(choice.key == "vet_ikke" for choice in outcome.run.chosen("avdeling"))


def _department(part: str) -> Reader:
    def read(outcome: "Outcome") -> str | None:
        number = _department_number(outcome)
        if number is None:
            return None
        department = outcome.run.organisation.department(int(number))
        return str(getattr(department, part)) or None

    return read


def _reached(between: str) -> Reader:
    """The department's e-mail address, its postal address, or both (UT-2, OA-1)."""

    def read(outcome: "Outcome") -> str | None:
        number = _department_number(outcome)
        known = outcome.run.organisation.department(int(number)) if number else None
        return (known.reached(between) if known else "") or None

    return read


def _name(outcome: "Outcome") -> str:
    facts = outcome.run.facts
    return facts.member.name or facts.caller_name or said(outcome, "navn")


def _who_rang(outcome: "Outcome") -> str:
    """«Medlem 204118», or the name. Whoever gets a case of one who says that they are a member is told when the
    record says otherwise (UT-4)."""
    member = outcome.run.facts.member
    if not member.member_no:
        return _name(outcome) or "En innringer uten medlemsnummer"
    return f"Medlem {member.member_no}{', som står som utmeldt,' if member.status == 'utmeldt' else ''}"


def _deadline(form: Callable[[date], str]) -> Reader:
    def read(outcome: "Outcome") -> str | None:
        computed = outcome.run.lookup("beregnet.frist")
        assessment = outcome.run.assessment
        if computed is None:
            return None
        if assessment and assessment.spoken:
            return form(assessment.spoken.safe)
        words = {"ute": "ser ut til å være ute", "ukjent": "ikke kjent", "ingen": "ikke beregnet"}
        return words.get(computed[0], "egne regler, ikke beregnet")

    return read


def _deadline_in_subject(outcome: "Outcome") -> str | None:
    """«mulig frist 01.04.2026», the meeting that help must come before, or in words why there is no date."""
    words = {"ute": "fristen ser ut til å være ute", "ukjent": "fristen er ikke kjent",
             "egne_regler": "egne regler og frister", "ingen": "ingen frist beregnet"}  # fmt: skip
    computed, assessment = outcome.run.lookup("beregnet.frist"), outcome.run.assessment
    if computed is None:
        return None
    if assessment and assessment.meeting and not assessment.deadlines:
        return f"innkalt til møte {note_date(assessment.meeting)}"
    said = words.get(computed[0]) or f"mulig frist {_deadline(note_date)(outcome)}"
    if computed == ("kjent",) and assessment and assessment.elsewhere:
        sure = any(choice.key == "ja" for choice in outcome.run.chosen("konkurs"))
        said = f"{'konkurs' if sure else 'kanskje konkurs'}, {said}"
    sooner = assessment.sooner if assessment else None
    return f"{said}, nærmeste dato {note_date(sooner.safe)}" if sooner else said


def _call_again(outcome: "Outcome") -> str | None:
    """Two working days before the day that help must have come by (a deadline, the end of the notice, a meeting),
    not before the next working day, and never that day itself: today, when there is none between. When the
    date is far off, a week: nobody waits so long to hear from us."""
    called, assessment = outcome.run.facts.now.date(), outcome.run.assessment
    tomorrow = next_working_day(called + timedelta(days=1), is_office_day)
    help_before = assessment.help_before if assessment else None
    if assessment and (assessment.passed or assessment.own_rules):
        return _while_open(outcome, tomorrow)  # DS sees to it today
    if help_before is None or (assessment and assessment.elsewhere):
        return long_date(tomorrow)
    last = nearer(help_before, called)
    day = max(tomorrow, before(last, 2))
    return long_date(day) if day < last else _while_open(outcome, last)


def _while_open(outcome: "Outcome", last: date) -> str:
    """Today, and so early that somebody still answers; when it is too late for that, early on the last day."""
    called, house = outcome.run.facts.now, outcome.run.organisation
    closing = datetime.combine(called.date(), house.closes) - LAST_CALL
    if called + LAST_CALL <= closing:
        return f"klokka {closing:%H.%M} i dag"
    if last > called.date() and not eve(last):
        return f"klokka {datetime.combine(last, house.opens) + FIRST_CALL:%H.%M} {long_date(last)}"
    return "en halv time"


def nearer(last: date, called: date) -> date:
    """The date that ringing back is counted from: the deadline itself, or for one that is far off (pay is
    claimed within three years, a suit brought within eight weeks) a day from which it is a week's wait."""
    return (
        last
        if (last - called).days <= FAR_OFF
        else add_working_days(called, WAIT + 2, is_office_day)
    )


def _counted_from(outcome: "Outcome") -> str:
    """«Du fikk brevet 03.03.2026. Da ser», for what is said aloud: the fact that the date was built on (4.4)."""
    sources, assessment = outcome.run.procedure.deadlines, outcome.run.assessment
    start = assessment.spoken.start if assessment and assessment.spoken else None
    if sources is not None and start is not None:
        if start == outcome.run.day_of(sources.negotiations_ended):
            return f"Forhandlingene ble avsluttet {note_date(start)}. Da ser"
        if start == outcome.run.day_of(sources.received):
            oral = any(choice.key == "muntlig" for choice in outcome.run.chosen("formfeil"))
            return f"Du fikk {'beskjeden' if oral else 'brevet'} {note_date(start)}. Da ser"
    return "Som regel ser"


def _aloud(deadline: Deadline) -> str:
    """What it is for, without the brackets that only DS reads."""
    return deadline.purpose.partition(" (")[0]


def _eve(outcome: "Outcome") -> str:
    """«julaften» is a working day by law, and nobody is there (4.2)."""
    assessment = outcome.run.assessment
    spoken = assessment.spoken if assessment else None
    if spoken is None or not spoken.eve:
        return ""
    if spoken.safe == outcome.run.facts.now.date():
        return f" Det er i dag, {spoken.eve}, og kontorene kan stenge tidlig."
    return f" Det er {spoken.eve}, og kontorene kan være stengt. Regn med dagen før."


def _contact(outcome: "Outcome") -> str:
    """Before the date that an SMS names; today, when that is the date (S-FRIST)."""
    assessment = outcome.run.assessment
    spoken = assessment.spoken if assessment else None
    is_today = spoken is not None and spoken.safe == outcome.run.facts.now.date()
    if any(choice.key == "ja" for choice in outcome.run.chosen("naer_ledig")):
        return ""  # a DS in a nearby department is speaking with them
    called = outcome.run.facts.now.date()
    if spoken is not None and nearer(spoken.safe, called) != spoken.safe:
        return f"Vi tar kontakt innen {_call_again(outcome)}."
    return f"Vi tar kontakt {'i dag' if is_today else 'før det'}."


def _compensation(outcome: "Outcome") -> str:
    """The later date of whoever wants only compensation, beside the one that may cost the job (4.3, D6)."""
    assessment, called = outcome.run.assessment, outcome.run.facts.now.date()
    if assessment is None or assessment.spoken is None or assessment.spoken.closes:
        return ""
    later = [d for d in assessment.deadlines if d.spoken and d.closes and d.safe >= called]
    return (
        " Er du helt sikker på at du bare vil ha erstatning, ser fristen for det ut til å være "
        f"{long_date(later[0].safe, year=True)}." if later else ""
    )  # fmt: skip


def _other_deadlines(outcome: "Outcome") -> str:
    """Every computed deadline with raw, § 149 and safe date: for DS only."""
    assessment = outcome.run.assessment
    if assessment is None:
        return "ingen"
    dates = [
        f"{d.section} {d.purpose}: {note_date(d.safe)} (rått {note_date(d.raw)}, "
        f"etter § 149 {note_date(d.extended)}{f', {d.eve}' if d.eve else ''})"
        for d in assessment.deadlines
    ]
    notices = [
        f"{n.section} {n.purpose}: {note_date(n.first_day)} ({n.days} dagers varsel), "
        f"{note_date(n.first_day_unforeseen)} ved uforutsette hendelser ({n.unforeseen_days} dager)"
        for n in assessment.notices
    ]
    return "; ".join([*dates, *notices]) or "ingen"


def _sooner(outcome: "Outcome") -> str:
    """« Nærmeste dato: 24.03.2026, å stå i stilling (…).»: what only DS is told, where it comes before what is said
    aloud (TR-7, D8)."""
    sooner = outcome.run.assessment.sooner if outcome.run.assessment else None
    return f"\nNærmeste dato: {note_date(sooner.safe)}, {sooner.purpose}" if sooner else ""


def _sooner_noted(outcome: "Outcome") -> str:
    """« Nærmeste dato: 24.03.2026.» in the note: whoever reads it next must not think of the later one alone."""
    sooner = outcome.run.assessment.sooner if outcome.run.assessment else None
    return f" Nærmeste dato for DS: {note_date(sooner.safe)}." if sooner else ""


def _urgent(outcome: "Outcome") -> str | None:
    computed = outcome.run.lookup("beregnet.haster")
    return None if computed is None else ("HASTER – " if computed == ("ja",) else "")


def _overflow(outcome: "Outcome") -> str:
    return "Tatt av en annen sløyfe." if is_overflow(
        outcome.run.facts, outcome.run.procedure) else ""  # fmt: skip


def _entered(outcome: "Outcome") -> str:
    """«telefon, e-post og status pensjonist»: what the call has put into the member record (ME-2)."""
    return listed(entered(outcome.run)) or "ingenting"


def _rung(outcome: "Outcome") -> str | None:
    """The moment that is registered, in words (GE-5): what is promised is what stands in the list."""
    wished = outcome.wished
    if wished is None:
        return None
    due, bound = wished
    if due is None:
        return bound
    clock = f"{due:%H.%M}".removesuffix(".00")
    return f"{long_date(due.date())} {f'{bound} ' if bound else ''}kl. {clock}"


READERS: dict[str, Reader] = {
    "dato": lambda o: note_date(o.run.facts.call_date),
    "kl": lambda o: o.run.facts.call_time or "(ikke oppgitt)",
    "sendt": lambda o: f"{note_date(o.run.facts.now.date())} {_sent_at(o)}",
    "sendt_kl": lambda o: (
        _sent_at(o)
        if o.run.facts.now.date() == o.run.facts.call_date
        else f"{note_date(o.run.facts.now.date())} {_sent_at(o)}"
    ),
    "sign": lambda o: o.run.facts.sign or "–",
    "operator": lambda o: o.run.facts.operator_name or o.run.facts.sign or "operatøren",
    "medlem": lambda o: _name(o) or "innringeren",
    "hvem": _who_rang,
    "notert": lambda o: "Notert i medlemsbildet." if o.run.facts.member.member_no else "",
    "nr": lambda o: o.run.facts.member.member_no or "uten medlemsnummer",
    "avd": lambda o: UNKNOWN if nobody_knows_department(o) else _department_number(o),
    "uten_avd": lambda o: f"{FIND_IT}\n\n" if nobody_knows_department(o) else "",
    "avd_navn": _department("title"),
    "avd_epost": _department("email"),
    "avd_adresse": _department("postal_address"),
    "avd_hvor": _reached(" eller "),
    "avd_hvor_kort": _reached(" / "),
    "tlf": reached.phone,
    "paa_tlf": reached.on_phone,
    "paa_tlf_sagt": reached.on_phone_aloud,
    "uten_tlf": reached.without_phone,
    "du_tar_kontakt": reached.told_of_contact,
    "ring_igjen": reached.ring_again,
    "naas": reached.is_reached,
    "naas_kjent": lambda o: reached.is_reached(o) or reached.NO_PHONE,
    "kan_du_svare": reached.asked_to_answer,
    "ds_svarer": lambda o: reached.answers(o, "Distriktssekretæren"),
    "avd_svarer": lambda o: reached.answers(o, "Avdelingen som har kurset,"),
    "vi_ringer": reached.we_ring,
    "vi_prover": reached.we_try_again,
    "prover_notert": reached.tries_again_noted,
    "tlf_notert": reached.noted_number,
    "ringes_lovet": reached.promised,
    "best": reached.best,
    "adresse_sett": lambda o: (
        "Adresse kontrollert i dag"
        if {"adresse", "ny_adresse"} & set(o.run.given)
        else "Adresse i medlemsbildet"
    ),
    "adresse": _member(lambda f: f.member.address or ""),
    "arbeidsgiver": lambda o: (
        said(o, "arbeidsgiver") or o.run.facts.member.employer or "ikke oppgitt"
    ),
    "koder": lambda o: (
        o.run.facts.member.insurance_codes
        or ("ingen koder i medlemsbildet" if o.run.facts.member.member_no else "ikke funnet")
    ),
    "forbund": lambda o: o.run.organisation.union,
    "ring_oss": lambda o: (
        f"ring oss på {phone}" if (phone := spoken_number(o.run.organisation.phone)) else "ring oss"
    ),
    "tlf_sentralbord": lambda o: spoken_number(o.run.organisation.phone) or None,
    "gf_navn": _holder("gf_payments"),
    "post_navn": _holder("post"),
    "media_navn": _holder("media"),
    "lenke_innmelding": link("url:innmelding"),
    "lenke_minside": link("url:minside_utmelding"),
    "lenke_avtaler": link("url:avtaler"),
    "lenke_kurs": link("url:kurs"),
    "lofavor_tlf": number_of("LO_FAVOR"),
    "lofavor_ring": ring_too("LO_FAVOR"),
    "skade_tlf": number_of("tel:91509801"),
    "nummer_ute": number_outside,
    "frist": _deadline(note_date),
    "frist_emne": _deadline_in_subject,
    "frist_lang": _deadline(partial(long_date, year=True)),
    "frist_ring_igjen": _call_again,
    "frist_fra": _counted_from,
    "frist_kontakt": _contact,
    "frist_formal": lambda o: (
        _aloud(o.run.assessment.spoken) if o.run.assessment and o.run.assessment.spoken else ""
    ),
    "frist_erstatning": _compensation,
    "frist_aften": _eve,
    "frist_grunnlag": lambda o: o.run.assessment.basis if o.run.assessment else "",
    "frist_andre": _other_deadlines,
    "frist_naermest": _sooner,
    "frist_naermest_notert": _sooner_noted,
    "haster": _urgent,
    "avlastning": _overflow,
    "fort_inn": _entered,
    "ringes": _rung,
    "ringes_nn": reached.promised_in_nynorsk,
    "ringes_en": lambda o: reached.promised_in("en", o),
    "ringes_pl": lambda o: reached.promised_in("pl", o),
    "flyttet": lambda o: f" ({o.moved})" if o.moved else "",
    "mottaker": lambda o: None,
}
"""General field -> how its value is found. `mottaker` depends on the action's own recipient."""
