"""Who has shown who they are: by the page that is shown, and by no other."""

from functools import partial

import pytest

from sentralbord_desktop.domain.errors import WrongPinError
from sentralbord_desktop.gui.access.sign_in_page import MAX_SIGN_IN_TRIES, WindowsSignInPage
from sentralbord_desktop.startup.sign_in_flow import Proof
from tests.helpers.screen import Screen


def connected(screen: Screen, password: str) -> tuple[WindowsSignInPage, list[str]]:
    """A page that takes `password` alone, and what it has led to."""
    page, told = WindowsSignInPage(), []  # type: WindowsSignInPage, list[str]

    def check(_: int, shown: str, __: str) -> None:
        if shown != password:
            raise WrongPinError("Det var ikke riktig passord. Prøv igjen.")

    proof = Proof(page, check, screen.application.tasks)
    proof.connect(lambda: told.append("identified"), lambda: told.append("given up"))
    screen.window.show_alone(page)
    return page, told


@pytest.mark.parametrize("replaced", [False, True])
def test_a_page_that_was_replaced_identifies_nobody(screen: Screen, *, replaced: bool) -> None:
    page, told = connected(screen, "riktig")
    page.password.setText("riktig")
    page._try()
    if replaced:  # while it is checked, as when the server answers
        screen.window.show_alone(WindowsSignInPage())
    screen.at_rest()
    assert told == ([] if replaced else ["identified"])


def test_a_wrong_proof_is_tried_again_until_there_were_too_many(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentralbord_desktop.gui.access.sign_in_page.LOCKS_AFTER_MS", 0)
    page, told = connected(screen, "riktig")

    def is_tried(times: int) -> bool:
        return page._tries == times

    for number in range(1, MAX_SIGN_IN_TRIES + 1):
        assert page.button.isEnabled()
        page._try()
        page._try()  # a key that is held down is one try
        screen.bot.waitUntil(partial(is_tried, number))
    screen.bot.waitUntil(lambda: told == ["given up"])
    assert not page.button.isEnabled()
