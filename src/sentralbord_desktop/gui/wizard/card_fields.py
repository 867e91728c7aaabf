"""The editable fields of a review card, and their reading."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sentralbord_desktop.domain.dates.calendar import note_date, read_date
from sentralbord_desktop.domain.dates.parse_callback_time import note_moment, read_moment
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, MEMBER_COLUMNS
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, spoken_number
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER
from sentralbord_desktop.procedures.wording import LANGUAGES

PHONES = {column.field for column in MEMBER_COLUMNS if column.is_phone}
DATE_FIELDS = {column.field for column in MEMBER_COLUMNS if column.is_day}


@dataclass(frozen=True)
class Mended:
    """The values of a card; None for fields that were not shown."""

    text: str | None = None
    subject: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    language: str = ""

    def into(self, review: Review, action: Action) -> Review:
        """The review with this card's new values; values equal to the procedure's are dropped."""
        texts, subjects, data = dict(review.texts), dict(review.subjects), dict(review.data)
        if self.language and self.language != action.language:
            texts.pop(action.id, None)  # another language: start from its own text
            subjects.pop(action.id, None)
            languages = {**review.languages, action.id: self.language}
            return review.model_copy(update={"texts": texts, "subjects": subjects, "languages": languages})
        if self.text is not None and self.text != action.text:
            texts[action.id] = self.text
        if self.subject is not None and self.subject != action.subject:
            subjects[action.id] = self.subject
        if self.data:
            data[action.id] = {**data.get(action.id, {}), **self.data}
        return review.model_copy(update={"texts": texts, "subjects": subjects, "data": data})


@dataclass(frozen=True)
class Suggested:
    number: str
    """The suggested number of an SMS or a call."""
    remind: date


def fields_of(action: Action, suggested: Suggested) -> list[Field]:
    names = kind_of(action.kind).card_fields
    fields = [field for name in names for field in FIELDS[name](action, suggested)]
    if "text" in names and len(action.languages) > 1:
        choices = [(key, LANGUAGES[key]) for key in action.languages]
        fields.append(Field("language", "Språk", action.language, choices=choices))
    return fields


def _when(action: Action) -> str:
    due = action.data.get("due")
    return note_moment(datetime.fromisoformat(due)) if due else action.data.get("window", "")


def _remind(action: Action, suggested: Suggested) -> str:
    chosen = action.data.get("remind")
    return note_date(date.fromisoformat(chosen) if chosen else suggested.remind)


FIELDS: dict[str, Callable[[Action, Suggested], list[Field]]] = {
    "changes": lambda a, s: [_member_field(key, str(value)) for key, value in a.data.get("changes", {}).items()],
    "matter": lambda a, s: [Field("text", "Gjelder", a.text)],
    "method": lambda a, s: [Field("method", "Hvordan den kommer", a.data.get("method", ""))],
    "number": lambda a, s: [Field("number", "Nummer", spoken_number(a.data.get("number") or s.number))],
    "remind": lambda a, s: [Field("remind", "Purres", _remind(a, s), "27.11.2026")],
    "subject": lambda a, s: [Field("subject", "Emne", a.subject)],
    "text": lambda a, s: [Field("text", "Tekst", a.text, lines=min(10, a.text.count("\n") + 4))],
    "when": lambda a, s: [Field("when", "Når", _when(a), "i morgen 10, etter 15 eller når som helst")],
}
"""Name in `OutputKind.card_fields` -> the fields of the form."""


def read(action: Action, values: dict[str, str], now: datetime) -> Mended:
    """The card's new values; raises SwitchboardError with the correct format."""
    if kind_of(action.kind).changes_member:
        return Mended(data=_changes(values, now.date()))
    if HANDED_OVER in values:
        return Mended(data={HANDED_OVER: bool(values[HANDED_OVER])})
    data: dict[str, Any] = {}
    if "remind" in values:
        data["remind"] = _read_day(values["remind"], now.date()).isoformat()
    if "method" in values:
        data["method"] = values["method"]
    if "number" in values:
        if not is_phone_number(values["number"]):
            raise SwitchboardError("Skriv telefonnummeret det gjelder.")
        data["number"] = values["number"]
    if "when" in values:
        due, window = read_moment(values["when"], now) if values["when"] else (None, "")
        if due and due < now:
            raise SwitchboardError("Det tidspunktet er over. Skriv for eksempel i morgen 10.")
        data |= {"due": due.isoformat() if due else None, "window": window}
    if values.get("text") == "":
        raise SwitchboardError("Teksten kan ikke være tom. Skriv den, eller gå tilbake med Esc.")
    return Mended(values.get("text"), values.get("subject"), data, values.get("language", ""))


def _read_day(text: str, today: date) -> date:
    day = read_date(text, today, past=False)
    if day is None or day < today:
        raise SwitchboardError("Skriv dagen vi skal purre som 27.11. Den må ikke være over.")
    return day


def _member_field(key: str, value: str) -> Field:
    if key == "status":
        statuses = [(k, word) for k, word in STATUSES.items() if k != "utmeldt"]
        return Field(key, FIELD_NAMES[key], value, choices=statuses)
    shown = spoken_number(value) if key in PHONES else value
    return Field(key, FIELD_NAMES.get(key, key), shown)


def _changes(values: dict[str, str], today: date) -> dict[str, Any]:
    changes = {key: value for key, value in values.items() if value}
    if not changes:
        raise SwitchboardError("La minst ett felt stå. Gå tilbake med ← hvis ingenting skal endres.")
    for key in PHONES & changes.keys():
        if not is_phone_number(changes[key]):
            raise SwitchboardError("Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 990 00 000.")
    for key in DATE_FIELDS & changes.keys():
        day = read_date(changes[key], today)
        if day is None:
            raise SwitchboardError(f"«{FIELD_NAMES[key]}»: skriv dagen som 14.03.1979.")
        changes[key] = note_date(day)
    return {"changes": changes, "fields": words_of(changes)}
