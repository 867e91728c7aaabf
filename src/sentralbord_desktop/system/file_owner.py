"""The owner of a file on Windows, and the user of this process. A policy is trusted only when an administrator owns it.
Any user may create files under %PROGRAMDATA%, so the folder proves nothing."""

import getpass
import os
from pathlib import Path
from typing import Any

from sentralbord_desktop.system.windows_ctypes import windows_ctypes

TRUSTED = frozenset(
    {
        "S-1-5-18",  # the system account, as Intune and start-up scripts run
        "S-1-5-32-544",  # Administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
    }
)
WINDOWS = os.name == "nt"
FILE_OBJECT, OWNER_INFORMATION = 1, 1
SAM_COMPATIBLE, ROOM, MAX_ACCOUNT_CHARS = 2, 512, 100


def is_laid_by_it(path: Path) -> bool:
    """Whether an administrator owns `path`, a file or its folder. The current user does not count: run as
    administrator, the program would trust, and start, what any user of the PC had put there. True away from Windows,
    where only root can write to the folder."""
    return not WINDOWS or _is_wine() or owner_sid(path) in TRUSTED


def _is_wine() -> bool:
    """Whether this is Wine, whose only user is an administrator who owns every file. The ntdll of Windows lacks this
    function and cannot be replaced."""
    return hasattr(_windows().ntdll, "wine_get_version")


def owner_sid(path: Path) -> str:
    """«S-1-5-32-544»; «» where Windows does not give it, and away from Windows."""
    if not WINDOWS:
        return ""
    import ctypes

    windows, owner, text, whole = (_windows(), ctypes.c_void_p(), ctypes.c_wchar_p(), ctypes.c_void_p())
    failed = windows.advapi32.GetNamedSecurityInfoW(
        str(path), FILE_OBJECT, OWNER_INFORMATION, ctypes.byref(owner), None, None, None, ctypes.byref(whole)
    )
    if failed:
        return ""
    try:
        if not windows.advapi32.ConvertSidToStringSidW(owner, ctypes.byref(text)):
            return ""
        try:
            return text.value or ""
        finally:
            windows.kernel32.LocalFree(text)
    finally:
        windows.kernel32.LocalFree(whole)


def current_user() -> str:
    """The user of this process by the system; an environment variable can be changed."""
    if WINDOWS:
        import ctypes

        name = ctypes.create_unicode_buffer(257)
        length = ctypes.c_ulong(257)
        if _windows().advapi32.GetUserNameW(name, ctypes.byref(length)):
            return name.value
        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return getpass.getuser()


def account() -> str:
    """«FORBUNDET\\maja.hovde»: unique among all PCs. A local user has the name of the PC in front."""
    if WINDOWS:
        import ctypes

        name = ctypes.create_unicode_buffer(ROOM)
        length = ctypes.c_ulong(ROOM)
        if _windows().secur32.GetUserNameExW(SAM_COMPATIBLE, name, ctypes.byref(length)):
            return name.value[:MAX_ACCOUNT_CHARS]
    import platform

    return f"{platform.node()}\\{current_user()}"[:MAX_ACCOUNT_CHARS]


def _windows() -> Any:
    return windows_ctypes().windll
