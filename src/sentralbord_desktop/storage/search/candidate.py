"""A member as the search reads it: the facts that a query can match, and their words. Pure."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from sentralbord_desktop.domain.text.folding import words, words_once
from sentralbord_desktop.domain.text.word_list import word_list


class Candidate:
    """`row`: id, number, first, middle and last name, birth date (yyyy-mm-dd or empty), employer, workplace, town,
    street, post codes of home and workplace, e-mail, department. `phones` in the form of `normal_number`.

    `named`, `placed` and `mailed` are words joined with a space before and after each, so that a prefix or word match
    is one substring test. They are computed at first use.
    """

    __slots__ = word_list(
        """
        _dates _mailed _name _named _place_words _placed birth department email employer first first_names id last
        last_names middle names number phones plain_number plain_phones posts street town workplace year
        """
    )

    id: int
    number: str
    street: str
    email: str
    department: int | None

    def __init__(self, row: Sequence[Any]) -> None:
        (
            self.id,
            self.number,
            first,
            middle,
            last,
            birth,
            self.employer,
            self.workplace,
            self.town,
            self.street,
            home_post,
            work_post,
            self.email,
            self.department,
        ) = row
        number = self.number
        self.plain_number = number if number.isdigit() else "".join(words_once(number))
        self.first, self.middle, self.last, self.birth = first, middle, last, str(birth or "")
        self.year = self.birth[:4]
        self.posts = home_post, work_post
        self.phones: tuple[str, ...] = ()
        self.plain_phones: tuple[str, ...] = ()
        self.first_names, self.last_names = words(first), words(last)
        self.names = (*self.first_names, *words(middle), *self.last_names)
        self._place_words: tuple[str, ...] | None = None
        self._named = self._placed = self._mailed = self._name = ""
        self._dates: tuple[str, str, str] | None = None

    def having(self, phones: tuple[str, ...]) -> "Candidate":
        twin = copy(self)
        twin.phones = phones
        twin.plain_phones = tuple(number.lstrip("+") for number in phones)
        return twin

    @property
    def name(self) -> str:
        if not self._name:
            self._name = " ".join(f"{self.first} {self.middle} {self.last}".split())
        return self._name

    @property
    def named(self) -> str:
        if not self._named:
            self._named = _in_a_row(self.names)
        return self._named

    @property
    def place_words(self) -> tuple[str, ...]:
        """The words of employer, workplace, town and street."""
        if self._place_words is None:
            employed, home = (*words(self.employer), *words(self.workplace)), (*words(self.town), *words(self.street))
            self._place_words = employed + home
        return self._place_words

    @property
    def placed(self) -> str:
        if not self._placed:
            self._placed = _in_a_row(self.place_words)
        return self._placed

    @property
    def mailed(self) -> str:
        """The words of the e-mail address before the @, joined."""
        if not self._mailed:
            self._mailed = _in_a_row(words_once(self.email.partition("@")[0]))
        return self._mailed

    @property
    def dates(self) -> tuple[str, ...]:
        """The birth date as yyyymmdd, ddmmyyyy and ddmmyy; empty strings when there is none."""
        if self._dates is None:
            year, month, day = self.year, self.birth[5:7], self.birth[8:10]
            self._dates = (year + month + day, day + month + year, day + month + year[2:])
        return self._dates


def _in_a_row(found: Iterable[str]) -> str:
    return f" {' '.join(found)} "
