"""Sign one file in place with the throw-away certificate: sign.py FOLDER_OF_CERTIFICATE FILE"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(folder: Path, file: Path) -> int:
    signed = file.with_name(f"{file.name}.signed")
    done = subprocess.run(
        [
            "osslsigncode",
            "sign",
            "-certs",
            folder / "sign.pem",
            "-key",
            folder / "sign.key",
            "-h",
            "sha256",
            "-n",
            "Sentralbord",
            "-in",
            file,
            "-out",
            signed,
        ],
        check=False,
    )
    if done.returncode == 0:
        signed.replace(file)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
