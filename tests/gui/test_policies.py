"""What IT decides is shown, holds, and cannot be changed from the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.core.colours import is_dark
from sentralbord_desktop.gui.core.theme import kept_text_scale
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, show_norwegian
from sentralbord_desktop.startup.first_run import ready_rows
from sentralbord_desktop.storage import settings
from sentralbord_desktop.system.policy_sources import read_policies
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen, dismantle

PASSPHRASE = "fire ville hester galopperer"
FILE = """
[mail]
host = "smtp.forbundet.no"
colour = "rosa"
[sms]
url = "https://sms.forbundet.no"
headers = "Authorization: Bearer {hemmelighet}"
success_status = "201, 202"
[telephone]
way = "av"
[operator]
loop = 2
[look]
colours = "morkt"
text_size = "125"
"""


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    file = tmp_path / "policy.toml"
    file.write_text(FILE, encoding="utf-8")
    return read_policies(file)


@pytest.fixture
def decided(qtbot: QtBot, qapp: QApplication, tmp_path: Path, policies: Policies) -> Iterator[Screen]:
    show_norwegian(qapp)
    options = arguments(["--practice", "--data", str(tmp_path / "register")])
    application = Application(qapp, options, policies)
    application.window.resize(1366, 688)
    application.show()
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    application.window.activateWindow()
    yield Screen(qtbot, application)
    dismantle(application)


def part(screen: Screen, title: str) -> QWidget:
    return settings_part(screen, title, QWidget)


def named(where: QWidget, name: str, kind: type[QWidget]) -> QWidget:
    return next(w for w in where.findChildren(kind) if w.accessibleName().startswith(name))


def test_what_is_decided_is_locked_and_says_so(decided: Screen) -> None:
    sending = part(decided, "Utsending")
    server = named(sending, "Server", QLineEdit)
    assert server.accessibleName() == "Server · bestemt av IT"
    assert not server.isEnabled()
    assert named(sending, "Brukernavn", QLineEdit).isEnabled()
    headers = named(sending, "Hoder", QPlainTextEdit)
    status = named(sending, "Godtatt", QLineEdit)
    assert not headers.isEnabled()
    assert not status.isEnabled()
    assert not named(part(decided, "Deg"), "Sløyfe", QComboBox).isEnabled()
    look = named(part(decided, "Utseende"), "Farger", QComboBox)
    assert (look.isEnabled(), look.property("currentText")) == (False, "Mørkt")
    size = named(part(decided, "Utseende"), "Tekststørrelse", QComboBox)
    assert (size.isEnabled(), size.property("currentText")) == (False, "125 %")


def test_the_form_keeps_what_it_may_and_the_decision_holds(decided: Screen) -> None:
    telephone = part(decided, "Telefon")
    assert isinstance(telephone, SettingsForm)
    way, _, prefix = telephone.form.boxes
    assert not way.isEnabled()
    assert isinstance(prefix, QLineEdit)
    prefix.setText("0")
    decided.control(Qt.Key.Key_Return)
    decided.bot.waitUntil(lambda: telephone.foot.said.text().startswith("Lagret."))
    kept = decided.services.telephone.read()
    assert (kept.way, kept.prefix) == ("av", "0")
    with decided.services.database.reading() as session:
        assert settings.setting(session, "telefon").get("way") is None  # nobody chose it here


def test_the_window_says_that_something_was_ignored_and_shows_what(decided: Screen) -> None:
    bar = decided.window.ui.barText
    assert bar.text() == "policy.toml: «mail.colour» er ukjent. Si fra til IT."
    decided.window.press_bar()
    assert decided.window.page == "settings"
    words = " ".join(str(w.property("text") or "") for w in decided.window.findChildren(QWidget))
    assert "Dette kunne ikke brukes, og er sett bort fra." in words


def test_whoever_starts_for_the_first_time_hears_that_it_may_be_another_register(tmp_path: Path) -> None:
    """A file with one quote too few would have named the server."""
    file = tmp_path / "policy.toml"
    file.write_text('[register]\ndatabase_url = "postgresql+psycopg://tjener/felles\n')
    folder, policies = tmp_path / "register", read_policies(file)
    with pytest.raises(SwitchboardError, match=r"Se linje 2.*et nytt er ikke laget"):
        open_services(folder, passphrase=PASSPHRASE, policies=policies)
    assert not list(folder.glob("*.db"))
    open_services(folder, passphrase=PASSPHRASE).close()  # made before IT wrote the file
    services = open_services(folder, passphrase=PASSPHRASE, policies=policies)
    try:
        ready, title, words = ready_rows(services)[0]
        assert (ready, title) == (False, "Fra IT")
        assert words.startswith("policy.toml er ikke gyldig TOML. Se linje 2.")
        assert words.endswith("Si fra til IT før du skriver inn noe.")
    finally:
        services.close()


def test_the_text_size_of_it_holds_and_ctrl_k_does_not_change_it(decided: Screen) -> None:
    assert decided.application.theme.text_scale == 1.25
    before = kept_text_scale()
    decided.control(Qt.Key.Key_K)
    decided.type("tekststørrelse 150")
    decided.key(Qt.Key.Key_Return)
    decided.bot.waitUntil(
        lambda: decided.window.ui.barText.text() == "Tekststørrelsen på denne PC-en er bestemt av IT."
    )
    assert kept_text_scale() == before


def test_loop_and_colours_cannot_be_changed_by_the_keys_either(decided: Screen) -> None:
    assert decided.services.session.operator.loop == 2
    decided.workspace.mine.choose_loop(1)
    assert decided.window.ui.barText.text() == "Sløyfen på denne PC-en er bestemt av IT."
    assert decided.services.session.update(loop=3).loop == 2
    decided.workspace.mine.choose_look("lyst")
    assert decided.window.ui.barText.text() == "Fargene på denne PC-en er bestemt av IT."
    assert is_dark(decided.application.theme.tokens)


def test_the_settings_tell_what_is_decided_by_whom_and_what_was_ignored(decided: Screen) -> None:
    shown = part(decided, "Fra IT")
    text = named(shown, "Bestemt av IT", QPlainTextEdit).property("plainText")
    assert "E-postserver: smtp.forbundet.no (policy.toml)" in text
    assert "Authorization: Bearer {hemmelighet} (policy.toml)" in text
    words = " ".join(w.property("text") or "" for w in shown.findChildren(QWidget))
    assert "policy.toml: «mail.colour» er ukjent." in words


def test_a_fault_is_logged_by_name_alone(decided: Screen, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    log = (tmp_path / "register/logg/sentralbord.log").read_text(encoding="utf-8")
    assert "policy ignored: policy.toml: «mail.colour» er ukjent." in log
    assert "rosa" not in log


@pytest.mark.parametrize("inside", ["", "register"])
def test_a_profile_that_cannot_be_written_to_is_said(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, inside: str
) -> None:
    (tmp_path / "profil").write_text("en fil der mappen skulle vært")
    folder = tmp_path / "profil" / inside
    application = Application(qapp, arguments(["--data", str(folder), "--look", "lyst"]))
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        words = " ".join(str(w.property("text") or "") for w in pages.findChildren(QWidget))
        words = words.replace("\u200b", "")  # where a long path may be parted
        assert f"Får ikke skrevet i mappen {folder}. Spør IT." in words
    finally:
        dismantle(application)
