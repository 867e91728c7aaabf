"""How each kind of output is shown on its card and in «Dette blir gjort»; others are shown as plain text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.members.fields import FIELD_NAMES
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.gui.wizard.card.blocks import BLOCKS, Block, CardContext, Words
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER


def card_text(action: Action) -> str:
    if person := action.data.get("person"):
        return f"{person}\n{action.text}".strip()
    if action.subject:
        return f"{action.subject}\n\n{action.text}"
    return action.text


@dataclass(frozen=True)
class CardKind:
    """The texts of a kind on its card and in the preview."""

    card: Callable[[Action], str] = card_text


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
        when = f"{due[8:10]}.{due[5:7]}.{due[:4]} kl. {due[11:16].replace(':', '.')}"
    return f"{when} · {action.text}"


CARDS: dict[str, CardKind] = {
    AWAIT_CONFIRMATION.key: CardKind(card=_confirmation),
    CALLBACK.key: CardKind(card=_callback),
    REGISTER_MEMBER.key: CardKind(card=_changes),
    UPDATE_MEMBER.key: CardKind(card=_changes),
}
"""Kind -> its texts; others are shown as their text."""


def blocks_of(action: Action, context: CardContext) -> list[Block]:
    """The blocks of the card; a kind without own blocks is one text."""
    make = BLOCKS.get(action.kind)
    if make is not None:
        return make(action, context)
    text = card_kind(action).card(action)
    return [Words(text)] if text else []


def card_kind(action: Action) -> CardKind:
    return CARDS.get(action.kind, CardKind())
