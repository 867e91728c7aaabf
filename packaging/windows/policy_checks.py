"""What IT decides, in the installed app: a file for the machine, group policy, and their faults."""

from __future__ import annotations

from installed import Installation
from report import Part
from wine import until

KEY = r"HKLM\Software\Policies\Sentralbord"
FOLDER = r"C:\ProgramData\Sentralbord"
REGISTER = r"C:\bestemt\register"
POLICY = """[register]
folder = 'C:\\bestemt\\register'
[mail]
host = "fra.filen.no"
port = 465
farge = "rosa"
"""


def check_policies(there: Installation, part: Part) -> None:
    """Leaves nothing decided behind."""
    code, said = there.cli("policies")
    part.check("nothing is decided on a new PC", code == 0 and "Ingenting" in said, said.strip())
    folder = there.wine.path(FOLDER)
    folder.mkdir(parents=True)
    (folder / "policy.toml").write_bytes(POLICY.replace("\n", "\r\n").encode("utf-8-sig"))
    there.wine.set_registry(rf"{KEY}\mail", "host", "fra.gruppepolicy.no")
    code, said = there.cli("policies")
    part.check(
        "group policy goes before the file",
        "mail.host = fra.gruppepolicy.no  (gruppepolicy)" in said and "mail.port = 465  (policy.toml)" in said,
        said.strip(),
    )
    there.wine.set_registry(rf"{KEY}\mial", "host", "x")
    code, said = there.cli("policies")
    part.check("a misspelt group in group policy is named", code == 1 and "«mial.host» er ukjent" in said, said.strip())
    there.wine.run("reg", "delete", rf"{KEY}\mial", "/f")
    code, said = there.cli("policies")
    part.check(
        "a fault is named, the rest counts", code == 1 and "«mail.farge» er ukjent" in said and "rosa" not in said
    )
    code, said = there.cli("check")
    made = (there.wine.path(REGISTER) / "sentralbord.db").exists()
    part.check("the register lies where it is decided", code == 0 and made, said.strip())
    part.check("the app starts with it", there.start("--practice"))
    part.check("and logs the fault", until(lambda: "«mail.farge» er ukjent" in logged(there), 60))
    there.end()
    part.check("without its value", "rosa" not in logged(there))
    (folder / "policy.toml").write_text("[mail\n")
    code, said = there.cli("policies")
    part.check(
        "a file with errors is named and ignored",
        code == 1 and "linje 1" in said and "fra.gruppepolicy.no" in said,
        said.strip(),
    )
    (folder / "policy.toml").unlink()
    there.wine.run("reg", "delete", KEY, "/f")


def logged(there: Installation) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in there.data.rglob("sentralbord.log"))


def check_network_register(there: Installation, part: Part) -> None:
    """A register on another machine's disk is refused, by its name and by its drive, which was mapped when Setup was to
    refuse it."""
    for folder in (r"N:\register", r"\\tjener\felles\register"):
        code, said = there.cli("--data", folder, "check")
        part.check(
            f"a register on {folder[:2]}… is refused", code == 1 and "nettverksområde" in said, said.strip()[-200:]
        )
