"""The value of each general {field}: from the call, the organisation, the deadline. One function each."""

from collections.abc import Callable

from sentralbord_desktop.domain.dates.calendar import long_date, note_date
from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.members.member import GONE, STATUSES
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import MONTHS, listed
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.member_changes import entered, still_to_enter
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.template_fields import contact, deadline
from sentralbord_desktop.procedures.template_fields.contact import link, number_of, number_outside, ring_too
from sentralbord_desktop.procedures.template_fields.context import FieldContext, Reader, answer_text
from sentralbord_desktop.procedures.template_fields.foreign_deadline import FOREIGN

FIND_IT = "Vi vet ikke hvilken avdeling dette hører til. Kan du finne den og sende det videre dit?"
"""The question to the administration, which gets outputs for an unknown department (X-5)."""
UNKNOWN_VALUE = "ikke kjent (sendt administrasjonen)"


def _member(read: Callable[[Facts], str]) -> Reader:
    return lambda context: read(context.run.facts) or None


def _sent_at(context: FieldContext) -> str:
    """«kl. 14.06»: the time of the call, or when it was taken up again."""
    facts = context.run.facts
    if facts.taken_up is None:
        return f"kl. {facts.call_time or '(ikke oppgitt)'}"
    return f"kl. {facts.taken_up:%H.%M}"


def _holder(key: str) -> Reader:
    def read(context: FieldContext) -> str | None:
        role = context.run.organisation.role(key)
        return role.holder or role.title

    return read


def _department_number(context: FieldContext) -> str | None:
    """The department that the caller named or confirmed, else that of the record."""
    step = context.run.step_for(StepRole.DEPARTMENT)
    answered = context.run.answer_of(step) if step else None
    number = context.run.facts.member.department
    return answered.text or None if answered else str(number or "") or None


def _department(part: str) -> Reader:
    def read(context: FieldContext) -> str | None:
        number = _department_number(context)
        if number is None:
            return None
        department = context.run.organisation.department(int(number))
        return str(getattr(department, part)) or None

    return read


def _reached(between: str) -> Reader:
    """The department's e-mail address, its postal address, or both (UT-2, OA-1)."""

    def read(context: FieldContext) -> str | None:
        number = _department_number(context)
        known = context.run.organisation.department(int(number)) if number else None
        return (known.reached(between) if known else "") or None

    return read


def _name(context: FieldContext) -> str:
    facts = context.run.facts
    return facts.member.name or facts.caller_name or answer_text(context, StepRole.CALLER_NAME)


def _who_rang(context: FieldContext) -> str:
    """«Medlem 204118», or the name. Tells the recipient of a case when the record differs (UT-4)."""
    member = context.run.facts.member
    if not member.member_no:
        return _name(context) or "En innringer uten medlemsnummer"
    gone = f", som står som {STATUSES[member.status].lower()}," if member.status in GONE else ""
    return f"Medlem {member.member_no}{gone}"


def _invoice_said(context: FieldContext) -> str:
    """«fakturaen fra november, den»; «fakturaen» for an unknown one."""
    invoice = context.run.facts.member.invoice
    return f"fakturaen fra {MONTHS[invoice.due.month - 1]}, den" if invoice else "fakturaen"


def _overflow(context: FieldContext) -> str:
    return "Tatt av en annen sløyfe." if is_overflow(context.run.facts, context.run.procedure) else ""


def _entered(context: FieldContext) -> str | None:
    """«telefon, e-post og status pensjonist»: the changes of the member record (ME-2). «ingenting» only when no more
    can follow."""
    return listed(entered(context.run)) or (None if still_to_enter(context.run) else "ingenting")


