"""The facts that conditions and `from_fact` can use before the first answer."""

import re
from collections.abc import Callable

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.inquiries.caller_kind import ABOUT_THEMSELVES, CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.members.member import DEAD, GONE, UNKNOWN
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.procedures.model import Procedure

YES, NO = "ja", "nei"
POST_CODE = re.compile(r"\d{4}(?!\d)")
FOR_ANOTHER = "for_annen"
"""The answer of a third party to the question of identity."""

Read = Callable[[Facts, Organisation, Procedure], str | None]


def yes_no(value: bool | None) -> str | None:  # noqa: FBT001 - it is the value
    return None if value is None else (YES if value else NO)


def available(facts: Facts, *names: str) -> bool | None:
    """Whether one of these is free: any yes wins, all no is no, else unknown."""
    folded = {key.casefold(): value for key, value in facts.availability.items()}
    values = [folded.get(name.casefold()) for name in names if name]
    if True in values:
        return True
    return None if None in values or not values else False


def _role(key: str) -> Read:
    def read(facts: Facts, organisation: Organisation, _: Procedure) -> str | None:
        role = organisation.role(key)
        for name in (f"role:{key}", key, role.holder, *role.holder.split()[:1]):
            value = available(facts, name) if name else None
            if value is not None:
                return yes_no(value)
        return None

    return read


