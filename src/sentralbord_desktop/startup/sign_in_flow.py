"""Sign-in at the start: the page that asks for a proof, where one is needed, and its check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentralbord_desktop.gui.core.tasks import TaskRunner

if TYPE_CHECKING:
    from sentralbord_desktop.domain.access import Operator
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage
    from sentralbord_desktop.services.office import Services
    from sentralbord_desktop.services.offline_session import OfflineSession

WRONG = "Det var ikke riktig passord. Prøv igjen."


@dataclass(frozen=True)
class Proof:
    """The sign-in page, and the check of its answer on `tasks`: a person's id, the proof and the chosen PIN. A check
    raises on a wrong answer. `check_code` is for the printed recovery code, where it opens too."""

    page: "SignInPage | WindowsSignInPage"
    check: Callable[[int, str, str], object]
    tasks: TaskRunner
    check_code: Callable[[str], object] | None = None

    def connect(self, identified: Callable[[], None], given_up: Callable[[], None]) -> None:
        """Check what the page reports: `identified` when it is right, `given_up` after too many wrong answers."""
        from sentralbord_desktop.gui.access.sign_in_page import FORGOTTEN

        page, check_code = self.page, self.check_code

        def right(_: object) -> None:
            if not page.isHidden():  # otherwise another page is shown
                identified()

        page.tried.connect(lambda *shown: self.tasks.run(page, lambda: self.check(*shown), right, page.refuse))
        page.given_up.connect(lambda: given_up())
        if check_code is not None:

            def wrong(error: Exception) -> None:
                page.fail(str(error))

            page.offer_code(lambda code: self.tasks.run(page, lambda: check_code(code), right, wrong), FORGOTTEN)


def proof_for_register(
    services: "Services",
    people: "Sequence[Operator]",
    tasks: TaskRunner,
    *,
    locked: bool,
    by_words: bool,
    by_code: bool,
) -> Proof | None:
    """A PIN where people share the PC; the Windows password for a window that was left locked. None where the printed
    code, or the passphrase, has already identified the person."""
    from sentralbord_desktop.gui.access import windows_logon
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage
    from sentralbord_desktop.services.access import sign_in_is_needed

    has_left = services.session.operator.left is not None  # then only those who share the PC may sign in
    if services.practice or (by_code and not has_left):
        return None
    windows = windows_logon.fits if windows_logon.is_possible() else None
    code = None if has_left else _code_check(services)
    if sign_in_is_needed(people):
        page = SignInPage(people, windows=windows is not None)
        return Proof(
            page, lambda who, pin, chosen: services.people.sign_in(who, pin, windows, chosen), tasks, check_code=code
        )
    if locked and not by_words and windows is not None:
        return _password_proof(tasks, code)
    return None


def proof_for_copy(
    offline_session: "OfflineSession", people: "Sequence[Operator]", tasks: TaskRunner, *, locked: bool
) -> Proof | None:
    """As for the register, but from the copy: `people` must identify themselves."""
    from sentralbord_desktop.gui.access import windows_logon
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage

    windows = windows_logon.fits if windows_logon.is_possible() else None
    if people:
        page = SignInPage(people, windows=windows is not None)
        return Proof(page, lambda who, shown, _: offline_session.sign_in(who, shown, windows), tasks)
    return _password_proof(tasks) if locked and windows is not None else None


def proof_to_come_back(services: "Services", tasks: TaskRunner) -> Proof | None:
    """What the next start would ask for, found without opening a register."""
    from sentralbord_desktop.gui.access import windows_logon
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage

    operator = services.session.operator
    if operator.pin:
        return Proof(SignInPage([operator]), lambda _, pin, __: services.people.prove_again(pin), tasks)
    return _password_proof(tasks) if windows_logon.is_possible() else None


def _password_proof(tasks: TaskRunner, check_code: Callable[[str], object] | None = None) -> Proof:
    from sentralbord_desktop.domain.errors import WrongPinError
    from sentralbord_desktop.gui.access import windows_logon
    from sentralbord_desktop.gui.access.sign_in_page import WindowsSignInPage

    def check(_: int, password: str, __: str) -> None:
        if not windows_logon.fits(password):
            raise WrongPinError(WRONG)

    return Proof(WindowsSignInPage(), check, tasks, check_code)


def _code_check(services: "Services") -> Callable[[str], object] | None:
    """The printed code signs in the PC's own user."""
    from sentralbord_desktop.bootstrap import DATABASE_FILE
    from sentralbord_desktop.storage.encryption.keys import KeySlots

    slots = KeySlots(services.folder / DATABASE_FILE)
    return slots.recover if slots.has_code else None
