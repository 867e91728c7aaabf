"""The printed recovery code: six groups that can be read aloud, each with a check sign. Pure.

31 signs, none of which looks like another (no 0 O, 1 I L); four chosen by chance and one that checks
them, so a slip is found in its own group. 6 x 4 signs are 118 bits: no guessing, so no slow hash.
"""

import secrets

from sentralbord_desktop.domain.errors import SwitchboardError

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, CHOSEN = 6, 4
LOOKS = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J"})
"""What a hand may have meant; the check sign tells when it did not."""


class RecoveryCodeError(SwitchboardError):
    """The code is not written as it was printed; says which group to look at."""


def new_code() -> str:
    """«K7QPX-…», six groups of five."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(CHOSEN)) for _ in range(GROUPS)]
    return "-".join(group + check_sign(group) for group in groups)


def check_sign(group: str) -> str:
    """31 is prime, so one wrong sign, or two that changed places, give another check sign."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(group, 2))
    return SIGNS[total % len(SIGNS)]


def read_code(text: str) -> str:
    """The code as it was printed, from however it was typed. Raises RecoveryCodeError."""
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
