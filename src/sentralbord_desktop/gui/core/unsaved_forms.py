"""The registry of forms with unsaved text, read when a form is left, and when the window locks or closes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Form:
    """A form, as it registers itself. `is_unsaved`: it has text that is not saved. `keep` returns a function that opens
    it again with that text. `discard` closes it without saving. `store` stores the text across a restart; without it
    the text lasts as long as the process. `page` is shown before it is opened again."""

    name: str
    page: str
    is_unsaved: Callable[[], bool]
    keep: Callable[[], Callable[[], object]]
    discard: Callable[[], object]
    store: Callable[[], object] | None = None


class UnsavedForms(QObject):
    """`put_away` carries the page of a form that was left, and the function that restores it."""

    put_away = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._forms: list[Form] = []

    def register(self, form: Form) -> Form:
        self._forms.append(form)
        return form

    def leave(self, form: Form) -> None:
        """Close `form`; `put_away` offers unsaved text back."""
        back = form.keep() if form.is_unsaved() else None
        form.discard()
        if back is not None:
            self.offer_back(form, back)

    def offer_back(self, form: Form, back: Callable[[], object]) -> None:
        self.put_away.emit(form.page, back)

    def store(self) -> None:
        """The window locks or closes: store every unsaved form that has `store`."""
        for form in self._forms:
            if form.store is not None and form.is_unsaved():
                form.store()
