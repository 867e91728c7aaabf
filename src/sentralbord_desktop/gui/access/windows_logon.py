"""Whether the person at the PC is the one who signed in to Windows: asked of Windows itself."""

import os
import sys

from sentralbord_desktop.system.file_owner import current_user

NETWORK, DEFAULT = 3, 0
"""LOGON32_LOGON_NETWORK checks the password and starts nothing; the default provider."""
RESTRICTED, NOT_GRANTED = 1327, 1385
"""ERROR_ACCOUNT_RESTRICTION for an account with an empty password; ERROR_LOGON_TYPE_NOT_GRANTED after a
right one, where ordinary users may not reach the PC from the network."""


def is_possible() -> bool:
    return sys.platform == "win32"


def fits(password: str) -> bool:
    """Whether this is the password of the user who runs this program. Only on Windows."""
    import ctypes

    advapi = getattr(ctypes, "WinDLL")("advapi32", use_last_error=True)  # noqa: B009 - Windows alone
    token = ctypes.c_void_p()
    domain = os.environ.get("USERDOMAIN", ".")
    done = advapi.LogonUserW(current_user(), domain, password, NETWORK, DEFAULT, ctypes.byref(token))
    if done:
        kernel = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - mypy runs on Linux too
        kernel.CloseHandle(token)
        return True
    last_error = getattr(ctypes, "get_last_error")()  # noqa: B009 - likewise
    return bool(last_error == NOT_GRANTED or (not password and last_error == RESTRICTED))
