"""Time since this PC was started, sleep included. Not affected by changes of the wall clock."""

import sys
import time


def since_boot() -> float:
    """Seconds since the PC was started. Too low, never too high, where the system does not count sleep."""
    if sys.platform == "win32":
        from ctypes import c_ulonglong, windll

        ticks = windll.kernel32.GetTickCount64
        ticks.restype = c_ulonglong
        return float(ticks()) / 1000
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