def _rung(context: FieldContext) -> str | None:
    """The registered time of the callback in words (GE-5), as in the list of callbacks."""
    wished = context.promised
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
    "sign": lambda o: o.run.facts.sign or "–",
    "operator": lambda o: o.run.facts.operator_name or o.run.facts.sign or "operatøren",
    "medlem": lambda o: _name(o) or "innringeren",
    "hvem": _who_rang,
    "notert": lambda o: "Notert i medlemsbildet." if o.run.facts.member.member_no else "",
    "nr": lambda o: o.run.facts.member.member_no or "uten medlemsnummer",
    "avd": lambda o: UNKNOWN_VALUE if o.run.nobody_knows_department else _department_number(o),
    "uten_avd": lambda o: f"{FIND_IT}\n\n" if o.run.nobody_knows_department else "",
    "avd_navn": _department("title"),
    "avd_epost": _department("email"),
    "avd_adresse": _department("postal_address"),
    "avd_hvor": _reached(" eller "),
    "avd_hvor_kort": _reached(" / "),
    "tlf": contact.phone,
    "paa_tlf": contact.on_phone,
    "paa_tlf_sagt": contact.on_phone_aloud,
    "uten_tlf": contact.without_phone,
    "du_tar_kontakt": contact.contact_sentence,
    "ring_igjen": contact.ring_again,
    "naas": contact.is_reached,
    "naas_kjent": contact.is_reached_or_not_asked,
    "kan_du_svare": contact.asked_to_answer,
    "ds_svarer": lambda o: contact.answers(o, "Distriktssekretæren"),
    "avd_svarer": lambda o: contact.answers(o, "Avdelingen som har kurset,"),
    "vi_ringer": contact.we_ring,
    "vi_prover": contact.we_try_again,
    "prover_notert": contact.tries_again_noted,
    "ringes_opp_notert": contact.rung_noted,
    "tlf_notert": contact.noted_number,
    "ringes_lovet": contact.promised,
    "best": contact.best,
    "adresse_sett": lambda o: (
        "Adresse kontrollert i dag"
        if o.run.was_given(StepRole.ADDRESS, StepRole.NEW_ADDRESS)
        else "Adresse i medlemsbildet"
    ),
    "adresse": _member(lambda f: f.member.address or ""),
    "arbeidsgiver": lambda o: answer_text(o, StepRole.EMPLOYER) or o.run.facts.member.employer or "ikke oppgitt",
    "koder": lambda o: (
        o.run.facts.member.insurance_codes
        or ("ingen koder i medlemsbildet" if o.run.facts.member.member_no else "ikke funnet")
    ),
    "faktura_sagt": _invoice_said,
    "venter_paa": _member(lambda f: f.member.missing_documentation),
    "forbund": lambda o: o.run.organisation.union,
    "ring_oss": lambda o: f"ring oss på {phone}" if (phone := spoken_number(o.run.organisation.phone)) else "ring oss",
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
    "frist": deadline.spoken(deadline.noted),
    "frist_emne": deadline.in_subject,
    "frist_lang": deadline.spoken(deadline.aloud),
    "frist_sagt": deadline.spoken(deadline.said_date),
    "frist_bekreftes": deadline.confirmed_by,
    "frist_neste": deadline.next_said,
    "frist_neste_notert": deadline.next_noted,
    "frist_ring_igjen": deadline.call_again,
    "frist_kontakt": deadline.contact,
    "frist_formal": deadline.purpose,
    "frist_aften": deadline.closed_eve,
    "frist_for": deadline.said_purpose,
    "frist_grunnlag": deadline.basis,
    "frist_erstatning": deadline.compensation,
    "frist_mottatt": deadline.received,
    "frist_andre": deadline.every_date,
    "frist_naermest": deadline.nearest,
    "frist_naermest_notert": deadline.nearest_noted,
    "frist_naermere_notert": deadline.nearer_noted,
    "hjelp_for_sent": deadline.help_is_late,
    "haster": deadline.urgent,
    "avlastning": _overflow,
    "fort_inn": _entered,
    "ringes": _rung,
    "ringes_nn": contact.promised_in_nynorsk,
    **{f"vi_ringer_{language}": contact.we_ring_in(language) for language in contact.RINGS},
    "ringes_en": lambda o: contact.promised_in("en", o),
    "ringes_pl": lambda o: contact.promised_in("pl", o),
    "flyttet": lambda o: f" ({o.moved_because})" if o.moved_because else "",
    "mottaker": lambda o: None,
    **FOREIGN,
}
"""General field -> the function for its value. `mottaker` depends on the action's own recipient."""
