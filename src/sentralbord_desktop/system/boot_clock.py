"""How long this PC has been on, sleep included: a clock that nobody at the PC can set."""

import sys
import time


def since_boot() -> float:
    """Seconds since the PC was started. Where the system counts no sleep, less than it is, never more."""
    if sys.platform == "win32":
        from ctypes import c_ulonglong, windll

        ticks = windll.kernel32.GetTickCount64
        ticks.restype = c_ulonglong
        return float(ticks()) / 1000
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
