"""Hashes of PINs: Argon2id (RFC 9106).

A register in a file stores the PHC string. A server stores the verifier where no operator can read it, and shows only
the parameters: the PHC string without its last part (storage/engine/server.sql). The workstation derives the
proof from them; the server stores its SHA-256, so the stored value does not allow signing in.
"""

import base64
import hashlib
import os

MEMORY_KIB, ROUNDS = 64 * 1024, 3
"""The second recommendation of RFC 9106: 64 MiB, three rounds; about a seventh of a second."""
HASHED_TWICE = "argon2id+sha256"
"""The last part is the SHA-256 of the Argon2id output: a register copied from a server."""
PARTS = 6


def hashed(pin: str) -> str:
    """The PIN as a PHC string with its own salt."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=ROUNDS, lanes=1, memory_cost=MEMORY_KIB)
    return kdf.derive_phc_encoded(pin.encode())


def fits(pin: str, kept: str) -> bool:
    """Whether this is the PIN; False for an invalid hash."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    parts = kept.split("$")
    try:
        if len(parts) == PARTS and parts[1] == HASHED_TWICE:
            return hashlib.sha256(proof(pin, kept)).digest() == _bytes(parts[-1])
        Argon2id.verify_phc_encoded(pin.encode(), kept)
    except (InvalidKey, ValueError):
        return False
    return True


def proof(pin: str, shown: str) -> bytes:
    """32 bytes derived from the PIN with the parameters and the salt in `shown`. Raises ValueError if invalid."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    _, _, _, costs, salt, *_ = shown.split("$")
    cost = dict(one.split("=") for one in costs.split(","))
    kdf = Argon2id(
        salt=_bytes(salt), length=32, iterations=int(cost["t"]), lanes=int(cost["p"]), memory_cost=int(cost["m"])
    )
    return kdf.derive(pin.encode())


def shown(kept: str) -> str:
    """The hash without its last part: only the parameters."""
    return "$".join(kept.split("$")[: PARTS - 1])


def is_whole(kept: str, shown_by_server: str) -> bool:
    """Whether `kept` has a verifier and the same parameters."""
    parts, wanted = kept.split("$"), shown_by_server.split("$")
    return len(parts) == PARTS and len(wanted) == PARTS - 1 and parts[2:-1] == wanted[2:]


def derived(kept: str) -> bytes:
    """The Argon2id output in a PHC string."""
    return _bytes(kept.split("$")[-1])


def hashed_twice(kept: str) -> str:
    """A PHC string in the form of a server, with the SHA-256 of its last part; idempotent."""
    parts = kept.split("$")
    if len(parts) != PARTS or parts[1] == HASHED_TWICE:
        return kept
    return with_verifier(shown(kept), hashlib.sha256(_bytes(parts[-1])).digest())


def with_verifier(shown: str, verifier: bytes) -> str:
    """Parameters and verifier in one string."""
    parts = shown.split("$")
    return "$".join(["", HASHED_TWICE, *parts[2:], base64.b64encode(verifier).decode().rstrip("=")])


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4))
