"""Which machine the figures are from."""

import os
import platform
from pathlib import Path

import psutil
import PySide6

GIB = 1024**3


def machine() -> str:
    """CPU model, cores, memory, system, Python and Qt on one line."""
    memory = psutil.virtual_memory().total / GIB
    return (
        f"{cpu_model()}, {os.cpu_count()} cores, {memory:.0f} GiB, {system()}, "
        f"Python {platform.python_version()}, Qt {PySide6.__version__}, load {load()}"
    )


def cpu_model() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def load() -> str:
    """How busy the machine was already when the run began: the last minute."""
    return f"{psutil.getloadavg()[0]:.1f}"
