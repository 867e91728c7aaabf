"""The content of a review card as blocks: facts with a label, and text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import OSLO, clock
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, MEMBER_COLUMNS
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER
from sentralbord_desktop.procedures.recipients import target_label

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
    return f"{at}, {window}" if window else at


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


BLOCKS: dict[str, Callable[[Action, CardContext], list[Block]]] = {
    CALLBACK.key: callback_blocks,
    EMAIL.key: email_blocks,
    REGISTER_MEMBER.key: registration_blocks,
    SMS.key: sms_blocks,
    TRANSFER.key: transfer_blocks,
    UPDATE_MEMBER.key: change_blocks,
}
"""Kind -> its blocks; others are one text."""
