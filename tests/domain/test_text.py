"""One is said as one, wherever something is counted."""

import pytest

from sentralbord_desktop.domain.backup import Salvaged
from sentralbord_desktop.domain.errors import TooLongError
from sentralbord_desktop.domain.text.lengths import check_name
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.storage import maintenance


def test_the_name_of_a_caller_may_be_as_long_as_the_register_takes() -> None:
    """200 characters, not the 100 of an operator's."""
    check_name("x" * 200)
    with pytest.raises(TooLongError):
        check_name("x" * 201)


def test_one_and_many_and_thousands() -> None:
    said = [counted(count, "rad", "rader") for count in (0, 1, 2, 30_000)]
    assert said == ["0 rader", "1 rad", "2 rader", "30 000 rader"]


@pytest.mark.parametrize(("dropped", "said"), [(1, "1 rad"), (2, "2 rader")])
def test_what_was_left_out_of_a_saved_register(dropped: int, said: str) -> None:
    lost = Salvaged(broken=["merknad"], dropped=dropped).lost
    assert lost == f"Noe i én tabell kunne ikke leses, og {said} som hørte til det, er utelatt."


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (maintenance.PAGES, "Krypteringen stemmer ikke for 1 side i filen."),
        (maintenance.TABLES, "Tabellene eller indeksene har 1 feil."),
        (maintenance.POINTERS, "1 rad viser til noe som ikke finnes."),
    ],
)
def test_one_fault_of_the_register(fault: maintenance.Fault, said: str) -> None:
    assert maintenance.fault_sentence(fault, 1) == said
