"""The register's key, wrapped by a keyring secret, a passphrase or a recovery code.

A wrapped key is a slot of «nokkel.json»: AES-256-GCM (NIST SP 800-38D) under a derived key. Passphrases have little
entropy and use scrypt (RFC 7914); secrets and codes are random and use HKDF (RFC 5869). The slot has scrypt's cost, so
that a later version can raise it.
"""

import base64
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sentralbord_desktop.domain.errors import WrongKeyError

Slot = dict[str, Any]
WORDS_COST = 2**15
"""scrypt's N for new passphrases, with r = 8: 32 MiB, about a seventh of a second."""
UNSAID_COST = 2**15
"""The cost of slots without one."""
MAX_SCRYPT_COST = 2**18
"""256 MiB. A slot with a higher cost counts as damaged, because it could use all memory of the PC."""
WRONG_WORDS = "Det var ikke riktig passordsetning. Prøv igjen."
WRONG_CODE = "Koden passer ikke til dette registeret."


def by_words(passphrase: str, raw: bytes) -> Slot:
    salt, cost = secrets.token_bytes(16), WORDS_COST
    return {"salt": _text(salt), "n": cost, **_wrap(_from_words(passphrase, salt, cost), raw)}


def by_code(code: str, raw: bytes) -> Slot:
    salt = secrets.token_bytes(16)
    return {"salt": _text(salt), **_wrap(_from_code(code, salt), raw)}


def by_secret(secret: str, raw: bytes) -> Slot:
    """`secret` as hex digits."""
    return _wrap(_from_secret(secret), raw)


def with_words(passphrase: str, slot: Slot) -> bytes:
    """The key. Raises WrongKeyError, and ValueError, KeyError or TypeError for an invalid slot."""
    salt = base64.b64decode(slot["salt"])
    cost = slot.get("n", UNSAID_COST)
    if not 1 < cost <= MAX_SCRYPT_COST:
        raise ValueError(cost)
    return _unwrap(_from_words(passphrase, salt, cost), slot, WRONG_WORDS)


def with_code(code: str, slot: Slot) -> bytes:
    return _unwrap(_from_code(code, base64.b64decode(slot["salt"])), slot, WRONG_CODE)


def with_secret(secret: str, slot: Slot) -> bytes:
    return _unwrap(_from_secret(secret), slot, WRONG_WORDS)


def _from_words(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _from_code(code: str, salt: bytes) -> bytes:
    """The code has 118 bits of entropy: a fast derivation is enough."""
    return HKDF(SHA256(), 32, salt, b"sentralbord recovery slot").derive(code.encode())


def _from_secret(secret: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"sentralbord keyring slot").derive(bytes.fromhex(secret))


def _wrap(wrapping: bytes, raw: bytes) -> Slot:
    nonce = secrets.token_bytes(12)
    return {"nonce": _text(nonce), "key": _text(AESGCM(wrapping).encrypt(nonce, raw, None))}


def _unwrap(wrapping: bytes, slot: Slot, wrong: str) -> bytes:
    try:
        nonce, wrapped = base64.b64decode(slot["nonce"]), base64.b64decode(slot["key"])
        return AESGCM(wrapping).decrypt(nonce, wrapped, None)
    except (InvalidTag, ValueError, KeyError):
        raise WrongKeyError(wrong) from None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
