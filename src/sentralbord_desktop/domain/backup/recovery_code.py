"""The printed recovery code: six groups that can be read aloud, each with a check character. Pure. The alphabet has 31
characters without lookalikes (no 0 O, 1 I L). A group is four random characters and a check character, so that a typing
error is found in its own group. 6 x 4 characters are 118 bits: too many to guess, so no slow hash is needed."""

import secrets

from sentralbord_desktop.domain.errors import SwitchboardError

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, CHOSEN = 6, 4
LOOKS = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J"})
"""Likely misreadings; the check character detects the others."""


class RecoveryCodeError(SwitchboardError):
    """The code differs from the printed one; the text names the group to check."""


def new_code() -> str:
    """«K7QPX-…», six groups of five."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(CHOSEN)) for _ in range(GROUPS)]
    return "-".join(group + check_sign(group) for group in groups)


def check_sign(group: str) -> str:
    """31 is prime, so one wrong character, or two that are swapped, change the check character."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(group, 2))
    return SIGNS[total % len(SIGNS)]


def read_code(text: str) -> str:
    """The printed form of a typed code. Raises RecoveryCodeError."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(LOOKS)
    length = CHOSEN + 1
    if len(signs) != GROUPS * length:
        raise RecoveryCodeError(
            f"Koden har {GROUPS} grupper på {length} tegn. Her står det {len(signs)} tegn. Se over den."
        )
    groups = [signs[start : start + length] for start in range(0, len(signs), length)]
    for number, group in enumerate(groups, 1):
        if any(sign not in SIGNS for sign in group) or check_sign(group[:CHOSEN]) != group[CHOSEN]:
            raise RecoveryCodeError(f"Gruppe {number} er ikke skrevet riktig. Se over den.")
    return "-".join(groups)
