"""Suggestions below a text field while it is typed in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

MOST_SHOWN = 3
Suggest = Callable[[str], Sequence[str]]
"""What may be meant by a typed text, the likeliest first."""


def offer_suggestions(edit: QLineEdit, suggest: Suggest) -> None:
    """At most MOST_SHOWN rows. An arrow and Enter, or a click, takes one; Enter without an arrow takes what is typed."""
    model = QStringListModel(edit)
    completer = QCompleter(model, edit)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(MOST_SHOWN)
    if (popup := completer.popup()) is not None:
        popup.setAccessibleName("Forslag")
    edit.setCompleter(completer)
    edit.textEdited.connect(lambda text: model.setStringList(list(suggest(text))[:MOST_SHOWN] if text.strip() else []))
