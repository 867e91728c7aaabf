"""How each kind of output is shown on its card and in «Dette blir gjort»; others are shown as plain text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sentralbord_desktop.domain.dates.calendar import near_day, note_date, read_date
from sentralbord_desktop.domain.dates.clock import OSLO, clock
from sentralbord_desktop.domain.dates.parse_callback_time import note_moment, own_words, read_moment
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, MEMBER_COLUMNS
from sentralbord_desktop.domain.members.member import SAID_IN_CALL, STATUSES
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import is_phone_number, spoken_number
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER, TRANSFER
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.procedures.wording import LANGUAGES

PHONES = {column.field for column in MEMBER_COLUMNS if column.is_phone}
FACT = re.compile(r"([A-ZÆØÅ][^:.!?\n]{1,34}): (.+)")
"""A line of an e-mail with a fact: «Arbeidsgiver: Renhold Øst AS»."""
MAX_FACT_CHARS = 100
"""Most characters of a fact; a longer one is left in the text."""
UNKNOWN = "–"


@dataclass(frozen=True)
class CardContext:
    """The context of a card in addition to its action."""

    organisation: Organisation
    now: date
    number: str = ""
    """The number to ring, or of an SMS."""
    seen: Mapping[str, str] | None = None
    """The member's values before the call."""
    since: str = ""
    """«14.06», when the call began."""
    has_member: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Words:
    text: str
    is_folded: bool = False
    """Text that is folded at first; the facts above summarise it."""


class Rule:
    """A thin line."""


@dataclass(frozen=True)
class Person:
    """The person who took the call, in letters that can be read from a metre."""

    name: str
    number: str
    took_at: str


Block = Fact | Words | Rule | Person


def email_blocks(action: Action, context: CardContext) -> list[Block]:
    """Til, Kopi, Emne; then the facts of the text, then the text itself."""
    copies = ", ".join(target_label(to, context.organisation) for to in action.copy_to)
    lines = [FACT.fullmatch(line) for line in action.text.split("\n")]
    facts = [Fact(found[1], found[2]) for found in lines if found and len(found[2]) <= MAX_FACT_CHARS]
    return [
        Fact("Til", action.to_label or action.to),
        *([Fact("Kopi", copies)] if copies else []),
        Fact("Emne", action.subject, is_strong=True),
        Rule(),
        *facts,
        Words(action.text, is_folded=bool(facts)),
    ]


def callback_blocks(action: Action, context: CardContext) -> list[Block]:
    return [
        Fact("Når", when_in_words(action, context.now), is_strong=True),
        Fact("Nummer", spoken_number(action.data.get("number") or context.number) or "uten nummer"),
        Fact("Gjelder", action.text),
    ]


def when_in_words(action: Action, now: date) -> str:
    """«i morgen kl. 10.00», «onsdag etter 15», «når som helst»."""
    due, window = action.data.get("due"), action.data.get("window", "")
    if not due:
        return window or "når som helst"
    moment = datetime.fromisoformat(due).replace(tzinfo=OSLO)
    at = f"{near_day(moment.date(), now)} kl. {clock(moment)}"
    return f"{at} ({window})" if window else at


def sms_blocks(action: Action, context: CardContext) -> list[Block]:
    return [
        Fact("Til", spoken_number(action.data.get("number") or context.number) or "uten nummer"),
        Words(action.text),
    ]


def change_blocks(action: Action, context: CardContext) -> list[Block]:
    """The old and the new value: «990 00 418 → 987 65 432»."""
    seen = context.seen or {}
    return [
        Fact(FIELD_NAMES.get(key, key), f"{_shown(key, seen.get(key, '')) or UNKNOWN} → {_shown(key, str(value))}")
        for key, value in action.data.get("changes", {}).items()
    ]


def registration_blocks(action: Action, context: CardContext) -> list[Block]:
    changes = action.data.get("changes", {})
    return [Fact(FIELD_NAMES.get(key, key), _shown(key, str(value))) for key, value in changes.items()]


def _shown(key: str, value: str) -> str:
    if key == "status":
        return STATUSES.get(value, value)
    return spoken_number(value) if key in PHONES else value


def transfer_blocks(action: Action, context: CardContext) -> list[Block]:
    """The person who took the call; only the text for a call from before attempts were stored."""
    person, number = action.data.get("person", ""), action.data.get("took_number", "")
    words = [Words(action.text)] if action.text else []
    if not person:
        return [Words(action.to_label or action.to), *words]
    return [Person(person, spoken_number(number), action.data.get("took_at", "")), *words]


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
        return Mended(data=_changed_values(values, now.date()))
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
    if "when" in values and values["when"] != _when(action):
        due = read_moment(values["when"], now).due if values["when"] else None
        if due and due < now:
            raise SwitchboardError("Det tidspunktet er over. Skriv for eksempel i morgen 10.")
        data |= {"due": due.isoformat() if due else None, "window": own_words(values["when"], now)}
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
        return Field(key, FIELD_NAMES[key], value, choices=[*SAID_IN_CALL.items()])
    shown = spoken_number(value) if key in PHONES else value
    return Field(key, FIELD_NAMES.get(key, key), shown)


def _changed_values(values: dict[str, str], today: date) -> dict[str, Any]:
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


def card_text(action: Action) -> str:
    if person := action.data.get("person"):
        return f"{person}\n{action.text}".strip()
    if action.subject:
        return f"{action.subject}\n\n{action.text}"
    return action.text


def _changes(action: Action) -> str:
    changes = action.data.get("changes", {})
    return "\n".join(
        f"{FIELD_NAMES.get(k, k)}: {STATUSES.get(v, v) if k == 'status' else v}" for k, v in changes.items()
    )


def _confirmation(action: Action) -> str:
    if "remind" not in action.data:
        return card_text(action)
    day = note_date(date.fromisoformat(action.data["remind"]))
    return f"{action.text} · {action.data.get('method', '')} · purres {day}"


def _callback(action: Action) -> str:
    due = action.data.get("due") or ""
    when = action.data.get("window") or "når som helst"
    if due:
        words = f" ({action.data['window']})" if action.data.get("window") else ""
        when = f"{due[8:10]}.{due[5:7]}.{due[:4]} kl. {due[11:16].replace(':', '.')}{words}"
    return f"{when} · {action.text}"


@dataclass(frozen=True)
class CardSpec:
    """How a kind is shown: as one `text`, and on its card as `blocks`, else as that text."""

    text: Callable[[Action], str] = card_text
    blocks: Callable[[Action, CardContext], list[Block]] | None = None


CARD_SPECS: dict[str, CardSpec] = {
    AWAIT_CONFIRMATION.key: CardSpec(_confirmation),
    CALLBACK.key: CardSpec(_callback, callback_blocks),
    EMAIL.key: CardSpec(blocks=email_blocks),
    REGISTER_MEMBER.key: CardSpec(_changes, registration_blocks),
    SMS.key: CardSpec(blocks=sms_blocks),
    TRANSFER.key: CardSpec(blocks=transfer_blocks),
    UPDATE_MEMBER.key: CardSpec(_changes, change_blocks),
}
"""Kind -> how it is shown; others are their text."""
PLAIN = CardSpec()


def text_of(action: Action) -> str:
    return CARD_SPECS.get(action.kind, PLAIN).text(action)


def blocks_of(action: Action, context: CardContext) -> list[Block]:
    if blocks := CARD_SPECS.get(action.kind, PLAIN).blocks:
        return blocks(action, context)
    text = text_of(action)
    return [Words(text)] if text else []
