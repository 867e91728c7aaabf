"""A text of the procedures: note, e-mail, SMS, letter or spoken words, in the languages it has."""

from typing import Literal

from pydantic import Field

from sentralbord_desktop.procedures.model import Part


class Wording(Part):
    """A template's text in another language than bokmål."""

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
        """The text in `language`; bokmål when there is none."""
        return next((w for key, w in self.other.items() if key == language), self)
