"""What is printed, as PDF over the practice register: `python -m tests.helpers.papers docs/pictures`."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["SENTRALBORD_NO_KEYRING"] = "1"

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.messages.settings import Letterhead
from sentralbord_desktop.gui.messages.outbox_page import letter_of
from sentralbord_desktop.gui.organisation_kinds import KINDS
from sentralbord_desktop.gui.privacy.subject_rights_panel import report_letter
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, show_norwegian
from tests.helpers import calls
from tests.helpers.members import by_number
from tests.helpers.pictures import wait
from tests.helpers.sheets import save_sheets

HEAD = Letterhead(lines="Forbundet\nStorgata 1\n0155 Oslo\nTelefon 22 00 00 00", place="Oslo")


def until(what: object) -> None:
    for _ in range(6000):
        wait(10)
        if callable(what) and what():
            return
    raise TimeoutError


def main(folder: Path) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())
    qt = QApplication([])
    show_norwegian(qt)
    application = Application(qt, arguments(["--practice", "--data", tempfile.mkdtemp(), "--look", "lyst"]))
    application.show()
    until(lambda: application.workspace is not None)
    workspace, services = application.workspace, application.services
    assert workspace is not None
    assert services is not None
    member = by_number(services, "204118")
    assert member is not None
    said = ("sporsmal=avslutte", "gf_type_avslutte=gammel", "identitet=ja", "adresse=ja")
    services.inquiries.complete(calls.ready(services, "forsikring", member, *said))
    services.inquiries.complete(calls.resignation(services, member))
    for page, name in (
        ("callbacks", "utskrift-ring-tilbake"),
        ("confirmations", "utskrift-venter"),
        ("outbox", "utskrift-utboks"),
    ):
        application.window.show_page(page)
        wait(600)
        save_sheets(getattr(workspace, page).paper.sheets(), folder / f"{name}.pdf")
    application.window.show_page("catalogue")
    wait(600)
    for kind in KINDS:
        workspace.catalogue.show_kind(kind.title)
        name = f"utskrift-{kind.title.lower().replace(' ', '-')}.pdf"
        save_sheets(workspace.catalogue.paper.sheets(), folder / name)
    application.window.show_page("availability")
    wait(600)
    save_sheets(workspace.availability.paper.sheets(), folder / "utskrift-ledige.pdf")
    for message in services.outbox.all():
        if message.letter:
            letter_of(message, HEAD).save(folder / "brev.pdf")
    subject = services.privacy.subject(member.number)
    report_letter(subject, HEAD.lines).save(folder / "innsyn.pdf")
    application.close()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
