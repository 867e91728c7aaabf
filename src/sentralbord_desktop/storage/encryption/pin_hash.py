"""A PIN as it is kept: Argon2id, so that whoever has the register open still cannot read it (RFC 9106).

A register in a file keeps the PHC string. A server keeps what a PIN is compared with where no operator can read it, and
shows only the parameters: the same string without its last part (storage/engine/server_functions.py). From them the
workstation derives what it sends to the server, which keeps the SHA-256 of it: what is kept does not let anyone sign in.
"""

import base64
import hashlib
import os

MEMORY_KIB, ROUNDS = 64 * 1024, 3
"""The second recommendation of RFC 9106 for a PC: 64 MiB, three rounds; about a seventh of a second."""
HASHED_TWICE = "argon2id+sha256"
"""The last part is the SHA-256 of what Argon2id gives: as a register comes home from a server."""
PARTS = 6


def hashed(pin: str) -> str:
    """The PIN as a PHC string with its own salt."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=ROUNDS, lanes=1, memory_cost=MEMORY_KIB)
    return kdf.derive_phc_encoded(pin.encode())


def fits(pin: str, kept: str) -> bool:
    """Whether this is the PIN; a kept text that is none fits nothing."""
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
    """What is derived of the PIN by the rules and the salt in `shown`, 32 bytes. Raises ValueError for what are none."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    _, _, _, costs, salt, *_ = shown.split("$")
    cost = dict(one.split("=") for one in costs.split(","))
    kdf = Argon2id(
        salt=_bytes(salt), length=32, iterations=int(cost["t"]), lanes=int(cost["p"]), memory_cost=int(cost["m"])
    )
    return kdf.derive(pin.encode())


def shown(kept: str) -> str:
    """How it is derived, and not what it is compared with."""
    return "$".join(kept.split("$")[: PARTS - 1])


def is_whole(kept: str, shown_by_server: str) -> bool:
    """Whether this is what that is derived by, with what it is compared with."""
    parts, wanted = kept.split("$"), shown_by_server.split("$")
    return len(parts) == PARTS and len(wanted) == PARTS - 1 and parts[2:-1] == wanted[2:]


def derived(kept: str) -> bytes:
    """What Argon2id gave, of a PHC string that was just made."""
    return _bytes(kept.split("$")[-1])


def hashed_twice(kept: str) -> str:
    """A PHC string as a server would give it: the same for the same, wherever it was kept."""
    parts = kept.split("$")
    if len(parts) != PARTS or parts[1] == HASHED_TWICE:
        return kept
    return with_verifier(shown(kept), hashlib.sha256(_bytes(parts[-1])).digest())


def with_verifier(shown: str, verifier: bytes) -> str:
    """How it is derived and what it is compared with, in one text."""
    parts = shown.split("$")
    return "$".join(["", HASHED_TWICE, *parts[2:], base64.b64encode(verifier).decode().rstrip("=")])


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4))
