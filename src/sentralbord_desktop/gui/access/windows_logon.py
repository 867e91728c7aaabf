"""Checks the password of the user who is signed in to Windows, by Windows."""

import os
import sys

from sentralbord_desktop.system.file_owner import current_user
from sentralbord_desktop.system.windows_ctypes import windows_ctypes

NETWORK, DEFAULT = 3, 0
"""LOGON32_LOGON_NETWORK checks the password and starts nothing; the default provider."""
RESTRICTED, NOT_GRANTED = 1327, 1385
"""ERROR_ACCOUNT_RESTRICTION for an empty password; ERROR_LOGON_TYPE_NOT_GRANTED for a right password where users may
not log on over the network."""


def is_possible() -> bool:
    return sys.platform == "win32"


def fits(password: str) -> bool:
    """Whether this is the password of the user who runs this program. Windows only."""
    import ctypes

    advapi = windows_ctypes().WinDLL("advapi32", use_last_error=True)
    token = ctypes.c_void_p()
    domain = os.environ.get("USERDOMAIN", ".")
    done = advapi.LogonUserW(current_user(), domain, password, NETWORK, DEFAULT, ctypes.byref(token))
    if done:
        kernel = windows_ctypes().WinDLL("kernel32")
        kernel.CloseHandle(token)
        return True
    last_error = windows_ctypes().get_last_error()
    return bool(last_error == NOT_GRANTED or (not password and last_error == RESTRICTED))
