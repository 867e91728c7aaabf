"""Plausible exports of member systems, taken through the window: mapped by hand, looked over and written."""

from functools import partial
from pathlib import Path

import pytest

from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.imports.map_step import WordMapping
from tests.helpers.exports.invented import SystemFile
from tests.helpers.exports.outcome import SYSTEMS, catalogue, wrong_fields
from tests.helpers.night import mostly_at_night
from tests.helpers.screen import Screen
from tests.helpers.window_imports import counts, look_over, page_of, read, write

ROWS = 400


def choose_by_hand(screen: Screen, page: ImportPage, file: SystemFile) -> None:
    """The columns and the words that the system has for itself."""
    for heading, name in file.columns.items():
        box = page.map_step.mapping.boxes[heading]
        box.setCurrentIndex(box.findText(name))
        screen.at_rest()
    words = page.map_step.word_mapping
    for word, text in ((word, text) for its in file.words.values() for word, text in its.items()):
        screen.bot.waitUntil(partial(is_listed, words, word))
        words.boxes[word].setCurrentIndex(words.boxes[word].findData(text))
        screen.at_rest()


def is_listed(words: WordMapping, word: str) -> bool:
    return word in words.boxes


@pytest.mark.parametrize("system", mostly_at_night(SYSTEMS, next(iter(SYSTEMS))))
def test_every_member_of_a_system_comes_in_through_the_window(screen: Screen, tmp_path: Path, system: str) -> None:
    catalogue(screen.services, tmp_path)
    file = SYSTEMS[system](ROWS)
    page = page_of(screen)
    read(screen, page, file.in_folder(tmp_path))
    choose_by_hand(screen, page, file)
    look_over(screen, page)
    lost = len(file.rejected)
    assert lost < ROWS / 100, "99 % and more come in"
    assert counts(page)[3] == str(lost)
    if page.review_step.absences.resigned.isVisible():
        page.review_step.absences.resigned.click()
    write(screen, page)
    assert wrong_fields(screen.services, file) == []
