"""Which column of an import file is which field: by heading, in Norwegian and English. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.members.member import FIELD_NAMES
from sentralbord_desktop.domain.privacy.birth_number import BIRTH_NUMBER, has_birth_number
from sentralbord_desktop.domain.text.folding import plain

Columns = dict[str, str | None]
"""Heading in the file -> field, or None for a column that is not read."""

FULL_NAME = "name"
"""A column with the whole name; it is split into first and last name."""


@dataclass(frozen=True)
class Subject:
    """What a file can be about: its fields, their names on the screen and their headings."""

    key: str
    names: Mapping[str, str]
    headings: Mapping[str, str]
    needed: tuple[str, ...]

    def field_called(self, text: str) -> str | None:
        """The field whose key or Norwegian name is `text`."""
        if text in self.names:
            return text
        return next((f for f, name in self.names.items() if plain(name) == plain(text)), None)


def _columns_of(table: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): field for field, words in table.items() for word in words.split("|")}


MEMBERS = Subject(
    key="medlemmer",
    names={**FIELD_NAMES, FULL_NAME: "Navn (fornavn og etternavn)"},
    needed=("number",),
    headings=_columns_of(
        {
            "number": "medlemsnummer|medlemsnr|medlemsnr.|medlem nr|medlnr|member_no|member number|"
            "member id|membership number",
            "first_name": "fornavn|first_name|given name|forename",
            "middle_name": "mellomnavn|middle_name",
            "last_name": "etternavn|last_name|surname|family name",
            FULL_NAME: "navn|name|fullt navn|full name",
            "birth_date": "fødselsdato|født|fødd|f.dato|birth_date|date of birth|birthday|dob",
            "phone": "telefon|mobil|mobiltelefon|mobilnummer|telefonnummer|tlf|tlf.|phone|mobile|"
            "phone number|telefon 1|phone1",
            "phone2": "telefon2|telefon 2|mobil 2|telefon privat|telefon hjemme|telefon arbeid|phone2|"
            "phone 2|home phone|work phone",
            "email": "e-post|epost|e-postadresse|epostadresse|email|e-mail|mail|email address",
            "street": "adresse|gate|gateadresse|postadresse|veiadresse|street|address|street address|adresse 1",
            "post_code": "postnr|postnummer|postcode|post_code|zip|zip code|postal code",
            "place": "poststed|sted|by|place|city|town",
            "status": "status|medlemsstatus|medlemstype|member status",
            "department": "avdeling|avd|avd.|avdelingsnummer|avdelingsnr|avdeling nr|department|department_no|branch",
            "employer": "arbeidsgiver|bedrift|firma|employer|company",
            "workplace": "arbeidssted|arbeidsplass|workplace|work place",
            "workplace_post_code": "arbeidsstedets postnummer|arbeidsstedets postnr|"
            "arbeidssted postnummer|arbeidssted postnr|postnr arbeidssted|"
            "postnummer arbeidssted|workplace_post_code|workplace postcode",
            "joined": "innmeldt|innmeldt dato|innmeldingsdato|medlem siden|joined|join date|member since",
            "insurance_codes": "forsikringskoder|forsikringskode|forsikringer|forsikring|insurance_codes|insurance",
            "shop_steward": "tillitsvalgt|tillitsvalgt på arbeidsplassen|shop_steward|shop steward",
            "no_sms": "ønsker ikke sms|ikke sms|reservert mot sms|sms-reservasjon|no_sms|no sms",
        }
    ),
)

INVOICES = Subject(
    key="fakturaer",
    names={
        "number": "Fakturanummer",
        "member_no": "Medlemsnummer",
        "issued": "Fakturadato",
        "due": "Forfall",
        "amount": "Beløp (kroner)",
        "paid": "Betalt (kroner)",
        "missing_documentation": "Manglende dokumentasjon",
    },
    needed=("number", "member_no", "issued", "due", "amount"),
    headings=_columns_of(
        {
            "number": "fakturanummer|fakturanr|faktura|nummer|invoice_no|invoice number|invoice|number",
            "member_no": "medlemsnummer|medlemsnr|medlem nr|member_no|member number|member id",
            "issued": "fakturadato|utstedt|dato|issued|issue date|invoice date|date",
            "due": "forfall|forfallsdato|due|due_date",
            "amount": "beløp|sum|amount|total",
            "paid": "betalt|innbetalt|betalt beløp|paid|paid amount",
            "missing_documentation": "manglende dokumentasjon|mangler dokumentasjon|mangler|"
            "missing_documentation|missing documentation",
        }
    ),
)

SUBJECTS = {subject.key: subject for subject in (MEMBERS, INVOICES)}

BIRTH_NUMBER_HEADINGS = frozenset(
    plain(word)
    for word in (
        "fødselsnummer",
        "fødselsnr",
        "fødselsnr.",
        "fnr",
        "f.nr",
        "personnummer",
        "personnr",
        "person nr",
        "pnr",
        "d-nummer",
        "dnr",
        "fødsels- og personnummer",
        "ssn",
        "national id",
        "national identity number",
        "nin",
        "birth number",
        "personal id number",
        "social security number",
        "fødselsnummer (11 siffer)",
    )
)
SAMPLE = 2000
WHY_REFUSED = "Kolonnen ser ut til å inneholde fødselsnummer. Det lagres aldri her."


def refused(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Columns that are never read, with the reason: those that hold fødselsnummer (PR-2)."""
    found = {}
    for place, heading in enumerate(headings):
        cells = (row[place].strip() for row in rows[:SAMPLE] if place < len(row))
        filled = [cell for cell in cells if cell]
        like = sum(1 for cell in filled if BIRTH_NUMBER.fullmatch(cell) and has_birth_number(cell))
        by_name = plain(heading) in BIRTH_NUMBER_HEADINGS or "fodselsnummer" in plain(heading)
        if by_name or (filled and like * 2 > len(filled)):
            found[heading] = WHY_REFUSED
    return found


