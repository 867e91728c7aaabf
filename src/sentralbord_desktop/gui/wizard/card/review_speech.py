"""The sentences for a screen reader on the review: what to say, the heads of the cards, and the effect of a change."""

from collections.abc import Sequence

from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui.wizard.card.blocks import Block, Fact, Person, Rule, Words
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review
from sentralbord_desktop.services.drafts.review import named

SAID, NOT_SAID, SAY_KEY = "Sagt.", "Ikke sagt.", "Mellomrom når det er sagt."
KEPT = "Endringen er lagret."


def said_words(actions: Sequence[Action], *, is_said: bool) -> str:
    """«Si: Fristen er onsdag 9. desember. Mellomrom når det er sagt.»; «» when nothing must be said."""
    spoken = said_in_review(actions)
    lines = " ".join(ended(line) for action in spoken for line in lines_of(action.text))
    if not lines:
        return ""
    if not any(action.must_be_said for action in spoken):
        first = spoken[0].strength
        return f"{'Kan sies' if first is Strength.KAN else 'Bør sies'}: {lines}"
    return f"Sagt: {lines}" if is_said else f"Si: {lines} {SAY_KEY}"


def head_words(digit: str, action: Action) -> str:
    """«2 E-post til DS avd. 4», with what is unusual about the card."""
    states = (
        "" if action.on else "ikke med",
        "haster" if action.on and action.urgent else "",
        "mangler svar" if action.on and action.missing else "",
    )
    what = " ".join(part for part in (digit, kind_of(action.kind).label, action.to_label) if part)
    return ", ".join(part for part in (what, *states) if part)


def heads_words(heads: Sequence[str]) -> str:
    """«3 kort: 1 Merknad. 2 SMS, ikke med. 3 Telefonlogg.»"""
    return f"{len(heads)} kort: {' '.join(ended(head) for head in heads)}" if heads else ""


def content_words(blocks: Sequence[Block]) -> str:
    """The content of a card. Facts taken from a folded text are left out, because the whole text is read."""
    texts, is_whole = list[str](), any(isinstance(block, Words) and block.is_folded for block in blocks)
    is_below = False
    for block in blocks:
        if isinstance(block, Rule):
            is_below = True
        elif isinstance(block, Fact):
            texts += [] if is_below and is_whole else [f"{block.label}: {block.text}"]
        elif isinstance(block, Person):
            texts.append(", ".join(part for part in (block.name, block.number, block.took_at) if part))
        else:
            texts.append(block.text)
    return " ".join(ended(" ".join(text.split())) for text in texts)


def change_words(before: Sequence[Action], after: Sequence[Action], old: Review, new: Review) -> str:
    """The effect of the last key: «Sagt.», «SMS til medlem» er ikke med.»; «» without a change."""
    words = []
    if old.said != new.said:
        words.append(SAID if len(new.said) > len(old.said) else NOT_SAID)
    was_on = {action.id: action.on for action in before}
    for action in after:
        if was_on.get(action.id, action.on) != action.on and kind_of(action.kind).is_reviewed:
            words.append(f"{named(action)} er {'med' if action.on else 'ikke med'}.")
    if not words and old.model_copy(update={"promises": new.promises}) != new:
        words.append(KEPT)
    return " ".join(words)
