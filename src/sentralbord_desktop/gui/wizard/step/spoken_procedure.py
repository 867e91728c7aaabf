"""The procedure of a step as announced at F8. Without widgets."""

import re

from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui.wizard.step.deadline import spoken_deadline
from sentralbord_desktop.gui.wizard.step.rules import rules_text
from sentralbord_desktop.gui.wizard.step.spoken_step import MAX_SPOKEN_CHARS, SENTENCE_END, first_to_do
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.run import ProcedureRun

NO_RULE = "Steget har ingen egen regel."
BACK = "F8 går tilbake til steget."
MORE = "Pil ned leser resten."
"""Replaces the sentences beyond the limit; the focus is in the whole text."""
QUOTE_END = re.compile(r"(?<=[.!?»])\s+(?=[«A-ZÆØÅ])")


def spoken_procedure(run: ProcedureRun, step: Step | None, announced: str) -> str:
    """What to do, without the sentence `announced` with the step; the deadline; the rules. At most `MAX_SPOKEN_CHARS`
    characters, if leaving out the last sentences of the rules is enough."""
    do = step.do if step is not None else ""
    if step is not None and first_to_do(step) in announced:
        do = " ".join(SENTENCE_END.split(do)[1:])
    rules = [run.library.rules[rule] for rule in step.rules if rule in run.library.rules] if step is not None else []
    parts = (f"Gjør: {do}" if do else "", spoken_deadline(run), "Prosedyren")
    head = " ".join(ended(part) for part in parts if part)
    text = rules_text(rules) or NO_RULE
    whole, end = f"{head} {text} {BACK}", f"{MORE} {BACK}"
    if len(whole) <= MAX_SPOKEN_CHARS:
        return whole
    return f"{head} {first_sentences(text, MAX_SPOKEN_CHARS - len(head) - len(end) - 2)} {end}"


def first_sentences(text: str, room: int) -> str:
    """The first sentences that fit in `room` characters, at least one; a cut quotation is closed."""
    sentences = QUOTE_END.split(text)
    while True:
        found = " ".join(sentences)
        found += "»" if found.count("«") > found.count("»") else ""
        if len(found) <= room or len(sentences) == 1:
            return found
        sentences.pop()
