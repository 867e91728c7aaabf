"""«Dette blir gjort» in the window: what it shows, what it unfolds, and its counter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.wizard.preview import NOTHING, TINT_MS, Preview, PreviewRow
from sentralbord_desktop.procedures.action_preview import remaining_steps
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import take
from tests.helpers.announcements import Heard
from tests.helpers.moments import moments
from tests.helpers.pages import gate
from tests.helpers.parts import preview_rows
from tests.helpers.screen import Screen


def drawn(widget: QWidget) -> list[str]:
    """The texts that can be read, from the top."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return [text for label in labels if (text := label.text().replace("\N{WORD JOINER}", ""))]


def change_contact(screen: Screen, who: str = "ingunn fjeldheim") -> None:
    screen.open(who)
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)


def test_before_the_first_answer_the_panel_is_empty_in_every_topic(screen: Screen) -> None:
    for topic in library().procedures:
        for run in moments(topic, 1):
            holder = QWidget(screen.window)
            preview = Preview(QVBoxLayout(holder), QLabel(screen.window))
            preview.show(Outcome(run))
            assert drawn(holder) == [NOTHING]
            assert preview_rows(preview) == []
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("2")
    assert drawn(screen.workspace.call.wizard.ui.previewBody) == [NOTHING]


def test_an_action_is_whole_and_names_what_it_misses(screen: Screen) -> None:
    change_contact(screen)
    rows = {row._shown[0]: row for row in preview_rows(screen.workspace.call.wizard.preview)}
    assert list(rows) == ["Du svarer selv", "Endring i medlemsbildet", "Merknad", "Telefonlogg"]
    remark = rows["Merknad"]
    unanswered = "Ført inn: ‹hva som er ført inn›. ‹om alt er ført inn› RO"
    assert remark._shown[2].endswith(f"Meldte endring av kontaktinfo. {unanswered}")
    assert remark.accessibleName() == "Merknad. mangler hva som er ført inn, om alt er ført inn"
    assert remark._tick.isHidden()
    assert not rows["Telefonlogg"]._tick.isHidden()
    assert rows["Telefonlogg"].accessibleName() == "Telefonlogg. ferdig"
    amber = theme.current().tokens.warn_soft
    assert f"background-color: {amber}" in remark._text.text()
    screen.application.theme.choose("morkt")
    assert theme.current().tokens.warn_soft != amber
    assert f"background-color: {theme.current().tokens.warn_soft}" in remark._text.text()


def test_what_is_not_chosen_has_no_tick(screen: Screen) -> None:
    holder = QWidget(screen.window)
    preview = Preview(QVBoxLayout(holder), QLabel(screen.window))
    preview.show(Outcome(take("kurs", "type=paamelding", "lenke=ja")))
    (sms,) = [row for row in preview_rows(preview) if row._shown[0] == "SMS"]
    assert sms is preview_rows(preview)[-1]
    assert "valgfri" in drawn(sms)
    assert sms._tick.isHidden()
    assert sms.accessibleName().endswith("valgfri")


def test_what_is_typed_is_never_read_as_markup(screen: Screen) -> None:
    run = take("annet", "tema=<b>sykkel</b>", "ring")
    holder = QWidget(screen.window)
    preview = Preview(QVBoxLayout(holder), QLabel(screen.window))
    preview.show(Outcome(run))
    texts = [row._text for row in preview_rows(preview) if "sykkel" in row._shown[2]]
    assert texts
    marked = [text for text in texts if text.textFormat() is Qt.TextFormat.RichText]
    assert marked
    assert all("&lt;b&gt;sykkel" in text.text() for text in marked)


@pytest.mark.parametrize("by_key", [True, False], ids=["Enter", "click"])
def test_what_may_come_is_one_line_that_unfolds_the_names(screen: Screen, *, by_key: bool) -> None:
    change_contact(screen)
    coming = screen.workspace.call.wizard.preview._coming

    def press() -> None:
        if by_key:
            coming.setFocus()
            screen.key(Qt.Key.Key_Return)
        else:
            screen.bot.mouseClick(coming, Qt.MouseButton.LeftButton)

    assert drawn(coming) == ["3 til kan komme, etter «Fikk du ført inn alt?»"]
    assert coming.accessibleName().endswith("sammenfoldet")
    assert coming.focusPolicy() & Qt.FocusPolicy.TabFocus
    press()
    names = ["Sett over avd. 4 Mjøstraktene", "E-post avd. 4 Mjøstraktene", "Si før dere legger på"]
    assert drawn(coming) == ["3 til kan komme, etter «Fikk du ført inn alt?»", "\n".join(names)]
    assert coming.accessibleName().endswith(", ".join(names))
    screen.bot.waitUntil(lambda: coming.height() >= coming.heightForWidth(coming.width()))
    press()
    assert len(drawn(coming)) == 1


def test_the_counter_is_the_same_for_the_eye_and_the_reader_and_lights_fullfor(screen: Screen, heard: Heard) -> None:
    change_contact(screen, "inge fjeldheim")  # who has been promised nothing
    heard.settle()
    wizard = screen.workspace.call.wizard
    run = screen.workspace.call_session.run
    assert run is not None
    assert len(remaining_steps(run)) == 2
    assert wizard.ui.remaining.text() == "Mangler 2 svar"
    assert wizard.ui.remaining.property("tone") == "warn"
    assert "Steg 2 av 4." in heard.sentences[-1]
    assert not wizard.ui.finish.isEnabled()
    screen.type("99000111")
    for _ in range(5):
        screen.key(Qt.Key.Key_Return)
    assert wizard.ui.remaining.text() == "Mangler 1 svar"
    screen.digits("1")
    screen.bot.waitUntil(screen.workspace.call.review.isVisible)
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.ui.remaining.text() == "Alt er med"
    assert wizard.ui.remaining.property("tone") == "ok"
    assert wizard.ui.finish.isEnabled()


def test_no_other_counter_and_no_step_number_is_on_the_screen(screen: Screen) -> None:
    gate(screen)
    wizard = screen.workspace.call.wizard
    texts = " ".join(drawn(wizard))
    assert "Steg " not in texts
    assert "klar" not in texts.split()
    assert " av " not in " ".join(drawn(wizard.ui.preview))


def test_a_line_that_changed_is_tinted_for_a_moment(screen: Screen) -> None:
    gate(screen)
    preview = screen.workspace.call.wizard.preview
    (remark,) = [row for row in preview_rows(preview) if row._shown[0] == "Merknad"]
    log = next(row for row in preview_rows(preview) if row._shown[0] == "Telefonlogg")
    screen.bot.waitUntil(lambda: not remark._tint.isActive())
    screen.digits("1")
    assert remark.property("tint") == "changed"
    assert not log.property("tint")
    assert remark._tint.interval() == TINT_MS == 600
    screen.bot.waitUntil(lambda: not remark.property("tint"))


def test_an_action_that_goes_away_goes_at_once(screen: Screen) -> None:
    change_contact(screen)
    panel = screen.workspace.call.wizard.ui.previewBody
    screen.bot.waitUntil(lambda: any(row.isVisible() for row in panel.findChildren(PreviewRow)))
    screen.control(Qt.Key.Key_E)
    screen.digits("93")
    assert not [row for row in panel.findChildren(PreviewRow) if row.isVisible()]
