"""The fields of members and of fee invoices: each described once, with its name, its headings in a file and how its cell
is read. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sentralbord_desktop.domain.imports.cells import (
    BEHIND_CODE,
    NO,
    NUMBERS,
    YES,
    CellError,
    Read,
    SplitName,
    TwoNumbers,
    read_codes,
    read_department,
    read_first_email,
    read_money,
    read_number,
    read_phone,
    read_post_code,
    read_steward,
    read_text,
    read_town,
    read_words,
    read_yes,
    split_address,
    split_last_first,
    split_name,
)
from sentralbord_desktop.domain.imports.columns import NOTHING_WRONG, Column, FileKind, RowFault
from sentralbord_desktop.domain.imports.days import read_birth_day, read_day
from sentralbord_desktop.domain.members.member import BLOCKED_ADDRESS, DEAD, GONE, STATUSES, InvoiceFields, MemberFields
from sentralbord_desktop.domain.text.folding import plain

FULL_NAME = "name"
"""Headings of a column with the whole name, which is split into first and last name."""
LAST_FIRST = "last_first"
"""The same with the last name first: «Fjeldheim Ingunn»."""
DIED = "died"
WANTS_SMS, BLOCKED = "wants_sms", "blocked_address"
"""Headings that ask the opposite of «Ønsker ikke SMS», and whether the address is blocked."""
BLOCKED_WORDS = re.compile(r"(?:sperret|fortrolig|hemmelig|skjermet|beskyttet|kode [67])(?: adresse)?", re.IGNORECASE)
NOT_BLOCKED = NO | {"ugradert", "ikke sperret", "åpen"}
"""Headings of a column with the date of death, which makes the status."""
TOWN = "town"
"""Headings of a column with «0150 Oslo», which is split into post code and place."""
AT_HOME, AT_WORK = "privat|hjem|kveld", "arbeid|jobb|bedrift|plass|sted"
"""Words beside «adresse» or a number in a heading: the kind of place."""
LOGGED = {"registrert": "Registrert", "sammenslaing": "Slått sammen"}
"""Names of entries in the change log that are no fields."""


SAID_OF_STATUS = {
    "yrkesaktiv": "active|aktiv|medlem|working|employed|ordinaer|ordinary|ordinaertmedlem|ordinaermedlem|aktivtmedlem|"
    "yrkesaktivt|iarbeid",
    "laerling": "apprentice|laerlingmedlem|laerlinger",
    "student": "elev|studentmedlem|elevmedlem",
    "arbeidsledig": "unemployed|ledig|arbeidslos|arbeidslaus",
    "permittert": "laidoff|furloughed",
    "permisjon": "leave|onleave|foreldrepermisjon",
    "pensjonist": "pensj|retired|pensioner|alderspensjonist|afp|alderspensjon|pensjon|pensjonistmedlem",
    "ufor": "disabled|uforetrygdet|uforepensjonist",
    "utmeldt": "u|resigned|left|utmeldtmedlem|utmeld|sluttet",
    DEAD: "avdod|dodsfall|avgattveddoden|dead|deceased",
}
"""Status key -> other words for it, folded."""
STATUS_WORDS = {plain(word): key for key, name in STATUSES.items() for word in (name, key)}
STATUS_WORDS |= {word: key for key, words in SAID_OF_STATUS.items() for word in words.split("|")}
STATUS_WORDS |= {f"{word}skap": key for word, key in STATUS_WORDS.items() if word.endswith("medlem")}
"""«Studentmedlemskap» too."""


@cache
def read_status(text: str) -> str:
    status = STATUS_WORDS.get(plain(text)) or STATUS_WORDS.get(plain(BEHIND_CODE.sub("", text, count=1)))
    if status is None:
        raise CellError(f"er ukjent. Bruk {', '.join(STATUSES.values())}")
    return status


def read_died(text: str) -> bool | None:
    """Whether a cell has a date of death, or says «ja»; also when the date cannot be read, so that nobody dead is taken
    for alive."""
    if text.casefold() in NO:
        return None
    if text.casefold() in YES:
        return True
    try:
        return read_day(text) is not None or None
    except CellError as error:
        raise CellError(str(error), error.detail, kept=True) from None


def read_blocked(text: str) -> bool | None:
    """Whether a cell says that the address is blocked; also in words that are not known."""
    return text.casefold() not in NOT_BLOCKED or None


def is_gone(values: Mapping[str, Any], today: date) -> bool:
    """Whether a row is about one who is a member no longer: by the status, else by the date of resigning."""
    if status := values.get("status"):
        return status in GONE
    resigned, joined = values.get("resigned"), values.get("joined")
    return bool(resigned and resigned <= today and not (joined and joined > resigned))


def _column(field: str, heading: str, also: str, read: Read | None = None, **more: Any) -> Column:
    """A column of a member; without a reader it is text."""
    return Column(field, heading, read or read_words(longest(MemberFields, field)), also=also, **more)


def longest(model: type[MemberFields] | type[InvoiceFields], field: str) -> int:
    """The maximum number of characters of a text field."""
    return next(int(m.max_length) for m in model.model_fields[field].metadata if hasattr(m, "max_length"))


MEMBER_COLUMNS = (
    _column(
        "number",
        "Medlemsnummer",
        "medlem nr|m.nr|member number|membership number|member id",
        read_number,
        distinct=True,
    ),
    _column("first_name", "Fornavn", "first name|given name|fnavn", beside="navn|mellomnavn|1"),
    _column("middle_name", "Mellomnavn", "middle name|m.navn", beside="name"),
    _column("last_name", "Etternavn", "last name|surname|slektsnavn|e.navn", beside="name|firma"),
    _column(
        "birth_date", "Fødselsdato", "født|f.dato|date of birth|birthday|dob", read_birth_day, beside="dato|person"
    ),
    _column(
        "email",
        "E-post",
        "e-postadresse|email",
        read_first_email,
        beside=f"adresse|1|hoved|{AT_HOME}|{AT_WORK}",
        distinct=True,
    ),
    _column(
        "street",
        "Gateadresse",
        "adresse|gate|postadresse|street address|adresse 1|gatenavn og nummer",
        beside=f"linje|post|gate|1|navn|hoved|{AT_HOME}",
        distinct=True,
    ),
    _column(
        "post_code",
        "Postnummer",
        "post nr|pnr|postkode|zip|zip code",
        read_post_code,
        beside=f"adresse|1|zip|post|kode|{AT_HOME}",
    ),
    _column("place", "Poststed", "sted|by|place|city|town|bosted", beside=f"navn|adresse|post|1|{AT_HOME}"),
    _column(
        "status",
        "Status",
        "medlemsstatus|medlemstype|statustekst",
        read_status,
        beside="kode|tekst|navn|type",
        rather="status",
        choices=STATUSES,
    ),
    _column(
        "department",
        "Avdeling",
        "avdelingsnummer|department|branch|lokalavdeling|lokallag|lokalforening|forening|fagforening",
        read_department,
        beside="nummer|navn|kode|lokal|tekst",
    ),
    _column(
        "employer",
        "Arbeidsgiver",
        "bedrift|firma|employer|company|a.giver|ag|arb.g",
        beside="navn|hoved|nåværende|noverande|nå|firma|current",
    ),
    _column("workplace", "Arbeidssted", "arbeidsplass|tjenestested|workplace|work place", beside="name"),
    _column(
        "workplace_post_code",
        "Arbeidsstedets postnummer",
        "arbeidssted postnr|postnr arbeidsplass|postnr arbeid|workplace post code",
        read_post_code,
    ),
    _column("joined", "Innmeldt", "innmeldt dato|medlem siden|medlem fra|joined", read_day, beside="dato|siden|fra"),
    _column(
        "resigned", "Utmeldt", "utmeldt dato|utmeldingsdato|medlem til|resigned", read_day, beside="dato|siden|fra|til"
    ),
    _column("insurance_codes", "Forsikringskoder", "forsikring|insurance", read_codes, beside="kode|type|navn"),
    _column(
        "shop_steward",
        "Tillitsvalgt på arbeidsplassen",
        "tillitsvalgt|shop steward",
        read_steward,
        beside="navn|arbeid|plass|bedrift",
    ),
    _column(
        "no_sms",
        "Ønsker ikke SMS",
        "ikke sms|reservert mot sms|sms-reservasjon|sms opt out|no sms",
        read_yes,
        beside="ønsker|mobil|telefon|send|kontakt|do|ha|få|motta|å",
    ),
    _column(
        "phone",
        "Telefon",
        "mobil|mobiltelefon|mobilnummer|telefonnummer|phone|mobile|phone number|telefon 1|mobil 1|kontakttelefon|sms-nummer",
        read_phone,
        beside=f"nummer|telefon|1|hoved|{AT_HOME}",
        rather="mobil",
        distinct=True,
    ),
    _column(
        "phone2",
        "Telefon 2",
        "mobil 2|telefon privat|telefon hjemme|telefon arbeid|telefon jobb|telefon dagtid|fasttelefon|hustelefon|home phone|"
        "work phone|mobil|mobiltelefon|telefon",
        read_phone,
        beside=f"nummer|2|{AT_HOME}|{AT_WORK}",
        after="phone",
        distinct=True,
    ),
)
"""The fields of a member, in the order of the record, the export and the lists of fields."""

FIELD_NAMES = {column.field: column.heading for column in MEMBER_COLUMNS}
"""Field of a member -> its Norwegian name."""


def field_name(field: str) -> str:
    """The name of a field in the change log; a member may have more than two phones."""
    if field.startswith("phone") and field[5:].isdigit():
        return f"Telefon {field[5:]}"
    return FIELD_NAMES.get(field) or LOGGED.get(field, field.capitalize())


def _part_numbers(values: dict[str, Any]) -> RowFault:
    """Use the second number of a cell as the member's second phone, if there is none. Returns the field whose second
    number is left out, as `finish` does."""
    wrong = NOTHING_WRONG
    for field in ("phone", "phone2"):
        if type(number := values.get(field)) is TwoNumbers:
            values[field] = str(number)
            values.setdefault("phone2", number.second)
            if number.second not in (values.get("phone"), values["phone2"]):
                wrong = RowFault(field, NUMBERS)
    return wrong


def _take_names(values: dict[str, Any], split: SplitName) -> None:
    for name, part in split._asdict().items():
        if part and name not in values:
            values[name] = part[:100]


def _finish(values: dict[str, Any], today: date) -> RowFault:
    """Split a whole name (unless its parts have columns), a whole address, «0150 Oslo», and two numbers in one cell. A
    date of death is the status, and a blocked address is not kept. Removes a birth date in the future."""
    if values.pop(DIED, None):
        values["status"] = DEAD
    if FULL_NAME in values:
        _take_names(values, split_name(values.pop(FULL_NAME)))
    if LAST_FIRST in values:
        _take_names(values, split_last_first(values.pop(LAST_FIRST)))
    if TOWN in values:
        for name, part in values.pop(TOWN)._asdict().items():
            if part:
                values.setdefault(name, part)
    if (wants := values.pop(WANTS_SMS, None)) is not None:
        values["no_sms"] = values.get("no_sms", False) or not wants
    if values.pop(BLOCKED, None) or BLOCKED_WORDS.fullmatch(values.get("street") or ""):
        values |= {"street": BLOCKED_ADDRESS, "post_code": "", "place": ""}
    has_place = "post_code" in values or "place" in values
    if not has_place and (whole := split_address(values.get("street") or "")):
        values |= whole._asdict()
    wrong = NOTHING_WRONG
    if type(values.get("phone")) is TwoNumbers or type(values.get("phone2")) is TwoNumbers:
        wrong = _part_numbers(values)
    born = values.get("birth_date")
    if born and born > today:
        del values["birth_date"]
        return RowFault("birth_date", "er i fremtiden")
    return wrong


NAME_COLUMN = Column(
    FULL_NAME,
    "Navn (fornavn og etternavn)",
    read_words(200),
    also="navn|name|fullt navn|full name|fornavn etternavn|fornavn og etternavn",
    beside="fullt",
)
LAST_FIRST_COLUMN = Column(
    LAST_FIRST,
    "Navn (etternavn først)",
    read_words(200),
    also="etternavn fornavn|etternavn og fornavn|etternavn fornavn mellomnavn|etternamn førenamn|navn etternavn fornavn|"
    "fullt navn etternavn fornavn|last name first name|surname first name",
)
DIED_COLUMN = Column(
    DIED,
    "Dødsdato",
    read_died,
    also="død|død dato|dato død|dødsfall|dødsfallsdato|date of death|deceased",
    beside="dato|siden|er",
)
WANTS_SMS_COLUMN = Column(
    WANTS_SMS,
    "Ønsker SMS",
    read_yes,
    also="vil ha sms|samtykke sms|sms samtykke|mottar sms|kan motta sms|sms ok|tillater sms|ynskjer sms|sms opt in|receive sms",
    beside="ja|nei",
)
BLOCKED_COLUMN = Column(
    BLOCKED,
    "Sperret adresse",
    read_blocked,
    also="adressesperre|sperre adresse|hemmelig adresse|fortrolig adresse|skjermet adresse|adressebeskyttelse|"
    "adressegradering|kode 6|kode 7|kode 6 7",
    beside="ja|nei|har",
)
TOWN_COLUMN = Column(
    TOWN, "Postnummer og sted", read_town, also="postnr sted|postnr poststed|postnr by", beside="post|adresse"
)
MEMBERS = FileKind(
    "medlemmer",
    (*MEMBER_COLUMNS, NAME_COLUMN, LAST_FIRST_COLUMN, TOWN_COLUMN, DIED_COLUMN, WANTS_SMS_COLUMN, BLOCKED_COLUMN),
    identity=("number",),
    needed=("number",),
    wanted=(("first_name", "last_name", FULL_NAME, LAST_FIRST), ("birth_date",), ("phone",)),
    finish=_finish,
)

INVOICES = FileKind(
    "fakturaer",
    (
        Column(
            "number",
            "Fakturanummer",
            read_number,
            also="fakturanr|faktura|nummer|invoice number|invoice|number",
            distinct=True,
        ),
        Column("member_no", "Medlemsnummer", read_number, also="medlemsnr|member number|member id", distinct=True),
        Column("issued", "Fakturadato", read_day, also="utstedt|dato|issued|issue date|invoice date|date"),
        Column("due", "Forfall", read_day, also="forfallsdato|due|due_date"),
        Column("amount", "Beløp (kroner)", read_money, also="beløp|sum|amount|total"),
        Column("paid", "Betalt (kroner)", read_money, also="betalt|innbetalt|betalt beløp|paid|paid amount"),
        Column(
            "missing_documentation",
            "Manglende dokumentasjon",
            read_text(longest(InvoiceFields, "missing_documentation")),
            also="mangler dokumentasjon|mangler|missing_documentation|missing documentation",
            clears=True,
        ),
    ),
    identity=("number",),
    needed=("number", "member_no", "issued", "due", "amount"),
)

KINDS = {kind.key: kind for kind in (MEMBERS, INVOICES)}
