"""How this office dials: a `tel:` link, or the softphone's own command. Pure. The command comes from the settings,
never from a member. A number is reduced to digits, perhaps with a plus in front, and no shell is used."""

from typing import Literal

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import MAX_COMMAND_CHARS, MAX_PREFIX_CHARS
from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.telephony import can_be_rung, normal_number

NUMBER_FIELD = "{nummer}"
MIN_DIGITS = 3
"""Digits of the shortest number that can be dialled: an extension, 110, 02404."""


class DiallingError(SwitchboardError):
    """The number cannot be dialled from here; the operator uses the telephone."""


class Dialling(Guarded):
    """`way` is «tel» (Windows' own choice for telephone links), «kommando» or «av». `prefix` is dialled before every
    outside number («0» for a line), `command` is a program and its arguments with «{nummer}» for the number."""

    model_config = ConfigDict(frozen=True)
    way: Literal["tel", "kommando", "av"] = "tel"
    command: str = Field(default="", max_length=MAX_COMMAND_CHARS)
    prefix: str = Field(default="", max_length=MAX_PREFIX_CHARS, pattern=r"^[0-9]*$")


def number_to_dial(text: str, dialling: Dialling) -> str:
    """«990 00 418» -> «+4799000418»; extensions and short numbers are kept. With a prefix the national form:
    «099000418». Raises DiallingError for what is not a number."""
    number = normal_number(text)
    digits = number.lstrip("+")
    if not (digits.isascii() and digits.isdigit()) or len(number) < MIN_DIGITS:
        raise DiallingError("Her er det ikke noe nummer å ringe. Velg en rad som har et.")
    if not can_be_rung(number):
        return number
    if dialling.prefix:
        return dialling.prefix + (f"00{number[1:]}" if number.startswith("+") else number)
    return number if number.startswith("+") else f"+47{number}"


def words_of(command: str) -> list[str]:
    r"""The program and its arguments. Quotes group words with spaces, and a backslash is literal, as in a Windows path:
    «"C:\Program Files\Tlf\tlf.exe" /ring {nummer}»."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    for sign in command.strip():
        if sign == '"':
            quoted, begun = not quoted, True
        elif sign.isspace() and not quoted:
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + sign, True
    return [*words, word] if begun else words


def command_for(number: str, dialling: Dialling) -> list[str]:
    """The command line to dial `number`, as `number_to_dial` gives it."""
    return [word.replace(NUMBER_FIELD, number) for word in words_of(dialling.command)]


def check_dialling(dialling: Dialling) -> None:
    """Raises DiallingError with what must be corrected before it is stored."""
    if dialling.way != "kommando":
        return
    if not words_of(dialling.command):
        raise DiallingError("Skriv programmet som ringer, eller velg Windows' telefonlenker.")
    if dialling.command.count('"') % 2:
        raise DiallingError("Det mangler et anførselstegn i kommandoen. Skriv ett til, foran eller bak programmet.")
    if not any(NUMBER_FIELD in word for word in words_of(dialling.command)[1:]):
        raise DiallingError("Skriv {nummer} der nummeret skal stå i kommandoen.")
