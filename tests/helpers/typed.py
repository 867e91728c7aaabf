"""What a test knows about a value and the type checker does not: asserted where it is used."""

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    assert value is not None
    return value


def of_kind(kind: type[T], value: object) -> T:
    assert isinstance(value, kind), type(value).__name__
    return value


def stand_in(owner: object, name: str, made: object) -> None:
    """`made` instead of the method or part `name` of this one object, as long as it lives."""
    assert hasattr(owner, name)
    setattr(owner, name, made)
