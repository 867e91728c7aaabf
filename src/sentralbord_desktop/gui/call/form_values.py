"""What is written in the short forms beside a call, as the values that are kept."""

from datetime import datetime

from sentralbord_desktop.domain.dates import note_date, read_date
from sentralbord_desktop.domain.desk import CallbackFields
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.lengths import fitting
from sentralbord_desktop.domain.members import phone_position
from sentralbord_desktop.domain.moments import read_moment
from sentralbord_desktop.domain.phones import is_phone_number
from sentralbord_desktop.domain.times import oslo, today
from sentralbord_desktop.services.shift import Shift


def changes_from(values: dict[str, str], moment: datetime) -> dict[str, str]:
    """Of «Rett». Raises SwitchboardError for what cannot be read."""
    changes = dict(values)
    if text := changes["birth_date"]:
        day = read_date(text, today(moment))
        if day is None:
            raise SwitchboardError("Skriv fødselsdatoen som 14.03.1979.")
        changes["birth_date"] = note_date(day)
    for key, text in changes.items():
        if phone_position(key) is not None and text and not is_phone_number(text):
            raise SwitchboardError(
                "Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 990 00 000."
            )
    return changes


def callback_from(values: dict[str, str], shift: Shift) -> CallbackFields:
    """Of Ctrl+T. Raises SwitchboardError for what cannot be read."""
    moment = shift.clock()
    if not is_phone_number(values["number"]):
        raise SwitchboardError("Skriv nummeret vi skal ringe.")
    due, window = read_moment(values["when"], oslo(moment)) if values["when"] else (None, "")
    deadline = None
    if values["deadline"]:
        deadline = read_date(values["deadline"], today(moment), past=False)
        if deadline is None:
            raise SwitchboardError("Skriv fristen som 27.11.")
    with fitting():
        return CallbackFields(
            name=values["name"], number=values["number"], subject=values["subject"],
            category=values["category"], due=due, window=window[:60], deadline=deadline,
            owner=values["owner"][:60], promised_by=shift.sign, created=moment,
            loop=shift.operator.loop,
        )  # fmt: skip