def recognise(subject: Subject, headings: Iterable[str], no: Mapping[str, str]) -> Columns:
    """The field of each heading; the first of two that mean the same wins, `no` are never read."""
    taken: set[str] = set()
    columns: Columns = {}
    for heading in headings:
        field = None if heading in no else subject.headings.get(plain(heading))
        columns[heading] = field if field and field not in taken else None
        taken |= {field} if field else set()
    return columns


def mapped(subject: Subject, recognised: Columns, by_hand: Mapping[str, str | None], no: Mapping[str, str]) -> Columns:
    """`recognised` with the choices by hand on top; raises RegisterFileError when they clash."""
    columns = dict(recognised)
    for heading, choice in by_hand.items():
        if heading not in columns:
            raise RegisterFileError(
                f"Filen har ingen kolonne som heter «{heading[:60]}». Se over overskriftene i filen."
            )
        field = subject.field_called(choice) if choice else None
        if choice and field is None:
            raise RegisterFileError(f"«{choice[:60]}» er ikke et felt i registeret. Velg et felt som er der.")
        if field and heading in no:
            raise RegisterFileError(
                f"Kolonnen «{heading[:60]}» ser ut til å inneholde fødselsnummer. "
                "Den kan ikke leses inn. Velg en annen kolonne."
            )
        for other in columns if field else ():
            if columns[other] == field and other not in by_hand:
                columns[other] = None  # the choice by hand takes the field over
        columns[heading] = field
    _refuse_twice(subject, columns)
    return columns


def _refuse_twice(subject: Subject, columns: Columns) -> None:
    fields = [field for field in columns.values() if field]
    for field in fields:
        if fields.count(field) > 1:
            raise RegisterFileError(f"To kolonner er satt til «{subject.names[field]}». Velg én.")


def need_all(subject: Subject, columns: Columns) -> None:
    """Raises RegisterFileError when a column that must be there is not."""
    for field in subject.needed:
        if field not in columns.values():
            name = subject.names[field].lower()
            raise RegisterFileError(f"Fant ingen kolonne med {name}. Velg hvilken det er, eller bruk en annen fil.")


def fingerprint(subject: Subject, headings: Iterable[str]) -> str:
    """The same for files with the same set of headings; the key of a remembered mapping."""
    return subject.key + ":" + "|".join(sorted({plain(heading) for heading in headings}))
