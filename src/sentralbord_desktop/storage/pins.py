"""A PIN as it is kept: Argon2id, so that whoever has the register open still cannot read it (RFC 9106)."""

import os

MEMORY_KIB, ROUNDS = 64 * 1024, 3
"""The second recommendation of RFC 9106 for a PC: 64 MiB, three rounds; about a seventh of a second."""


def hashed(pin: str) -> str:
    """The PIN as a PHC string with its own salt."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=os.urandom(16), length=32, iterations=ROUNDS, lanes=1, memory_cost=MEMORY_KIB
    )
    return kdf.derive_phc_encoded(pin.encode())


def fits(pin: str, kept: str) -> bool:
    """Whether this is the PIN; a kept text that is none fits nothing."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(pin.encode(), kept)
    except (InvalidKey, ValueError):
        return False
    return True
