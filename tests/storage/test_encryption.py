"""The key wrapped by words, by a code and by a secret: what each costs, and what is no slot."""

import importlib.util
from types import ModuleType

import pytest

from sentralbord_desktop.domain.errors import WrongKeyError
from sentralbord_desktop.storage.encryption import key_wrapping, pin_hash
from sentralbord_desktop.storage.encryption.key_wrapping import UNSAID_COST, Slot

RAW = bytes(range(32))
WORDS = "fire ville hester galopperer"


def in_earnest(module: ModuleType) -> ModuleType:
    """The module as it is before the tests make it cheap."""
    found = importlib.util.find_spec(module.__name__)
    assert found is not None
    assert found.loader is not None
    fresh = importlib.util.module_from_spec(found)
    found.loader.exec_module(fresh)
    return fresh


def test_words_and_a_pin_are_dear_to_guess() -> None:
    """RFC 7914 and the second recommendation of RFC 9106; a seventh of a second each."""
    slot = in_earnest(key_wrapping).by_words(WORDS, RAW)
    assert slot["n"] == 2**15
    assert key_wrapping.with_words(WORDS, slot) == RAW
    assert in_earnest(pin_hash).hashed("2580").startswith("$argon2id$v=19$m=65536,t=3,p=1$")


def test_a_slot_without_a_cost_is_one_of_before() -> None:
    """As every version until 0.1.0 wrote it."""
    slot = key_wrapping._wrap(key_wrapping._from_words(WORDS, b"0123456789abcdef", UNSAID_COST), RAW)
    old = {"salt": "MDEyMzQ1Njc4OWFiY2RlZg==", **slot}
    assert key_wrapping.with_words(WORDS, old) == RAW
    with pytest.raises(WrongKeyError):
        key_wrapping.with_words("fem tamme hester galopperer", old)


@pytest.mark.parametrize("cost", [0, 1, -(2**15), 3, 2**19, 2**40, True])
def test_a_cost_that_nobody_wrote_is_no_slot(cost: int) -> None:
    """Nor is the memory of the PC filled to find that out."""
    with pytest.raises(ValueError, match=r"."):
        key_wrapping.with_words(WORDS, key_wrapping.by_words(WORDS, RAW) | {"n": cost})


@pytest.mark.parametrize("cost", ["16", None, [16], 16.0])
def test_a_cost_that_is_no_number_is_no_slot(cost: object) -> None:
    slot: Slot = key_wrapping.by_words(WORDS, RAW) | {"n": cost}
    with pytest.raises(TypeError):
        key_wrapping.with_words(WORDS, slot)


def test_each_way_opens_its_own_slot_and_no_other() -> None:
    code, secret = "ABCD", "00" * 32
    assert key_wrapping.with_code(code, key_wrapping.by_code(code, RAW)) == RAW
    assert key_wrapping.with_secret(secret, key_wrapping.by_secret(secret, RAW)) == RAW
    with pytest.raises(WrongKeyError, match="Koden passer ikke"):
        key_wrapping.with_code("ABCE", key_wrapping.by_code(code, RAW))
    with pytest.raises(WrongKeyError):
        key_wrapping.with_secret("01" * 32, key_wrapping.by_secret(secret, RAW))
    first, second = key_wrapping.by_words(WORDS, RAW), key_wrapping.by_words(WORDS, RAW)
    assert first["salt"] != second["salt"]
    assert first["key"] != second["key"]
