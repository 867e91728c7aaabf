"""Who may be registered twice, and who only looks so."""

from typing import Any

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.duplicates import Person, likely_pairs, reasons
from sentralbord_desktop.domain.progress import Progress

KARI = Person(1, "100", "Kari", "", "Bjørnstad", "1979-03-14", "kari@eksempel.no", ("99000418",))


def other(**fields: Any) -> Person:
    values: dict[str, Any] = {"id": 2, "number": "200", "first": "Kari", "middle": "", "last": "Bjørnstad"}
    return Person(**{**values, **fields})


@pytest.mark.parametrize(
    ("two", "why"),
    [
        (other(birth="1979-03-14"), ("samme fødselsdato", "samme navn")),
        (other(phones=("99000418",)), ("samme telefon", "samme navn")),
        (other(email="KARI@eksempel.no"), ("samme e-post", "samme navn")),
        (other(first="Kary", last="Bjørnstad", birth="1979-03-14"), ("samme fødselsdato", "samme navn")),
        (other(last="Bjørnsta", birth="1979-03-14"), ("samme fødselsdato", "navn som ligner")),
        (other(middle="Bjørnstad", last="Olsen", birth="1979-03-14"), ("samme fødselsdato", "ett etternavn felles")),
        (other(last="Olsen", birth="1979-03-14", phones=("99000418",)), ("samme fødselsdato", "samme telefon")),
        (
            other(birth="1978-03-14", phones=("99000418",)),  # mistyped
            ("fødselsdatoer som ligner", "samme telefon", "samme navn"),
        ),
        (
            other(birth="1979-03-41", email="kari@eksempel.no"),
            ("fødselsdatoer som ligner", "samme e-post", "samme navn"),
        ),
        (
            other(birth="1980-05-14", phones=("99000418",), email="kari@eksempel.no"),
            ("ulike fødselsdatoer", "samme telefon", "samme e-post", "samme navn"),
        ),
        (
            other(first="Karoline", birth="1979-03-14", phones=("99000418",), email="kari@eksempel.no"),
            ("samme fødselsdato", "samme telefon", "samme e-post", "samme navn"),
        ),
        (other(first="Bjørnstad", last="Kari", birth="1979-03-14"), ("samme fødselsdato", "samme navn")),
        (other(first="K.", phones=("99000418",)), ("samme telefon", "samme navn")),
    ],
)
def test_two_that_agree_on_what_seldom_agrees_are_shown_with_the_reason(two: Person, why: tuple[str, ...]) -> None:
    assert reasons(KARI, two) == why
    assert reasons(two, KARI) == why


@pytest.mark.parametrize(
    "two",
    [
        other(),  # a namesake
        other(birth="1980-05-14", phones=("99000418",)),
        other(first="K.", last="Olsen", birth="1979-03-14", phones=("99000418",)),
        other(first="Per", birth="1979-03-14", phones=("99000418",)),  # a twin, a household
        other(last="Olsen", birth="1979-03-14"),  # a common first name and the same day
        other(birth="1978-03-14"),  # nothing but the name, and a date that is another
        other(last="Olsen", birth="1978-03-14", phones=("99000418",)),
    ],
)
def test_namesakes_households_and_twins_are_not(two: Person) -> None:
    assert reasons(KARI, two) == ()


def test_the_pairs_of_a_register_come_once_each_the_surest_first() -> None:
    people = [
        KARI,
        other(birth="1979-03-14", phones=("99000418",), email="kari@eksempel.no"),
        other(id=3, number="300", last="Bjørnsta", birth="1979-03-14"),
        other(id=4, number="400", first="Ola", last="Nordmann", birth="1950-01-01"),
    ]
    told: list[tuple[int, int]] = []
    pairs = likely_pairs(people, Progress(lambda done, total: told.append((done, total))))
    assert [(pair.one.id, pair.two.id) for pair in pairs] == [(1, 2), (1, 3), (2, 3)]
    assert len(pairs[0].why) == 4
    assert told[-1][0] == told[-1][1]


def test_a_number_that_a_whole_workplace_shares_pairs_nobody() -> None:
    crowd = [other(id=n, number=str(n), last=f"Etternavn{n}", phones=("22222222",)) for n in range(100)]
    assert likely_pairs(crowd, Progress()) == []


def test_looking_through_the_register_can_be_stopped() -> None:
    with pytest.raises(SwitchboardError):
        likely_pairs([KARI, other(birth="1979-03-14")], Progress(None, lambda: True))


@pytest.mark.parametrize(
    "two",
    [
        other(first="Anne Kari", birth="1979-03-14"),  # the second first name
        other(first="Karri", birth="1979-03-14"),
    ],
)
def test_whoever_is_recognised_alone_is_recognised_in_the_list(two: Person) -> None:
    found = likely_pairs([KARI, two], Progress())
    assert [pair.why for pair in found] == ([reasons(KARI, two)] if reasons(KARI, two) else [])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (other(id=1, first="Ingunn", birth="1979-03-14"), other(first="Ingumn", birth="1979-03-14")),
        (other(id=1, first="Annemarie", birth="1979-03-14"), other(first="Anne-Marie", birth="1979-03-14")),
        (other(id=1, first="Mohammed", birth="1979-03-14"), other(first="Muhamad", birth="1979-03-14")),
        (other(id=1, birth="1979-03-04", phones=("9",)), other(birth="1979-04-03", phones=("9",))),
        (
            other(id=1, first="Hassan", last="Warsame", birth="1979-03-14"),
            other(first="Warsame", last="Hassan", birth="1979-03-14"),
        ),
    ],
)
def test_who_is_warned_of_is_in_the_list_too(one: Person, two: Person) -> None:
    assert reasons(one, two)
    assert [(pair.one, pair.two) for pair in likely_pairs([one, two], Progress())] == [(one, two)]
