"""Which facts of the record must match what the member says, before anything is read out or changed (X-3)."""

from dataclasses import dataclass

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped

BIRTH_DATE, ADDRESS, PHONE, NUMBER = "Fødselsdato", "Adresse", "Telefon", "Medlemsnr."
ONLY_DATE = "Vi har verken adresse eller telefon. Spør om medlemsnummeret."
NO_DATE = "Fødselsdato mangler. Medlemsnummer og én opplysning til må stemme."
ONLY_NUMBER = "Fødselsdato, adresse og telefon mangler. Gi bare generell informasjon."


@dataclass(frozen=True, repr=False, slots=True)
class IdentityFact:
    """A fact of the record, as it is written on the screen."""

    label: str
    value: str
    rings: bool = False
    """The call comes from this number. The member must give it all the same."""


@dataclass(frozen=True, repr=False, slots=True)
class IdentityFacts:
    """All of `must`, and one of `one_of` where there are any. `equal` counts as one of them."""

    must: tuple[IdentityFact, ...]
    one_of: tuple[IdentityFact, ...] = ()
    equal: IdentityFact | None = None
    lacking: str = ""
    """What the record lacks, and what to do instead; «» when nothing that counts is missing."""


def has_address(member: Member) -> bool:
    """A post code or a town alone is no address."""
    return bool(member.street.strip())


def identity_facts(member: Member, ringing: str = "") -> IdentityFacts:
    """The facts to compare; `ringing` is the number that calls, as `normal_number` gives it, «» when unknown."""
    number = IdentityFact(NUMBER, grouped(member.number))
    others = [IdentityFact(ADDRESS, member.postal_address)] if has_address(member) else []
    others += [IdentityFact(PHONE, spoken_number(p.number), rings=p.number == ringing) for p in member.phones]
    if member.birth_date is None:
        return IdentityFacts((number,), tuple(others), lacking=NO_DATE if others else ONLY_NUMBER)
    date = IdentityFact(BIRTH_DATE, note_date(member.birth_date))
    if not others:
        return IdentityFacts((date, number), lacking=ONLY_DATE)
    return IdentityFacts((date,), tuple(others), equal=number)
