"""The answer to an access request: the same facts as JSON and as text."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sentralbord_desktop import __version__
from sentralbord_desktop.domain.confirmations import CONFIRMATION_STATES
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES
from sentralbord_desktop.domain.privacy.retention import BY_KEY
from sentralbord_desktop.domain.text.norwegian import counted, kroner
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.procedures.outputs.registry import KINDS

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
TITLES = {
    "member": "Opplysninger om deg",
    "member_phone": "Telefonnumre",
    "invoice": "Fakturaer",
    "remark": "Merknader",
    "inquiry": "Henvendelser",
    "inquiry_answer": "Svar i henvendelsene",
    "inquiry_action": "Hva henvendelsene førte til",
    "inquiry_event": "Hva som skjedde siden",
    "phone_call": "Telefonsamtaler",
    "callback": "Oppringinger",
    "callback_attempt": "Forsøk på å ringe",
    "confirmation": "Bekreftelser vi venter på eller har fått",
    "outgoing": "E-poster, SMS og brev, med mottaker",
    "member_change": "Endringer",
    "member_correction": "Endringer som medlemssystemet ikke har ennå",
    "parked": "Samtaler som ikke er fullført",
    "import_loss": "Det som ikke kom inn fra en fil",
    "hold": "Hvorfor opplysningene beholdes",
    "access": "Hvem som har sett på opplysningene dine, når og hvorfor",
}
"""Table -> its title for the member, in the order of the report."""
FIELD_NAMES = {
    "at": "tidspunkt",
    "author": "hvem",
    "what": "hva",
    "why": "hvorfor",
    "text": "tekst",
    "written": "skrevet",
    "category": "emne",
    "pinned": "festet",
    "started": "begynte",
    "ended": "sluttet",
    "completed": "fullført",
    "outcome": "utfall",
    "number": "nummer",
    "line": "linje",
    "who": "navn",
    "heading": "kolonne",
    "cell": "sto i filen",
    "is_in": "kom raden inn",
    "label": "slags",
    "field": "felt",
    "before": "før",
    "after": "etter",
    "source": "kilde",
    "subject": "gjelder",
    "due": "avtalt",
    "window": "når",
    "deadline": "frist",
    "owner": "eier",
    "promised_by": "lovet av",
    "created": "laget",
    "status": "status",
    "kind": "slags",
    "to_label": "til",
    "to_address": "adresse",
    "copy_to": "kopi til",
    "body": "tekst",
    "letter": "brev",
    "letter_to": "brevets adresse",
    "state": "tilstand",
    "issued": "utstedt",
    "amount": "beløp",
    "paid": "betalt",
    "missing_documentation": "mangler",
    "asked": "bedt om",
    "method": "måte",
    "remind": "purres",
    "question": "spørsmål",
    "answer": "svar",
    "content": "tekst",
    "target": "til",
    "reason": "grunn",
    "caller_name": "innringer",
    "name": "navn",
    "title": "hvem",
    "detail": "nærmere",
    "last_done": "sist gjort",
    "caller_kind": "ringte som",
    "caller_phone": "ringte fra",
    "received_on": "kom inn på",
    "loop": "sløyfe",
    "parked_at": "lagt til side",
    "strength": "krav",
    "department": "avdeling",
}
LEFT_OUT = word_list(
    """
    id member_id inquiry_id callback_id position corrects version data step choice applied rules template procedure_id
    procedure_version switched_from attempts not_before overflow raised offered_to running outgoing_id
    db_user db_at
    """
)
"""In the JSON, but not in the text."""
REPORT_WORDS = {
    **{kind.key: kind.label for kind in KINDS.values()},
    **OUTGOING_STATES,
    **CONFIRMATION_STATES,
    "apen": "lovet",
    "bor": "bør",
    "gjort": "gjort",
    "for_hand": "for hånd",
    "callback": "oppringing",
    "ikke_medlem": "ikke medlem",
    "overtatt": "distriktssekretæren har overtatt saken",
    "overtakelse_angret": "ikke overtatt likevel",
    "apnet_igjen": "åpnet igjen",
    "foert_inn": "ført inn i medlemsbildet",
    "foert_for_hand": "ført inn for hånd",
    "ikke_et_medlem": "gjelder ikke et medlem",
    "venter_igjen": "venter på medlemsbildet likevel",
    "uten_medlem": "ventet på medlemsbildet",
}
"""Values of the register -> words for the member."""
MARK = re.compile(r"(sloyfe|avdeling):(\d+)(?::(\w+))?")


def _mark(value: str) -> str:
    """«sloyfe:2» and «avdeling:4:DS» in words; «» for other texts."""
    match = MARK.fullmatch(value)
    if match is None:
        return ""
    what = "sløyfe" if match[1] == "sloyfe" else "avdeling"
    return f"{what} {match[2]}" + (f", {match[3]}" if match[3] else "")


PURPOSE = (
    "Formål: å svare på henvendelser fra medlemmer, følge forbundets prosedyrer og holde det vi lover. "
    "Grunnlag: personvernforordningen artikkel 6 nr. 1 b og f, og artikkel 9 nr. 2 d: forbundet kan "
    "behandle opplysninger om medlemmene sine. I tvister også artikkel 9 nr. 2 f."
)
SOURCES = (
    "Opplysningene kommer fra deg, fra medlemsregisteret og fra den som svarte telefonen. De gis bare til "
    "dem som står under «E-poster, SMS og brev»."
)
RIGHTS = "Du kan be om at noe rettes eller slettes, og du kan klage til Datatilsynet. Forbundet svarer innen en måned."


def as_json(rows: Rows, months: Mapping[str, int], at: datetime) -> str:
    report = {
        "laget": oslo(at).isoformat(),
        "program": f"Sentralbord {__version__}",
        "formaal": PURPOSE,
        "kilder": SOURCES,
        "rettigheter": RIGHTS,
        "lagringstid": _kept(months),
        "opplysninger": {TITLES[table]: [dict(row) for row in rows.get(table, ())] for table in TITLES},
    }
    return json.dumps(report, ensure_ascii=False, indent=1, default=str)


def as_text(rows: Rows, months: Mapping[str, int], at: datetime, category_title: Callable[[str], str]) -> str:
    """All facts as text: headings, and an item per row. The further lines of an item begin with two spaces, so that
    none of them reads as a heading or as another item."""
    parts = [
        f"Innsyn i opplysninger om deg\nLaget {oslo(at):%d.%m.%Y kl. %H.%M}",
        PURPOSE,
        SOURCES,
        RIGHTS,
        "Så lenge beholder vi dem:\n" + "\n".join(f"- {line}" for line in _kept(months)),
    ]
    for table, title in TITLES.items():
        if found := rows.get(table):
            parts.append(f"{title} ({len(found)})\n" + "\n".join(_line(row, category_title) for row in found))
        else:
            parts.append(f"{title}: ingen.")
    return "\n\n".join(parts)


def _kept(months: Mapping[str, int]) -> list[str]:
    return [
        f"{BY_KEY[key].nb}: {counted(count, 'måned', 'måneder')} {BY_KEY[key].why}" for key, count in months.items()
    ]


def _line(row: Mapping[str, Any], category_title: Callable[[str], str]) -> str:
    shown = []
    for key, value in row.items():
        if key in LEFT_OUT or value is None or value is False or value == "":
            continue
        if key == "target" and not _mark(str(value)):  # a name of the procedure
            continue
        name = FIELD_NAMES.get(key) or field_name(key).lower()
        text = category_title(str(value)) if key == "category" else _shown(key, value)
        shown.append(f"{name}: {text}")
    return "- " + "\n  ".join(" · ".join(shown).splitlines())


def _shown(key: str, value: Any) -> str:
    if key == "status" and value in STATUSES:
        return STATUSES[str(value)]
    if key == "field":
        return field_name(str(value))
    if key in {"amount", "paid"} and isinstance(value, int):
        return kroner(value)
    if isinstance(value, str) and (word := REPORT_WORDS.get(value) or _mark(value)):
        return word
    if isinstance(value, datetime):
        return f"{oslo(value):%d.%m.%Y %H.%M}" if value.tzinfo else f"{value:%d.%m.%Y %H.%M} UTC"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "ja" if value is True else str(value)
