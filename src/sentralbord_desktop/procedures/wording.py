"""The texts of the procedures: note, e-mail, SMS, letter or spoken words, in the languages it has; and the rules."""

from typing import Literal

from pydantic import Field

from sentralbord_desktop.procedures.model import Part


class Wording(Part):
    """A template's text in a language other than bokmål."""

    subject: str = ""
    body: str


LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English", "pl": "Polski"}
"""The languages a template can have -> their own names."""

Language = Literal["nn", "en", "pl"]


class Template(Part):
    """A text with {fields}: note, e-mail, SMS, letter, or what to say. `subject` and `body` are
    bokmål; `other` has the same in other languages, each optional."""

    id: str
    subject: str = ""
    body: str
    other: dict[Language, Wording] = Field(default_factory=dict)

    def worded(self, language: str) -> "Wording | Template":
        """The text in `language`, else in bokmål."""
        return next((w for key, w in self.other.items() if key == language), self)


OWN_RULE = "vår tolkning"
"""The strength, in texts/regler.yaml, of a rule that is not in the union's text."""
PROGRAM_RULE = "personvern"
"""The strength of a rule that the program follows in every procedure; no step implements it."""
RULE_STRENGTHS = ("skal", "bør", "kan", "slik gjør vi", "bakgrunn", OWN_RULE, PROGRAM_RULE)


class Rule(Part):
    """A rule of the procedure: its ID, the sentence that has it, and how binding it is."""

    id: str
    text: str
    strength: str = Field(default="")
    category: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the switchboard wrote it, not the union."""
        return self.strength in (OWN_RULE, PROGRAM_RULE)

    @property
    def quoted(self) -> str:
        """The sentence; in «» only when it is the union's own."""
        return self.text if self.is_own else f"«{self.text}»"
