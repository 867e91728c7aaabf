"""Brings change notices to the main thread, where pages read again."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.services.change_notices import ChangeNotices


class ChangeNotifier(QObject):
    """`happened` carries the subjects: members, inquiries, callbacks, … (services/change_notices.py)."""

    happened = Signal(object)

    def __init__(self, change_notices: ChangeNotices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        change_notices.listen(self.happened.emit)
