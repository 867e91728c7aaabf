"""What a start needs before the window: the command line, the folder, Qt in bokmål."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QProcess, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from sentralbord_desktop import __version__
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.telephony import LinkError, is_link, number_in
from sentralbord_desktop.gui._generated import sentralbord_rc as sentralbord_rc  # registers :/
from sentralbord_desktop.system.argparse_nb import speak_norwegian
from sentralbord_desktop.system.file_owner import WINDOWS
from sentralbord_desktop.system.policy_sources import register_folder
from sentralbord_desktop.system.windows_ctypes import windows_ctypes

log = logging.getLogger("sentralbord")
LOCKED = "--locked"
APP_ID = "Sentralbord.Sentralbord"
"""Windows groups windows, notices and pins by this id. A shortcut to the program must have the same, or a pinned one
gets a second button."""


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    speak_norwegian()
    parser = argparse.ArgumentParser(prog="sentralbord", description="Sentralbordet for forbundet.")
    parser.add_argument("--data", type=Path, help="mappen registeret ligger i")
    parser.add_argument("--practice", action="store_true", help="øvingsregister med oppdiktede folk")
    parser.add_argument("--look", choices=["windows", "lyst", "morkt"], help="farger")
    parser.add_argument("--text-scale", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--selftest", action="store_true", help="prøv alt på et kast-bort-register")
    parser.add_argument(LOCKED, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tell-when-ready", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=__version__, help="vis versjonen")
    parser.add_argument("link", nargs="?", default="", help="lenke fra telefonen")
    words = sys.argv[1:] if words is None else words
    if any(is_link(word) for word in words[:-1]):
        parser.error("etter en lenke kan det ikke stå noe")  # a link could add options
    options = parser.parse_args(words)
    if options.link and not is_link(options.link):
        parser.error(f"«{options.link}» er ikke en lenke til Sentralbord")
    return options


def start_program(*words: str) -> None:
    first = [] if getattr(sys, "frozen", False) else ["-m", "sentralbord_desktop"]
    QProcess.startDetached(sys.executable, [*first, *words])


class ReadLink(NamedTuple):
    """The number that rings, and a sentence when the link could not be used; «» where there is none."""

    number: str
    refused: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def read_link(link: str) -> ReadLink:
    try:
        return ReadLink(number_in(link) if link else "", "")
    except LinkError as error:
        log.warning("a link was refused")
        return ReadLink("", str(error))


def folder_of(options: argparse.Namespace, policies: Policies) -> Path:
    return register_folder(policies, options.data, practice=options.practice)


def show_norwegian(qt: QApplication) -> None:
    """Install our own translation of Qt's standard texts: Qt has no Bokmål catalogue."""
    QLocale.setDefault(QLocale(QLocale.Language.NorwegianBokmal))
    translator = QTranslator(qt)
    if not translator.load(":/translations/sentralbord_nb.qm"):
        raise FileNotFoundError(":/translations/sentralbord_nb.qm")
    qt.installTranslator(translator)


def name_for_windows() -> None:
    """Set the app id before the first window of a program that is not installed: otherwise Windows groups it as Python.
    The installed one is grouped by its file, as its shortcut is; an id would give two buttons on the taskbar."""
    if WINDOWS and not getattr(sys, "frozen", False):
        shell = windows_ctypes().windll.shell32
        shell.SetCurrentProcessExplicitAppUserModelID(APP_ID)


def make_qt() -> QApplication:
    name_for_windows()
    qt = QApplication(sys.argv[:1])
    qt.setOrganizationName("Sentralbord")
    qt.setApplicationName("Sentralbord")
    qt.setApplicationVersion(__version__)
    qt.setWindowIcon(QIcon(":/icon.svg"))
    show_norwegian(qt)
    return qt
