"""The trail: the road taken, answer first and source below, nothing cut, and one step back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.wizard.step_trail import (
    AFTER_TEXT,
    BEFORE_TEXT,
    OPENED,
    RowKind,
    StepTrail,
    TrailRow,
    blocks,
    height_of,
    rows_of,
)
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import NOBODY
from sentralbord_desktop.procedures.proposals import is_left_to_confirm
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from tests.helpers.acceptance import MEMBER, at_home, take
from tests.helpers.moments import answers_to, moments
from tests.helpers.pages import gate
from tests.helpers.screen import Screen

TOPICS = list(library().procedures)
WIDTH = 264
"""Of the list in a panel of 292 px."""


def review(screen: Screen) -> None:
    """Nobody takes the call: all is answered, and the review is shown."""
    gate(screen)
    session = screen.workspace.call_session
    while session.run is not None and (step := session.run.current) is not None:
        session.answer(step.id, Answer(choice=NOBODY) if step.transfer else answers_to(step)[-1])
    screen.bot.waitUntil(screen.workspace.call.review.isVisible)


def row(run: ProcedureRun, step: str) -> TrailRow:
    return next(row for row in rows_of(run) if row.step_id == step)


@pytest.mark.parametrize("text_scale", [1.0, 1.25, 1.5])
def test_answer_and_source_of_every_answered_step_are_drawn_whole(screen: Screen, text_scale: float) -> None:
    width, seen = theme.current().scaled(WIDTH), 0
    room = width - theme.current().scaled(BEFORE_TEXT + AFTER_TEXT)
    for topic in TOPICS:
        for run in moments(topic, 12):
            answered = [s for s in run.trail if s.standing is Standing.ANSWERED and not s.is_quiet]
            rows = {row.step_id: row for row in rows_of(run)}
            assert {step.step.id for step in answered} <= set(rows)
            for step in answered:
                shown = rows[step.step.id]
                assert shown.answer
                assert shown.sources == step.sources
                _is_whole(shown, width, room)
                seen += bool(shown.sources)
    assert seen
    long = TrailRow(
        RowKind.ANSWERED, "Spørsmål " * 9, "x", "Donaudampfschiffahrtsgesellschaft" * 3, ("fra tavla " * 9,)
    )
    _is_whole(long, width, room)


def _is_whole(shown: TrailRow, width: int, room: int) -> None:
    """Each text is there to its last sign, no line is wider than the panel, and the row is as high as they are."""
    texts = [shown.text, *([shown.answer] if shown.answer else []), *shown.sources]
    found = list(blocks(shown, width))
    assert [block.layout.text().replace("\N{WORD JOINER}", "") for block in found] == texts
    for block in found:
        lines = [block.layout.lineAt(n) for n in range(block.layout.lineCount())]
        assert sum(line.textLength() for line in lines) == len(block.layout.text())
        assert all(line.naturalTextWidth() <= room + 1 for line in lines)
        assert block.top + block.height <= height_of(shown, width)
        assert lines[-1].y() + lines[-1].height() <= block.height + 4


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_the_rows_are_inside_the_list_and_the_oldest_are_folded(screen: Screen, text_scale: float) -> None:
    """Folded by need, and unfolded by click and by Enter."""
    run = take("trobbel", "oppsagt", "mottatt=18.03.2026", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")
    view = QListView(screen.window)
    trail = StepTrail(view)
    view.resize(theme.current().scaled(WIDTH), theme.current().scaled(260))
    view.show()
    trail.show(run, "ds_ledig")
    screen.bot.waitUntil(lambda: trail.rows[0].kind is RowKind.EARLIER)
    count = int(trail.rows[0].text.split()[0])
    assert trail.rows[0].text == f"{count} svar før dette"
    assert count + len(trail.rows) - 1 == len(rows_of(run, "ds_ledig"))
    area = view.viewport().rect()
    assert all(area.contains(view.visualRect(trail.model.index(n))) for n in range(len(trail.rows)))
    assert trail.rows[-1].is_here
    first = trail.model.index(0)
    screen.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(first).center())
    assert [row.kind for row in trail.rows[:2]] == [RowKind.EARLIER, RowKind.ANSWERED]
    assert len(trail.rows) == len(rows_of(run, "ds_ledig")) + 1
    view.setCurrentIndex(trail.model.index(0))
    screen.bot.keyClick(view, Qt.Key.Key_Return)
    assert trail.rows[1].text != rows_of(run)[0].text
    view.resize(view.width(), theme.current().scaled(900))
    screen.bot.waitUntil(lambda: trail.rows[0].kind is RowKind.ANSWERED)


@pytest.mark.parametrize("topic", TOPICS)
def test_only_the_road_taken_is_shown(topic: str) -> None:
    for run in moments(topic, 40):
        here = run.current.id if run.current else ""
        kinds = [row.kind for row in rows_of(run, here)]
        shown = {row.step_id for row in rows_of(run, here) if row.kind is RowKind.ANSWERED}
        answered = [s for s in run.procedure.steps if run.applies(s) is True and run.answer_of(s) is not None]
        loud = [s for s in answered if not s.quiet or s.id in run.given]
        assert shown == {s.id for s in loud if not is_left_to_confirm(run, s)}
        assert kinds.count(RowKind.CURRENT) + kinds.count(RowKind.REVIEW) == 1
        assert [row.is_here for row in rows_of(run, here)].count(True) == 1
        assert RowKind.OPTIONAL not in kinds, "folded"


def test_numbers_days_and_departments_are_written_out() -> None:
    unknown = {**MEMBER, "employer": ""}
    asked = take("trobbel", member=unknown)
    run = at_home(asked, "oppsagt", "mottatt=18.03.2026", "ikke_holdt", "jobb", "ingen", "ingen")
    run = at_home(run, "oppsigelsestid=vet_ikke", "ja").answer("ds_ledig", Answer(choice="ringes"))
    run = run.answer("tlf", Answer(text="99000391")).answer("avdeling", Answer(text="6"))
    assert row(run, "mottatt").answer == "Onsdag 18. mars"
    assert row(run, "tlf").answer == "990 00 391"
    assert row(run, "avdeling").answer == "avd. 6 Sted 6"
    late = at_home(take("trobbel"), "oppsagt", "mottatt=18.03.2024")
    assert row(late, "mottatt").answer == "Mandag 18. mars 2024"


def test_who_was_rung_stands_below_the_answer_and_never_in_its_place() -> None:
    ds = Attempt(function="DS avd. 4", at="10.00")
    run = take("trobbel", "annet", "moete=nei", "ja").answer("ds_ledig", Answer(choice="ingen", attempts=(ds,)))
    transfer = row(run, "ds_ledig")
    assert transfer.answer == "Ingen svarte"
    assert transfer.sources == ("DS avd. 4 10.00",)
    unknown = row(take("trobbel", "annet", "moete=nei", "ja").answer("ds_ledig", Answer(choice="ingen")), "ds_ledig")
    assert (unknown.answer, unknown.sources) == ("Ingen å ringe", ())
    away = take("trobbel", "annet", "moete=nei", "ja", received_on="sloyfe:1", availability={"sloyfe_2": False})
    nobody = row(away, "sloyfe2_ledig")
    assert (nobody.answer, nobody.sources) == ("Ingen å ringe", ("fra tavla",))


def test_an_answer_that_is_no_longer_asked_for_stays_grey() -> None:
    run = take("trobbel", "oppsagt", "mottatt=18.03.2026").answer("hendelse", Answer(choice="annet"))
    gone = row(run, "mottatt")
    assert (gone.kind, gone.answer, gone.sources) == (RowKind.GONE, "Onsdag 18. mars", ("gjelder ikke lenger",))
    assert gone.spoken == "Når fikk du brevet? Onsdag 18. mars, gjelder ikke lenger"


def test_one_step_back_is_the_row_above_also_one_that_answered_itself(screen: Screen) -> None:
    trail, itself = StepTrail(QListView(screen.window)), 0
    for run in (run for topic in TOPICS for run in moments(topic, 25)):
        here = run.current.id if run.current else ""
        rows = [row for row in rows_of(run, here) if row.kind in OPENED or row.kind is RowKind.REVIEW]
        place = next(n for n, row in enumerate(rows) if row.is_here)
        while place > 0:
            trail.show(run, here)
            here = trail.above()
            place -= 1
            assert here == rows[place].step_id
            itself += bool(rows[place].sources)
        trail.show(run, here)
        assert trail.above() == ""
    assert itself


def test_the_arrow_goes_up_the_trail_from_the_review(screen: Screen) -> None:
    """By the key."""
    review(screen)
    call = screen.workspace.call
    screen.bot.waitUntil(call.review.isVisible)
    rows = [row.step_id for row in call.review.trail._all() if row.kind is RowKind.ANSWERED]
    assert call.review.trail._all()[-1].kind in (RowKind.REVIEW, RowKind.MORE)
    seen = []
    for _ in rows:
        screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert call.wizard.step.step is not None
        seen.append(call.wizard.step.step.id)
    assert seen == list(reversed(rows))


def test_optional_questions_are_one_line_that_the_keys_reach(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("511")
    screen.type("vet ikke")
    screen.confirm()
    wizard = screen.workspace.call.wizard
    last = wizard.trail.rows[-1]
    assert (last.kind, last.text) == (RowKind.MORE, "1 valgfritt spørsmål")
    screen.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert screen.focus is wizard.ui.trail
    screen.key(Qt.Key.Key_Down)
    assert wizard.ui.trail.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).endswith("sammenfoldet")
    screen.key(Qt.Key.Key_Return)
    assert wizard.trail.rows[-1].kind is RowKind.OPTIONAL
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Return)
    assert wizard.step.step is not None
    assert wizard.step.step.optional
    assert [row.step_id for row in wizard.trail.rows if row.is_here] == [wizard.step.step.id]
    asked = wizard.step.step.id
    screen.type("Hamar")
    screen.key(Qt.Key.Key_Return)
    assert [row.kind for row in wizard.trail.rows if row.step_id == asked] == [RowKind.ANSWERED]


def test_the_review_is_a_row_and_leads_back_to_it(screen: Screen) -> None:
    review(screen)
    call = screen.workspace.call
    screen.bot.waitUntil(call.review.isVisible)
    (there,) = [row for row in call.review.trail.rows if row.kind is RowKind.REVIEW]
    assert there.is_here
    assert there.spoken == "Se over og fullfør vises nå"
    assert call.review.ui.categoryTitle.text() == "Trøbbel på jobben"
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    screen.bot.waitUntil(call.wizard.isVisible)
    place = next(n for n, row in enumerate(call.wizard.trail.rows) if row.kind is RowKind.REVIEW)
    view = call.wizard.ui.trail
    index = call.wizard.trail.model.index(place)
    view.scrollTo(index)
    screen.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    screen.bot.waitUntil(call.review.isVisible)


def test_the_trail_is_drawn_by_the_panel_beside_the_step(screen: Screen) -> None:
    gate(screen)
    wizard = screen.workspace.call.wizard
    area = wizard.ui.trail.viewport().rect()
    rects = [wizard.ui.trail.visualRect(wizard.trail.model.index(n)) for n in range(len(wizard.trail.rows))]
    assert all(area.contains(rect) for rect in rects)
