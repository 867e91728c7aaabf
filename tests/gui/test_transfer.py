"""A transfer in the wizard: who is rung, the answers by key, and what the board and the record say after it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.availability import Status
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.case_handover import NOT_CONFIRMED
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import tip_of
from sentralbord_desktop.gui.wizard.step.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.transfer import StepTransfer
from sentralbord_desktop.gui.wizard.step.transfer_card import COPIED_MS, shortened
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.practice import takes_call
from tests.helpers.acceptance import take
from tests.helpers.announcements import Heard
from tests.helpers.keyboard import CONTROL
from tests.helpers.people import person
from tests.helpers.screen import Screen
from tests.helpers.window_calls import DISMISSED, until_answered


def ring_ds(screen: Screen) -> StepTransfer:
    """Ingunn is dismissed, nobody on loop 2 took the call: her DS is rung now."""
    until_answered(screen, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    session = screen.workspace.call_session
    assert session.run is not None
    assert session.run.current is not None
    assert session.run.current.id == "ds_ledig"
    return screen.workspace.call.wizard.step.transfer


def with_loop(screen: Screen, initials: str, name: str) -> None:
    """One more operator, on loop 2."""
    screen.services.people.keep(person(initials, "operator").model_copy(update={"name": name, "loop": 2}))


def texts(screen: Screen, template: str) -> str:
    run = screen.workspace.call_session.run
    assert run is not None
    return next(action.text for action in Outcome(run).actions() if action.template == template)


def test_who_is_rung_can_be_read_and_is_spoken(screen: Screen, heard: Heard) -> None:
    transfer = ring_ds(screen)
    card = transfer.card
    assert card.isVisible()
    assert card.title.text().startswith("Distriktssekretær, avd. 4")
    assert card.number_label.text() == "990 08 042"
    assert (
        card.number_label.font().pointSizeF() > card.name.font().pointSizeF()
        or "16.5" in card.number_label.styleSheet()
    )
    assert card.word.text() == "ikke bekreftet"
    assert card.brief.text().startswith("«Ingunn Fjeldheim i avdeling 4: oppsigelse.")
    rows = [(button.digit, button.accessibleName()) for button in transfer._answers.buttons if button.isVisible()]
    assert [digit for digit, _ in rows] == ["1", "2", "3", "0"]
    heard.settle()
    sentence = heard.sentences[-1]
    assert "1 av 2: Bergljot Lauvås, Distriktssekretær, avd. 4" in sentence
    assert "990 08 042. ikke bekreftet, " in sentence
    assert "1 Tok samtalen. " in sentence, "the others are left out where the deadline hastes"


def test_ctrl_d_rings_who_stands_there_and_not_the_caller(screen: Screen) -> None:
    transfer = ring_ds(screen)
    assert transfer.current is not None
    assert screen.workspace.call.numbers() == [(transfer.current.name, transfer.current.number)]


def test_enter_answers_nothing(screen: Screen) -> None:
    ring_ds(screen)
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.current is not None
    assert run.current.id == "ds_ledig"
    assert "ds_ledig" not in run.given


@pytest.mark.parametrize("look", ["lyst", "morkt"])
def test_name_function_number_and_age_can_be_read_from_a_metre(screen: Screen, look: str) -> None:
    """The sizes of the design, all in sight at 1366, in the colours of text."""
    screen.application.theme.choose(look)
    screen.window.resize(1366, 688)
    card = ring_ds(screen).card
    screen.at_rest()
    sizes = {
        part: (part.font().pointSizeF(), part.font().weight() >= QFont.Weight.DemiBold)
        for part in (card.name, card.title, card.number_label, card.word, card.source)
    }
    assert sizes[card.number_label] == (16.5, True)
    assert sizes[card.name] == (12, True)
    assert {sizes[card.title][0], sizes[card.source][0]} == {9}
    assert sizes[card.word][1]
    view = screen.workspace.call.wizard.ui.stepScroll.viewport()
    for part in sizes:
        assert part.isVisible()
        assert view.rect().contains(part.mapTo(view, part.rect().bottomRight()))
        assert part.width() >= part.fontMetrics().horizontalAdvance(part.text()), "on one line"
        shown = part.palette().color(part.foregroundRole()).name()
        assert shown in {theme.current().colour("text").name(), theme.current().colour("text2").name()}


def test_svarte_ikke_by_keys_ends_in_a_mail_a_callback_and_the_board_knows(screen: Screen) -> None:
    """«2», «0»."""
    transfer = ring_ds(screen)
    first = transfer.current
    assert first is not None
    screen.digits("2")
    assert transfer.current is not None
    assert transfer.current != first
    assert [button.digit for button in transfer._answers.buttons if button.isVisible()] == ["1", "3", "0"]
    screen.bot.waitUntil(
        lambda: (
            (status := screen.services.availability.board().status(first.who)) is not None
            and status.kind == "ingen_svar"
        )
    )
    screen.digits("0")
    run = screen.workspace.call_session.run
    assert run is not None
    answer = run.given["ds_ledig"]
    assert [attempt.took for attempt in answer.attempts] == [False, False]
    kinds = {action.kind: action for action in Outcome(run).actions()}
    assert "TRANSFER" not in kinds
    assert kinds["EMAIL"].urgent
    assert "Ringte DS " in texts(screen, "N-TR")
    assert "ingen svarte." in texts(screen, "N-TR")


def test_left_comes_back_to_the_step_and_the_other_answer_can_be_given(screen: Screen) -> None:
    ring_ds(screen)
    screen.digits("0")
    assert screen.workspace.call.wizard.edit_previous()
    step = screen.workspace.call.wizard.step.step
    assert step is not None
    assert step.id == "ds_ledig"
    screen.digits("1")
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["ds_ledig"].taken_by is not None


def test_a_click_makes_another_the_one_who_is_rung(screen: Screen) -> None:
    transfer = ring_ds(screen)
    [line] = transfer.next_list.lines
    line.click()
    assert transfer.current is not None
    assert transfer.current.function == "saksbehandler"
    screen.digits("1")
    run = screen.workspace.call_session.run
    assert run is not None
    taken = run.given["ds_ledig"].taken_by
    assert taken is not None
    assert taken.function == "saksbehandler"


def test_who_took_the_call_has_not_taken_over_the_case(screen: Screen) -> None:
    """The switch on the card is off, and without it the record says that nobody has confirmed."""
    ring_ds(screen)
    screen.digits("1")
    call, review = screen.workspace.call, screen.workspace.call.review
    screen.bot.waitUntil(lambda: call.currentWidget() is review)
    screen.settle_promises()
    cards = [card for card in review.cards.list.cards if card.action.kind == "TRANSFER"]
    assert [card.handed_over.isChecked() for card in cards] == [False]
    assert cards[0].handed_over.text() == "DS sa selv at saken er overtatt"
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: call.currentWidget() is call.home, timeout=10_000)
    screen.open("ingunn fjeldheim")
    (line,) = call.record.cases.lines
    assert line.words.text().startswith("Satt over til DS i dag ")
    assert line.words.text().endswith(NOT_CONFIRMED)
    assert line.button.text() == "DS har overtatt"


def test_what_the_ds_said_is_an_event_of_its_own(screen: Screen) -> None:
    """The switch, and the record says who has it."""
    ring_ds(screen)
    screen.digits("1")
    call, review = screen.workspace.call, screen.workspace.call.review
    screen.bot.waitUntil(lambda: call.currentWidget() is review)
    screen.settle_promises()
    next(card for card in review.cards.list.cards if card.action.kind == "TRANSFER").handed_over.click()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: call.currentWidget() is call.home, timeout=10_000)
    screen.open("ingunn fjeldheim")
    (line,) = call.record.cases.lines
    assert line.words.text().startswith("Overtatt av DS ")


# ------------------------------------------------------------------ ringing


def ring(screen: Screen) -> None:
    screen.key(Qt.Key.Key_D, CONTROL)
    screen.at_rest()


def test_in_practice_the_colleague_answers_or_does_not_and_always_the_same(screen: Screen) -> None:
    transfer = ring_ds(screen)
    ring(screen)
    card = transfer.card
    first = card.result.text()
    assert card.result.isVisible()
    assert first in ("Øving: Bergljot Lauvås svarer. Trykk 1.", "Øving: Bergljot Lauvås svarer ikke. Trykk 2.")
    assert not screen.window.ui.bar.isVisible()  # it would take height from the step
    ring(screen)
    assert card.result.text() == first
    screen.digits("2")
    assert not card.result.isVisible()  # it was about another
    ring(screen)
    assert card.result.text() in (
        "Øving: Frøydis Kjelsås svarer. Trykk 1.",
        "Øving: Frøydis Kjelsås svarer ikke. Trykk 0.",
    )


def test_of_those_in_practice_some_answer_and_some_do_not() -> None:
    moment = datetime(2026, 11, 30, 14, 6, tzinfo=OSLO)
    free = Status("ledig", None, moment, "BL", "selv", is_confirmed=True)
    people = [Candidate(f"staff:{number}", "Gro") for number in range(40)]
    likely = [takes_call(replace(one, status=free), moment) for one in people]
    unlikely = [takes_call(one, moment) for one in people]
    assert 20 < sum(likely) < 40
    assert 0 < sum(unlikely) < 20
    assert [takes_call(one, moment) for one in people] == unlikely


def test_without_a_telephone_that_takes_numbers_the_step_says_that_it_was_copied(screen: Screen) -> None:
    transfer = ring_ds(screen)
    assert transfer.card._copied_for.interval() == COPIED_MS == 4000
    screen.services.telephone._never = False  # in earnest, with no program that rings
    transfer.colleague = None
    screen.services.telephone.save(screen.services.telephone.read().model_copy(update={"way": "av"}))
    ring(screen)
    assert transfer.card.result.text() == "Nummeret er kopiert."
    assert transfer.card.result.isVisible()
    assert not screen.window.ui.bar.isVisible()
    assert QApplication.clipboard().text() == "99008042"
    assert transfer.card._copied_for.isActive()
    transfer.card._copied_for.start(1)
    screen.bot.waitUntil(lambda: not transfer.card.result.isVisible())


@pytest.mark.own_window
def test_without_a_number_it_is_typed_and_rung(screen: Screen) -> None:
    services = screen.services
    ds = next(p for p in services.organisation.read().staff if p.department == 4 and p.function == "DS")
    services.organisation.save_entry(ds.model_copy(update={"phone": "", "mobile": ""}))
    screen.at_rest()
    card = ring_ds(screen).card
    assert card.missing.text() == "Nummeret mangler i Katalog."
    assert card.field.isVisible()
    assert card.field.placeholderText() == "Skriv nummeret"
    card.field.setFocus()
    screen.type("99112233")
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert card.result.text().startswith("Øving: Bergljot Lauvås svarer")
    screen.workspace.call.wizard.ui.step.setFocus()
    screen.digits("1")
    run = screen.workspace.call_session.run
    assert run is not None
    assert [attempt.number for attempt in run.given["ds_ledig"].attempts] == ["99112233"]


# ------------------------------------------------------------------ little height


def ringing(screen: Screen) -> None:
    screen.workspace.incoming.ringing.show("99000431", "")
    screen.at_rest()
    QApplication.processEvents()


def settled(screen: Screen, height: int) -> None:
    screen.window.resize(1366, height)
    QApplication.processEvents()
    QApplication.processEvents()


def in_sight(screen: Screen, widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect().height() == widget.height()


def test_where_there_is_room_the_next_and_the_procedure_are_whole(screen: Screen) -> None:
    transfer = ring_ds(screen)
    settled(screen, 900)
    ui = screen.workspace.call.wizard.ui
    assert in_sight(screen, ui.deadline)
    assert in_sight(screen, ui.procedure)
    assert not transfer.next_list.fold_line.isVisible()
    assert all(line.isVisible() for line in transfer.next_list.lines)


def test_in_a_low_window_the_next_are_folded_and_the_deadline_stays(screen: Screen) -> None:
    transfer = ring_ds(screen)
    ui = screen.workspace.call.wizard.ui
    for height in (688, 612):
        settled(screen, height)
        assert transfer.next_list.fold_line.isVisible()
        assert not ui.procedure.isVisible()
        screen.bot.waitUntil(lambda: in_sight(screen, ui.deadline))
    settled(screen, 900)
    assert in_sight(screen, ui.procedure)
    assert not transfer.next_list.fold_line.isVisible()


def test_a_ringing_call_takes_height_and_the_deadline_is_still_read(screen: Screen) -> None:
    transfer = ring_ds(screen)
    ringing(screen)
    ui = screen.workspace.call.wizard.ui
    assert screen.workspace.incoming.ringing.bar.isVisible()
    assert in_sight(screen, ui.deadline)
    fold = transfer.next_list.fold_line
    assert fold.isVisible()
    assert fold.text() == "1 til"
    assert fold.accessibleName() == "1 til: Frøydis Kjelsås. Vis dem"
    fold.setFocus()
    screen.key(Qt.Key.Key_Space)
    QApplication.processEvents()
    [line] = transfer.next_list.lines
    assert line.isVisible()
    assert line.hasFocus()


def test_after_a_transfer_a_step_of_another_kind_has_its_procedure_and_deadline(screen: Screen) -> None:
    ring_ds(screen)
    settled(screen, 620)
    ui = screen.workspace.call.wizard.ui
    assert not ui.procedure.isVisible()
    screen.workspace.call.wizard.open_step("ansatt")
    QApplication.processEvents()
    assert ui.procedure.isVisibleTo(ui.stepScrollBody)
    assert ui.stepScrollLayout.indexOf(ui.deadline) >= 0
    assert ui.axis.isVisibleTo(ui.deadline)


# ------------------------------------------------------------------ «Si til kollegaen»


def test_what_is_said_to_the_colleague_has_two_lines_at_most(screen: Screen) -> None:
    brief = ring_ds(screen).card.brief
    screen.at_rest()  # or an answer that comes now shows its own words
    lines = brief.fontMetrics().lineSpacing()
    assert brief.height() < 3 * lines
    long = "«Ingunn Fjeldheim er oppsagt. " + "Hun har mye å fortelle om det. " * 8 + "Kan du ta samtalen?»"
    brief.show_words(long)
    QApplication.processEvents()
    assert brief.heightForWidth(brief.width()) <= 2 * lines + 2
    assert brief.text().startswith("«Ingunn Fjeldheim er oppsagt. Hun har")
    assert brief.text().endswith("Kan du ta samtalen?»")
    assert brief.accessibleName() == tip_of(brief) == long


def test_of_one_long_sentence_the_end_goes() -> None:
    short = shortened("Kari spør: " + "ord " * 40 + "og mer. Kan du ta samtalen?", lambda text: len(text) < 60)
    assert short == "Kari spør: ord ord ord ord ord ord … Kan du ta samtalen?"


def test_a_date_that_does_not_fit_goes_whole() -> None:
    """TR-7: «mulig frist: onsdag 1.», read aloud to DS from a low window, of a deadline on 1 April."""
    brief = "Ingunn Fjeldheim i avdeling 4: oppsigelse. Mulig frist: onsdag 1. april. Kan du ta samtalen?"

    def within(room: int) -> Callable[[str], bool]:
        return lambda text: len(text) <= room

    for room in range(len(brief)):
        short = shortened(brief, within(room))
        assert ("onsdag 1." in short) is ("1. april" in short), short


def test_in_the_short_view_the_person_and_number_stay_and_the_brief_is_keywords(screen: Screen) -> None:
    transfer = ring_ds(screen)
    screen.key(Qt.Key.Key_F9)
    card = transfer.card
    assert (card.name.text(), card.number_label.text()) == ("Bergljot Lauvås", "990 08 042")
    words = card.brief.accessibleName().split(" · ")
    assert words[:3] == ["Ingunn Fjeldheim", "avd. 4", "oppsigelse"]
    assert words[-1] == "tillitsvalgt: ja"
    screen.key(Qt.Key.Key_F9)
    assert card.brief.accessibleName().startswith("«Ingunn Fjeldheim i avdeling 4: oppsigelse.")


# ------------------------------------------------------------------ the table of states


def officials(screen: Screen) -> list[str]:
    """The keys on the board of those who are rung for Ingunn."""
    staff = screen.services.organisation.read().staff
    wanted = {"DS", "saksbehandler"}
    return [f"staff:{person.id}" for person in staff if person.department == 4 and person.function in wanted]


def test_everyone_away_is_answered_from_the_board_and_enter_on_the_row_opens_the_step(screen: Screen) -> None:
    until = screen.services.session.clock() + timedelta(days=2)
    for who in officials(screen):
        screen.services.availability.set_presence(who, "borte", until)
    screen.at_rest()
    until_answered(screen, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    wizard = screen.workspace.call.wizard
    row, line = next((n, one) for n, one in enumerate(wizard.trail.rows) if one.step_id == "ds_ledig")
    assert "Ingen å ringe" in line.spoken
    assert "fra tavla: Bergljot Lauvås borte til " in line.spoken
    index = wizard.trail.model.index(row)
    wizard.ui.trail.setFocus()
    wizard.ui.trail.setCurrentIndex(index)
    screen.key(Qt.Key.Key_Return)
    assert wizard.step.step is not None
    assert wizard.step.step.id == "ds_ledig"
    transfer = wizard.step.transfer
    assert transfer.card.isVisible()
    assert transfer.card.name.text() == "Bergljot Lauvås"
    screen.digits("1")  # who is away may be rung all the same
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["ds_ledig"].taken_by is not None


def test_an_old_board_is_said_to_be_old(screen: Screen) -> None:
    transfer = ring_ds(screen)
    old = transfer.card.old_board
    assert old.isVisible()
    assert re.fullmatch(r"Tavla er ikke oppdatert siden (.+ )?\d\d\.\d\d\. Ring likevel\.", old.text())
    screen.services.availability.set_presence(officials(screen)[0], "ledig")
    screen.bot.waitUntil(lambda: transfer.card.word.text() == "ledig")
    assert not old.isVisible()
    assert "for 0 min siden" in transfer.card.source.text()


def test_what_is_reported_during_the_step_is_shown_and_the_one_who_is_rung_stays(screen: Screen) -> None:
    transfer = ring_ds(screen)
    settled(screen, 900)
    [line] = transfer.next_list.lines
    line.setFocus()
    assert line.hasFocus()
    screen.services.availability.set_presence(officials(screen)[0], "opptatt")
    screen.services.availability.set_presence(officials(screen)[1], "ledig")
    screen.bot.waitUntil(lambda: "ledig" in transfer.next_list.lines[0].accessibleName())
    assert transfer.card.name.text() == "Bergljot Lauvås"
    assert transfer.card.word.text() == "opptatt"
    assert transfer.next_list.lines[0].hasFocus()


def test_the_last_person_has_no_next(screen: Screen) -> None:
    transfer = ring_ds(screen)
    screen.digits("2")
    rows = {button.digit: button.accessibleName() for button in transfer._answers.buttons if button.isVisible()}
    assert list(rows) == ["1", "3", "0"]
    assert rows["0"].startswith("0, Svarte ikke, ingen flere å ringe")


@pytest.mark.own_window
def test_the_loop_says_who_is_on_it(screen: Screen) -> None:
    until_answered(screen, *DISMISSED)
    card = screen.workspace.call.wizard.step.transfer.card
    assert (card.name.text(), card.number_label.text()) == ("Sløyfe 2", "990 09 102")
    assert card.title.text() == "ingen er meldt på"
    assert not card.word.isVisible(), "said once"
    for sign, name in (("LT", "Lars"), ("ØB", "Øyvind")):
        with_loop(screen, sign, name)
    screen.services.availability.set_presence("operator:LT", "ledig")
    screen.bot.waitUntil(lambda: card.title.text() == "LT og ØB er på sløyfen nå")


def test_a_role_that_nobody_has_is_told_and_only_0_answers(screen: Screen) -> None:
    services = screen.services
    role = services.organisation.read().role("media")
    services.organisation.save_entry(role.model_copy(update={"holder": "", "substitute": ""}))
    screen.at_rest()
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    answers = (("bestemt", "nei"), ("redaksjon", "Avisa"), ("journalist", "Kari"), ("tema", "oppgjøret"))
    until_answered(screen, *answers, category="media")
    transfer = screen.workspace.call.wizard.step.transfer
    sentence = "Ingen har rollen pressekontakt. Ta beskjed, så ordner administrasjonen resten."
    assert transfer.card.name.text() == sentence
    assert [button.digit for button in transfer._answers.buttons if button.isVisible()] == ["0"]


def test_who_says_no_to_the_press_is_kept_as_rung(screen: Screen) -> None:
    """MD-2: who, and when the key was pressed."""
    session = screen.workspace.call_session
    session.open_unknown_caller("99000777", "Avisa")
    answers = (("bestemt", "ja"), ("etterspurt", "Bergljot Lauvås"), ("redaksjon", "Avisa"), ("journalist", "Kari"))
    until_answered(screen, *answers, ("tema", "oppgjøret"), category="media")
    screen.digits("3")
    assert session.run is not None
    (attempt,) = session.run.given["tar_samtalen"].attempts
    assert (attempt.name, attempt.declined, attempt.took) == ("Bergljot Lauvås", True, False)
    assert attempt.at
    assert attempt.number
    log = next(action for action in Outcome(session.run).actions() if action.kind == "LOG")
    assert f"Ringte DS Bergljot Lauvås {attempt.at}, som sa nei." in log.text


@pytest.mark.parametrize(
    ("key", "hours", "shown"), [("LO_FAVOR", "døgnåpent", "døgnåpent"), ("LO_FAVOR", "", "åpningstid ikke kjent")]
)
def test_somebody_outside_has_a_number_and_says_when_they_are_open(
    screen: Screen, heard: Heard, key: str, hours: str, shown: str
) -> None:
    services = screen.services
    target = services.organisation.read().target(key)
    assert target is not None
    services.organisation.save_entry(target.model_copy(update={"hours": hours}))
    screen.at_rest()
    screen.open("ingunn fjeldheim")
    until_answered(screen, ("sporsmal", "kjopt_selv"), ("hos_hvem", "lo_favor"), category="forsikring")
    transfer = screen.workspace.call.wizard.step.transfer
    card = transfer.card
    assert (card.name.text(), card.number_label.text()) == ("LO Favør medlemstelefon", "990 09 111")
    assert card.word.text() == shown
    rows = [button.accessibleName() for button in transfer._answers.buttons if button.isVisible()]
    assert [row.partition(".")[0] for row in rows] == ["1, Tok samtalen", "3, Vil ringe selv", "0, Svarte ikke"]
    heard.settle()
    assert f"LO Favør medlemstelefon, 990 09 111. {shown}" in heard.sentences[-1]


def test_while_the_server_is_away_no_age_is_sure_and_the_order_stays(screen: Screen) -> None:
    """With a real server: test_sharing.py."""
    for who in officials(screen):
        screen.services.availability.set_presence(who, "ledig")
    screen.at_rest()
    transfer = ring_ds(screen)
    names = [transfer.card.name.text(), *(line.text() for line in transfer.next_list.lines)]
    assert transfer.card.word.text() == "ledig"
    screen.workspace.connection_status.is_lost = True
    screen.workspace.connection_status.changed.emit()
    assert transfer.card.word.text() == "ikke bekreftet"
    assert "ikke bekreftet" in transfer.next_list.lines[0].accessibleName()
    assert [transfer.card.name.text(), *(line.text() for line in transfer.next_list.lines)] == names
    screen.workspace.connection_status.is_lost = False
    screen.workspace.connection_status.changed.emit()
    assert transfer.card.word.text() == "ledig"


def test_without_a_person_in_the_catalogue_the_answer_is_that_nobody_could_be_rung() -> None:
    run = take("trobbel", "annet", "moete=nei", "ja")
    assert run.current is not None
    *_, last = Ringing(run, run.current, (), None, run.facts.now).answers
    assert (last.digit, last.text) == ("0", "Ingen å ringe")
    left = Outcome(run.answer(run.current.id, Answer(choice=last.act))).actions()
    assert "ikke tilgjengelig" in next(action.text for action in left if action.kind == "NOTE")
