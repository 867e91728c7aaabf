"""The columns of members and of fee invoices. Pure."""

from datetime import date
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import (
    Read,
    read_codes,
    read_day,
    read_department,
    read_email,
    read_money,
    read_number,
    read_phone,
    read_post_code,
    read_status,
    read_steward,
    read_text,
    read_yes,
    split_name,
)
from sentralbord_desktop.domain.imports.columns import Column, FileKind
from sentralbord_desktop.domain.members.member import STATUSES, InvoiceFields, MemberFields

FULL_NAME = "name"
"""A column with the whole name; it is split into first and last name."""
LOGGED = {"registrert": "Registrert", "sammenslaing": "Slått sammen"}
"""What the change log tells of besides the fields."""


def _column(field: str, heading: str, also: str, read: Read | None = None, **more: Any) -> Column:
    """A column of a member; one without a reader is text."""
    return Column(field, heading, read or _text_of(MemberFields, field), also=also, **more)


def _text_of(model: type[MemberFields] | type[InvoiceFields], field: str) -> Read:
    """A reader of text as long as the field may be."""
    return read_text(longest(model, field))


def longest(model: type[MemberFields] | type[InvoiceFields], field: str) -> int:
    """Characters that a text field may have."""
    return next(int(m.max_length) for m in model.model_fields[field].metadata if hasattr(m, "max_length"))


MEMBER_COLUMNS = (
    _column(
        "number",
        "Medlemsnummer",
        "medlemsnr|medlemsnr.|medlem nr|medlnr|member_no|member number|member id|membership number",
        read_number,
        distinct=True,
    ),
    _column("first_name", "Fornavn", "first_name|given name|forename"),
    _column("middle_name", "Mellomnavn", "middle_name"),
    _column("last_name", "Etternavn", "last_name|surname|family name"),
    _column("birth_date", "Fødselsdato", "født|fødd|f.dato|birth_date|date of birth|birthday|dob", read_day),
    _column(
        "email", "E-post", "epost|e-postadresse|epostadresse|email|e-mail|mail|email address", read_email, distinct=True
    ),
    _column(
        "street",
        "Gateadresse",
        "adresse|gate|postadresse|veiadresse|street|address|street address|adresse 1",
        distinct=True,
    ),
    _column("post_code", "Postnummer", "postnr|postcode|post_code|zip|zip code|postal code", read_post_code),
    _column("place", "Poststed", "sted|by|place|city|town"),
    _column("status", "Status", "medlemsstatus|medlemstype|member status", read_status, choices=STATUSES),
    _column(
        "department",
        "Avdeling",
        "avd|avd.|avdelingsnummer|avdelingsnr|avdeling nr|department|department_no|branch",
        read_department,
    ),
    _column("employer", "Arbeidsgiver", "bedrift|firma|employer|company"),
    _column("workplace", "Arbeidssted", "arbeidsplass|workplace|work place"),
    _column(
        "workplace_post_code",
        "Arbeidsstedets postnummer",
        "arbeidsstedets postnr|arbeidssted postnummer|arbeidssted postnr|postnr arbeidssted|postnummer arbeidssted|"
        "workplace_post_code|workplace postcode",
        read_post_code,
    ),
    _column("joined", "Innmeldt", "innmeldt dato|innmeldingsdato|medlem siden|joined|join date|member since", read_day),
    _column(
        "insurance_codes",
        "Forsikringskoder",
        "forsikringskode|forsikringer|forsikring|insurance_codes|insurance",
        read_codes,
    ),
    _column("shop_steward", "Tillitsvalgt på arbeidsplassen", "tillitsvalgt|shop_steward|shop steward", read_steward),
    _column("no_sms", "Ønsker ikke SMS", "ikke sms|reservert mot sms|sms-reservasjon|no_sms|no sms", read_yes),
    _column(
        "phone",
        "Telefon",
        "mobil|mobiltelefon|mobilnummer|telefonnummer|tlf|tlf.|phone|mobile|phone number|telefon 1|phone1",
        read_phone,
        distinct=True,
    ),
    _column(
        "phone2",
        "Telefon 2",
        "telefon2|mobil 2|telefon privat|telefon hjemme|telefon arbeid|phone2|phone 2|home phone|work phone",
        read_phone,
        distinct=True,
    ),
)
"""The fields of a member, in the order of the record, the export and the lists of fields."""

FIELD_NAMES = {column.field: column.heading for column in MEMBER_COLUMNS}
"""Field of a member -> its Norwegian name."""


def field_name(field: str) -> str:
    """The name of a line in the change log; a member may have more than two phones."""
    if field.startswith("phone") and field[5:].isdigit():
        return f"Telefon {field[5:]}"
    return FIELD_NAMES.get(field) or LOGGED.get(field, field.capitalize())


def _finish(values: dict[str, Any], today: date) -> str:
    """Split a whole name, as far as its parts have no column. A birth date in the future is wrong."""
    if full := values.pop(FULL_NAME, ""):
        first, last = split_name(full)
        for name, part in (("first_name", first), ("last_name", last)):
            if part and name not in values:
                values[name] = part[:100]
    born = values.get("birth_date")
    return "Fødselsdato er i fremtiden." if born and born > today else ""


NAME_COLUMN = Column(FULL_NAME, "Navn (fornavn og etternavn)", read_text(200), also="navn|name|fullt navn|full name")
MEMBERS = FileKind(
    "medlemmer", (*MEMBER_COLUMNS, NAME_COLUMN), identity=("number",), needed=("number",), finish=_finish
)

INVOICES = FileKind(
    "fakturaer",
    (
        Column(
            "number",
            "Fakturanummer",
            read_number,
            also="fakturanr|faktura|nummer|invoice_no|invoice number|invoice|number",
            distinct=True,
        ),
        Column(
            "member_no",
            "Medlemsnummer",
            read_number,
            also="medlemsnr|medlem nr|member_no|member number|member id",
            distinct=True,
        ),
        Column("issued", "Fakturadato", read_day, also="utstedt|dato|issued|issue date|invoice date|date"),
        Column("due", "Forfall", read_day, also="forfallsdato|due|due_date"),
        Column("amount", "Beløp (kroner)", read_money, also="beløp|sum|amount|total"),
        Column("paid", "Betalt (kroner)", read_money, also="betalt|innbetalt|betalt beløp|paid|paid amount"),
        Column(
            "missing_documentation",
            "Manglende dokumentasjon",
            _text_of(InvoiceFields, "missing_documentation"),
            also="mangler dokumentasjon|mangler|missing_documentation|missing documentation",
            clears=True,
        ),
    ),
    identity=("number",),
    needed=("number", "member_no", "issued", "due", "amount"),
)

KINDS = {kind.key: kind for kind in (MEMBERS, INVOICES)}
