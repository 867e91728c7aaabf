"""Shows a column of the register or the organisation in a form and in a list."""

import re
from typing import Any

from sentralbord_desktop.domain.imports.columns import Column
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.widgets import table_model
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, CHOICE, DATE, EMAIL, NAME, NUMBER, PHONE, Field

WIDTHS = {
    "birth_date": DATE,
    "phone": PHONE,
    "phone2": PHONE,
    "mobile": PHONE,
    "email": EMAIL,
    "street": ADDRESS,
    "post_code": NUMBER,
    "workplace_post_code": NUMBER,
    "status": CHOICE,
    "number": NUMBER,
    "loops": NUMBER,
    "neighbours": PHONE,
    "area": ADDRESS,
    "postal_address": ADDRESS,
    "visiting_address": ADDRESS,
    "address": ADDRESS,
    "calendar": ADDRESS,
}
"""Field of a member or of the organisation -> its natural width in a form; NAME for the others."""


RANGE = re.compile(r"(?<=\d)-(?=\d)")
"""Of post codes, as it is typed."""


def displayed(column: Column, value: Any) -> str:
    """The value as it is read, with «0100–0199» of an area; in a form it is as it was typed."""
    words = written(column, value)
    return RANGE.sub("–", words) if column.field == "area" else words


def written(column: Column, value: Any) -> str:
    """The value for editing: a number in groups, a day as 14.03.1979, others as stored."""
    if column.is_phone:
        return spoken_number(value)
    return value if isinstance(value, str) else column.show(value or "")


def form_field(column: Column, value: Any, label: str = "", hint: str = "", **more: Any) -> Field:
    """The field of a form; `more` are other properties of the Field."""
    label = label or column.heading
    if column.is_yes_no:
        return Field(column.field, label, column.show(bool(value)), hint, yes_no=True, **more)
    properties = {
        "width": WIDTHS.get(column.field, NAME),
        "choices": list((column.choices or {}).items()),
        "secret": column.secret,
        **more,
    }
    return Field(column.field, label, written(column, value), hint, **properties)


def list_column(column: Column, width: int = 0, title: str = "", *, strong: bool = False) -> table_model.Column[Any]:
    """The column of a list; numbers are sorted as numbers."""
    field, words = column.field, column.choices or {}

    def text(entry: Any) -> str:
        value = getattr(entry, field)
        return words.get(value) or (str(value) if isinstance(value, int) else displayed(column, value))

    def sort(entry: Any) -> Any:
        value = getattr(entry, field)
        return value if isinstance(value, int) else text(entry).casefold()

    return table_model.Column(title or column.heading, text, sort, width, strong)
