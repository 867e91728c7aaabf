"""The lines of a form («fields» of a step) in a text: one line by its key, or all filled ones."""

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.model import Step

FILLED_LINES = "utfylt"
"""{step.utfylt}: every line that was filled in, as «Label: text», a line each."""


def line_of(step: Step, answer: Answer, key: str) -> str:
    """The value filled in under `key`, «» for none; for FILLED_LINES all lines."""
    if key != FILLED_LINES:
        return answer.fields.get(key, "")
    filled = ((line.label, answer.fields.get(line.key, "")) for line in step.fields)
    return "\n".join(f"{label}: {text}" for label, text in filled if text)
