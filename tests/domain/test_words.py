"""One is said as one, wherever something is counted."""

import pytest

from sentralbord_desktop.domain.backups import Salvaged
from sentralbord_desktop.domain.words import counted
from sentralbord_desktop.storage import check


def test_one_and_many_and_thousands() -> None:
    said = [counted(count, "rad", "rader") for count in (0, 1, 2, 30_000)]
    assert said == ["0 rader", "1 rad", "2 rader", "30 000 rader"]


@pytest.mark.parametrize(("dropped", "said"), [(1, "1 rad"), (2, "2 rader")])
def test_what_was_left_out_of_a_saved_register(dropped: int, said: str) -> None:
    lost = Salvaged(broken=["merknad"], dropped=dropped).lost
    assert lost == f"Noe i én tabell kunne ikke leses, og {said} som hørte til det, er utelatt."


@pytest.mark.parametrize(
    ("fault", "said"),
    [(check.PAGES, "Krypteringen stemmer ikke for 1 side i filen."),
     (check.TABLES, "Tabellene eller indeksene har 1 feil."),
     (check.POINTERS, "1 rad viser til noe som ikke finnes.")],
)  # fmt: skip
def test_one_fault_of_the_register(fault: check.Fault, said: str) -> None:
    assert check.told(fault, 1) == said
