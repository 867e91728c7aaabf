"""Notices after a write, so that open pages read again."""

from collections.abc import Callable

from sentralbord_desktop.domain.text.word_list import word_list

Listener = Callable[[frozenset[str]], None]

SUBJECTS = word_list(
    "members inquiries callbacks confirmations parked outbox organisation operators availability sending opened"
)


class ChangeNotices:
    """The listeners; called on the thread that wrote."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def notify(self, *subjects: str) -> None:
        unknown = set(subjects) - set(SUBJECTS)
        if unknown:
            raise ValueError(f"unknown subjects {unknown}")
        for listener in self._listeners:
            listener(frozenset(subjects))
