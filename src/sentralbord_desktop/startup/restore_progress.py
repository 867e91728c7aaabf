"""Progress of a restore at the start."""

from PySide6.QtCore import QObject

from sentralbord_desktop.gui.widgets.centered_page import CenteredPage
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.startup.open_register import RegisterOpener

FETCHING = "Henter sikkerhetskopien: {share} %. Det som var her, legges til side."


class RestoreProgress(QObject):
    """Shows it in the window's bar, or on `page` while that page is shown alone."""

    def __init__(self, window: MainWindow, opener: RegisterOpener) -> None:
        super().__init__(window)
        self._window, self._opener = window, opener
        self._share = -1
        self.page: CenteredPage | None = None
        opener.fetched.connect(self._show)

    def _show(self, done: int, total: int) -> None:
        share = 10 * (10 * done // max(total, 1))  # screen readers should not read every per cent
        if share == self._share or self._opener.services is not None:
            return
        self._share = share
        sentence = FETCHING.format(share=share)
        self._window.show_bar(sentence, "ok", "Stopp", self._opener.stop_fetching)
        if self.page is not None and self._window.is_shown(self.page):
            self.page.fail(sentence)