def _free(*names: str) -> Read:
    def read(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
        return yes_no(available(facts, *names))

    return read


def _department_free(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    return yes_no(available(facts, f"avdeling_{facts.member.department}"))


def _course_department_free(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    number = facts.member.course_responsible_department
    return yes_no(available(facts, f"avdeling_{number}")) if number else None


def _member(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    """Whether the caller is a member, by the record: a member who resigned may have joined again, and an unknown status
    says nothing. Without a record, the answer to «Hvem ringer?» decides."""
    if facts.member.status in {*GONE, UNKNOWN}:
        return None
    if facts.member.member_no or facts.identity_failed or facts.caller == CallerKind.NOT_FOUND:
        return YES
    return NO if facts.caller in {CallerKind.JOINING, CallerKind.PRESS} else None


def _for_self(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    """Whether the caller calls about themselves, as far as this call has confirmed it (X-3, X-4)."""
    if facts.is_third_party:
        return NO
    return YES if facts.identity_confirmed or facts.caller in ABOUT_THEMSELVES else None


def _identity(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    if facts.is_third_party:
        return FOR_ANOTHER
    return YES if facts.identity_confirmed else None


def _ks_first(facts: Facts, organisation: Organisation, _: Procedure) -> str | None:
    number = facts.member.department
    return yes_no(organisation.department(number).ks_first_contact) if number else None


def _overflow(facts: Facts, _o: Organisation, procedure: Procedure) -> str | None:
    return yes_no(is_overflow(facts, procedure))


def _own_loop(facts: Facts, _o: Organisation, procedure: Procedure) -> str | None:
    return yes_no(facts.loop == procedure.loop) if facts.loop else None


def is_overflow(facts: Facts, procedure: Procedure) -> bool:
    """GE-7: another loop takes it, the home loop is busy AND the volume calls for it."""
    home = f"sloyfe_{procedure.loop}"
    busy = facts.availability.get(f"{home}_opptatt") or facts.availability.get(home) is False
    return (
        procedure.overflow
        and facts.loop not in (None, procedure.loop)
        and bool(busy)
        and bool(facts.availability.get("hoy_pagang"))
    )


def loop_warning(facts: Facts, procedure: Procedure) -> str:
    """A warning when another loop takes an inquiry without GE-7's two conditions; it never blocks."""
    if facts.loop in (None, procedure.loop) or is_overflow(facts, procedure):
        return ""
    if not procedure.overflow:
        return ""
    return (
        f"Dette hører til sløyfe {procedure.loop}. Du kan ta det, men andre sløyfer hjelper "
        f"bare til når sløyfe {procedure.loop} er opptatt og pågangen er stor."
    )


def has_address(facts: Facts) -> bool | None:
    """Whether a letter reaches the address: a post code without a street does not. A caller without a record has none
    in it; None when unknown."""
    if facts.member.address is None:
        return None if facts.member.member_no else False
    first = facts.member.address.partition(",")[0].strip()
    return bool(first) and not POST_CODE.match(first)


def _address_words(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    if facts.member.address is None:
        return None
    return facts.member.address if has_address(facts) else "gateadressen mangler"


def _invoice_words(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    """«F500002, 1 240 kr, forfalt 16. november»."""
    invoice = facts.member.invoice
    if invoice is None:
        return None
    whole, rest = divmod(invoice.amount, 100)
    kroner = f"{grouped(str(whole))}{f',{rest:02}' if rest else ''} kr"
    today = facts.now.date()
    word = "forfalt" if invoice.due < today else "forfaller"
    day = long_date(invoice.due, year=invoice.due.year != today.year).partition(" ")[2]
    return f"{invoice.number}, {kroner}, {word} {day}"


def _name(facts: Facts, _o: Organisation, _p: Procedure) -> str | None:
    """The name in the record, only after identity; otherwise the name that the caller gave."""
    if facts.member.member_no and not facts.identity_confirmed:
        return None
    return _text(facts.member.name or facts.caller_name)


def _text(value: str | None) -> str | None:
    return value or None


FACTS: dict[str, Read] = {
    "medlem": _member,
    "utmeldt": lambda f, o, p: yes_no(f.member.status == "utmeldt"),
    "dod": lambda f, o, p: yes_no(f.member.status == DEAD),
    "medlemsbilde": lambda f, o, p: yes_no(bool(f.member.member_no) or f.caller == CallerKind.MEMBER),
    "i_registeret": lambda f, o, p: yes_no(bool(f.member.member_no)),
    "ubekreftet": lambda f, o, p: yes_no(f.identity_failed),
    "ringer_selv": _for_self,
    "identitet": _identity,
    "lukket_medlemsbilde": lambda f, o, p: yes_no(f.closed_member_id is not None),
    "innringer": lambda f, o, p: f.caller,
    "tilbakeringing": lambda f, o, p: yes_no(f.received_on == "callback"),
    "sloyfe": lambda f, o, p: str(f.loop) if f.loop else None,
    "egen_sloyfe": _own_loop,
    "avlastning": _overflow,
    "avdeling": lambda f, o, p: str(f.member.department) if f.member.department else None,
    "avd_ks_forst": _ks_first,
    "arbeidssted_avdeling": lambda f, o, p: _text(str(f.member.workplace_department_area or "")),
    "arbeidssted_kjent": lambda f, o, p: YES if f.member.workplace_department_area else None,
    "kurs_avdeling": lambda f, o, p: _text(str(f.member.course_responsible_department or "")),
    "tlf": lambda f, o, p: _text(f.phone),
    "arbeidsgiver": lambda f, o, p: _text(f.member.employer),
    "har_koder": lambda f, o, p: yes_no(bool(f.member.insurance_codes and f.member.status != "utmeldt")),
    "har_adresse": lambda f, o, p: yes_no(has_address(f)),
    "adresse": _address_words,
    "mangler_dokumentasjon": lambda f, o, p: _text(f.member.missing_documentation),
    "venter_dokumentasjon": lambda f, o, p: yes_no(bool(f.member.missing_documentation)),
    "fakturaer": _invoice_words,
    "forsikringskoder": lambda f, o, p: _text(f.member.insurance_codes if f.member.status not in GONE else ""),
    "etterspurt": lambda f, o, p: _text(f.member.asked_for),
    "etterspurt_epost": lambda f, o, p: yes_no(bool(o.mail_of(f.member.asked_for))) if f.member.asked_for else None,
    "navn": _name,
    "onsker_ikke_sms": lambda f, o, p: yes_no(f.member.no_sms),
    "har_tillitsvalgt": lambda f, o, p: yes_no(f.member.has_tillitsvalgt),
    "tillitsvalgt": lambda f, o, p: _text(f.member.shop_steward),
    "sloyfe_2_ledig": _free("sloyfe_2"),
    "ks_ledig": _free("KS"),
    "ks_os_ledig": _free("KS", "OS"),
    "ds_ledig": _free("DS", "saksbehandler"),
    "naer_ds_ledig": _free("nearby_DS"),
    "avdeling_ledig": _department_free,
    "kursavdeling_ledig": _course_department_free,
    "gf_ledig": _role("gf_payments"),
    "post_ledig": _role("post"),
    "media_ledig": _role("media"),
    "skade_ledig": _free("tel:91509801"),
    "help_ledig": _free("HELP"),
    "lofavor_ledig": _free("LO_FAVOR"),
}
"""Name after «fakta.» -> how it is read. None means unknown: the procedure asks."""


SILENT_FACTS = frozenset(
    {
        "sloyfe",
        "egen_sloyfe",
        "avlastning",
        "tilbakeringing",
        "i_registeret",
        "medlemsbilde",
        "onsker_ikke_sms",
        "avd_ks_forst",
        "etterspurt_epost",
        "identitet",
        "ringer_selv",
        "medlem",
        "navn",
    }
)
"""The facts that may answer a step without a question: about the switchboard itself, answers of this call, and earlier
wishes. Every other fact is a proposal, which a person confirms."""

PEOPLE = {"ds_ledig": ("DS", "saksbehandler"), "ks_ledig": ("KS",), "ks_os_ledig": ("KS", "OS")}
"""Fact -> the functions it asks about, which are the keys of `availability_words` too."""

ROLES = {"gf_ledig": "gf_payments", "post_ledig": "post", "media_ledig": "media"}
"""Fact -> the role it asks about."""


def reason_of(facts: Facts, name: str) -> str:
    """The board's words that a fact is based on, «» without any."""
    words = (facts.availability_words.get(key, "") for key in PEOPLE.get(name, ()))
    return ", ".join(filter(None, words))
