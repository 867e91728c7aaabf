"""After a write: what changed, so that open pages can read again."""

from collections.abc import Callable

Listener = Callable[[frozenset[str]], None]
SUBJECTS = (
    "members",
    "inquiries",
    "callbacks",
    "confirmations",
    "parked",
    "outbox",
    "organisation",
    "operators",
    "availability",
    "sending",
    "opened",
)


class ChangeNotices:
    """Who wants to know that something changed. Called on the thread that wrote."""

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
