"""Check that every program file of a Windows Python carries a valid signature of a known signer.

python verify_python.py FOLDER SIGNER…

The full Authenticode check: the file's digest, the signature, the chain to Microsoft's root
programme and the countersigned time. Needs signify (requirements-verify.txt). The `.py` files are
not signed by anyone: they are held by the hash of the whole download.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from signify.authenticode import AuthenticodeFile

PROGRAMS = {".exe", ".dll", ".pyd"}
UNSIGNED_PLACES = {"Lib", "Scripts", "tcl"}
"""pip's launchers and Tcl: removed before anything is built, and not shipped."""


def signer(file: Path) -> str:
    """Who signed it; ValueError with the reason when the signature does not hold."""
    with file.open("rb") as stream:
        signed = AuthenticodeFile.from_stream(stream)
        result, error = signed.explain_verify()
        if not result.name == "OK":
            raise ValueError(f"{file.name}: {result} {error}")
        for signature in signed.signatures:
            serial = signature.signer_info.serial_number
            for certificate in signature.certificates:
                if certificate.serial_number == serial:
                    return str(certificate.subject.dn)
    raise ValueError(f"{file.name}: no signer")


def main(folder: Path, known: Sequence[str]) -> int:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in PROGRAMS and path.relative_to(folder).parts[0] not in UNSIGNED_PLACES
    ]
    wrong = []
    for file in files:
        try:
            name = signer(file)
        except ValueError as error:
            wrong.append(str(error))
            continue
        if not any(word in name for word in known):
            wrong.append(f"{file.name}: signed by {name}")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(files) - len(wrong)} of {len(files)} signatures hold\n")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
