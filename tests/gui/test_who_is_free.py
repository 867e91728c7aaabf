"""«Bare ledige nå»: everybody stands in their own department, and in no other."""

from PySide6.QtCore import Qt

from tests.helpers.screen import Screen


def board(screen: Screen) -> dict[str, str]:
    """Person -> the heading of the rows they stand under."""
    model = screen.workspace.availability.model
    found, heading = {}, ""
    for number in range(model.rowCount()):
        row = model.row(number)
        heading = row.title or heading
        for seat in row.seats:
            if seat is not None and seat.person is not None:
                found[seat.name] = heading
    return found


def test_whoever_is_free_stands_in_their_own_department(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    before = board(screen)
    screen.control(Qt.Key.Key_L)
    screen.at_rest()
    free = board(screen)
    assert 0 < len(free) < len(before)
    for name, heading in free.items():
        assert heading == before[name], name
    people = {p.name: p.department for p in screen.workspace.call_session.organisation.staff}
    assert {heading.split()[0] for heading in free.values()} == {str(people[n]) for n in free}
    model = screen.workspace.availability.model
    assert model.row(0).title, "the first row says whose it is"
    headings = [model.row(n).title for n in range(model.rowCount()) if model.row(n).title]
    assert len(headings) == len(set(headings))
