"""What can be mended in a card of the review, field by field, and how it is read back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sentralbord_desktop.domain.dates import note_date, read_date
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries import Action, ActionKind, Review
from sentralbord_desktop.domain.members import FIELD_NAMES, STATUSES
from sentralbord_desktop.domain.moments import note_moment, read_moment
from sentralbord_desktop.domain.phones import is_phone_number, spoken_number
from sentralbord_desktop.gui.widgets.fields import Field
from sentralbord_desktop.procedures.model import LANGUAGES
from sentralbord_desktop.procedures.new_details import words_of

CHANGES = {ActionKind.UPDATE_MEMBER, ActionKind.REGISTER_MEMBER}
TEXTS = {ActionKind.NOTE, ActionKind.SMS, ActionKind.LETTER_ORDER, ActionKind.EMAIL,
         ActionKind.CALLBACK}  # fmt: skip
EDITABLE = CHANGES | TEXTS | {ActionKind.AWAIT_CONFIRMATION}
PHONES = {"phone", "phone2"}
DAYS = {"birth_date", "joined"}


@dataclass(frozen=True)
class Mended:
    """What the card says now; None where it was not asked for."""

    text: str | None = None
    subject: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    language: str = ""

    def into(self, review: Review, action: Action) -> Review:
        """The review with this card's new contents; what is as the procedure wrote it, is not kept."""
        texts, subjects, data = dict(review.texts), dict(review.subjects), dict(review.data)
        if self.language and self.language != review.languages.get(action.id, "nb"):
            texts.pop(action.id, None)  # another language: its own text, then to be mended again
            subjects.pop(action.id, None)
            languages = {**review.languages, action.id: self.language}
            return review.model_copy(
                update={"texts": texts, "subjects": subjects, "languages": languages}
            )
        if self.text is not None and self.text != action.text:
            texts[action.id] = self.text
        if self.subject is not None and self.subject != action.subject:
            subjects[action.id] = self.subject
        if self.data:
            data[action.id] = {**data.get(action.id, {}), **self.data}
        return review.model_copy(update={"texts": texts, "subjects": subjects, "data": data})


def fields_of(action: Action, number: str, remind: date, language: str) -> list[Field]:
    """The fields of a card; `number` is where an SMS or a call goes, `remind` the suggested day."""
    data = action.data
    if action.kind in CHANGES:
        return [_member_field(key, str(value)) for key, value in data.get("changes", {}).items()]
    if action.kind is ActionKind.AWAIT_CONFIRMATION:
        when = date.fromisoformat(data["remind"]) if data.get("remind") else remind
        return [Field("method", "Hvordan den kommer", data.get("method", "")),
                Field("remind", "Purres", note_date(when), "27.11.2026")]  # fmt: skip
    if action.kind is ActionKind.CALLBACK:
        due = data.get("due")
        when_words = note_moment(datetime.fromisoformat(due)) if due else data.get("window", "")
        return [Field("number", "Nummer", spoken_number(data.get("number") or number)),
                Field("when", "Når", when_words, "i morgen 10, etter 15 eller når som helst"),
                Field("text", "Gjelder", action.text)]  # fmt: skip
    text = Field("text", "Tekst", action.text, lines=min(10, action.text.count("\n") + 4))
    fields = [text]
    if action.kind is ActionKind.EMAIL:
        fields = [Field("subject", "Emne", action.subject), text]
    if action.kind is ActionKind.SMS:
        fields = [Field("number", "Nummer", spoken_number(data.get("number") or number)), text]
    if len(action.languages) > 1:
        choices = [(key, LANGUAGES[key]) for key in action.languages]
        fields.append(Field("language", "Språk", language, choices=choices))
    return fields


def read(action: Action, values: dict[str, str], now: datetime) -> Mended:
    """The card's new contents; raises SwitchboardError with what to write instead."""
    if action.kind in CHANGES:
        return Mended(data=_changes(values, now.date()))
    if action.kind is ActionKind.AWAIT_CONFIRMATION:
        day = read_date(values["remind"], now.date(), past=False)
        if day is None or day < now.date():
            raise SwitchboardError("Skriv dagen vi skal purre som 27.11. Den må ikke være over.")
        return Mended(data={"method": values["method"], "remind": day.isoformat()})
    data: dict[str, Any] = {}
    if "number" in values:
        if not is_phone_number(values["number"]):
            raise SwitchboardError("Skriv telefonnummeret det gjelder.")
        data["number"] = values["number"]
    if action.kind is ActionKind.CALLBACK:
        due, window = read_moment(values["when"], now) if values["when"] else (None, "")
        if due and due < now:
            raise SwitchboardError("Det tidspunktet er over. Skriv for eksempel i morgen 10.")
        data |= {"due": due.isoformat() if due else None, "window": window}
    if not values["text"]:
        raise SwitchboardError("Teksten kan ikke være tom. Skriv den, eller gå tilbake med Esc.")
    return Mended(values["text"], values.get("subject"), data, values.get("language", ""))


def _member_field(key: str, value: str) -> Field:
    if key == "status":
        statuses = [(k, word) for k, word in STATUSES.items() if k != "utmeldt"]
        return Field(key, FIELD_NAMES[key], value, choices=statuses)
    shown = spoken_number(value) if key in PHONES else value
    return Field(key, FIELD_NAMES.get(key, key), shown)


def _changes(values: dict[str, str], today: date) -> dict[str, Any]:
    changes = {key: value for key, value in values.items() if value}
    if not changes:
        raise SwitchboardError(
            "La minst ett felt stå. Gå tilbake med ← hvis ingenting skal endres."
        )
    for key in PHONES & changes.keys():
        if not is_phone_number(changes[key]):
            raise SwitchboardError(
                "Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 990 00 000."
            )
    for key in DAYS & changes.keys():
        day = read_date(changes[key], today)
        if day is None:
            raise SwitchboardError(f"«{FIELD_NAMES[key]}»: skriv dagen som 14.03.1979.")
        changes[key] = note_date(day)
    return {"changes": changes, "fields": words_of(changes)}
