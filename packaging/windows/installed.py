"""One installation under Wine, asked as IT would ask it: files, registry, programs, data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wine import Wine, until

UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Sentralbord"
SCHEME_KEY = r"Software\Classes\sentralbord"
USER_SETTINGS = r"HKCU\Software\Sentralbord\Sentralbord"
PROGRAMS = ("Sentralbord.exe", "sentralbord-cli.exe")
FOLDERS = {
    "CurrentUser": r"C:\users\{user}\AppData\Local\Programs\Sentralbord",
    "AllUsers": r"C:\Program Files\Sentralbord",
}
MEMBERS = """medlemsnr;fornavn;etternavn;avdeling;telefon
700001;Åse;Østgård-Bø;4;99001001
700002;Ærlig;Såheim;8;99001002
"""
"""Invented. Imported into a real register, with its key in Windows' own vault."""


@dataclass(frozen=True)
class Installation:
    wine: Wine
    mode: str

    @property
    def hive(self) -> str:
        return {"CurrentUser": "HKCU", "AllUsers": "HKLM"}[self.mode]

    @property
    def other_hive(self) -> str:
        return {"CurrentUser": "HKLM", "AllUsers": "HKCU"}[self.mode]

    @property
    def folder(self) -> Path:
        return self.wine.path(self._windows_folder)

    @property
    def _windows_folder(self) -> str:
        return FOLDERS[self.mode].format(user=self.wine.profile.name)

    @property
    def data(self) -> Path:
        return self.wine.profile / "AppData/Local/Sentralbord"

    def install(self, setup: Path, *words: str) -> int:
        code, _ = self.wine.run(setup, "/S", f"/{self.mode}", *words, timeout=300)
        return code

    def entry(self, value: str) -> str | None:
        return self.wine.registry(rf"{self.hive}\{UNINSTALL_KEY}", value)

    @property
    def is_elsewhere(self) -> bool:
        key = rf"{self.other_hive}\{UNINSTALL_KEY}"
        return self.wine.registry(key, "DisplayName") is not None

    @property
    def link_command(self) -> str | None:
        return self.wine.registry(rf"{self.hive}\{SCHEME_KEY}\shell\open\command")

    def shortcuts(self) -> list[Path]:
        return list(self.wine.drive.rglob("Sentralbord.lnk"))

    def selftest(self, folder: Path | None = None) -> tuple[int, str]:
        """As for pytest: a check that fails beside the others is run once more, and the table reports it."""
        program = (folder or self.folder) / PROGRAMS[0]
        code, said = self.wine.run(program, "--selftest", timeout=180)
        if code == 0:
            return code, said.strip()
        again, then = self.wine.run(program, "--selftest", timeout=180)
        return again, f"{then.strip()[-100:]}, the first time {code}: {said.strip()[-150:]}"

    def cli(self, *words: str) -> tuple[int, str]:
        return self.wine.run((self.folder / PROGRAMS[1]), *words, timeout=120)

    def make_register(self) -> tuple[int, str]:
        """A real register in the user's own place, and a setting of the window."""
        file = self.wine.drive / "medlemmer.csv"
        file.write_text(MEMBERS, encoding="utf-8")
        self.wine.set_registry(USER_SETTINGS, "utseende", "lyst")
        return self.cli("import", r"C:\medlemmer.csv", "--yes")

    def members(self) -> str:
        """What the check says of the register that the user has."""
        return self.cli("check")[1].strip()

    def start(self, *words: str) -> bool:
        """The window, as from the Start menu; whether it came up."""
        self.wine.start(self.folder / PROGRAMS[0], *words)
        return until(self.is_running, 60)

    def is_running(self) -> bool:
        """A program that runs holds its file: the window's register has its lock by then."""
        return any(self.data.rglob("sentralbord.lock"))

    def end(self) -> None:
        self.wine.end_program(PROGRAMS[0])
        for lock in self.data.rglob("sentralbord.lock"):
            lock.unlink()

    def uninstall(self, *words: str) -> bool:
        """By the command that Windows shows under «Installerte apper»; whether the folder went. The uninstaller copies
        itself to the temporary folder and answers before it is done."""
        self.wine.run(self.folder / "uninstall.exe", f"/{self.mode}", "/S", *words)
        gone = until(lambda: not self.folder.exists(), 60)
        return until(lambda: self.entry("DisplayName") is None, 30, 0.5) and gone

    def uninstall_code(self) -> int:
        """The exit code of the uninstaller run in place: then it returns only when it is done."""
        words = [f"/{self.mode}", "/S", *f"_?={self._windows_folder}".split()]
        return self.wine.run(self.folder / "uninstall.exe", *words)[0]

    @property
    def uninstall_report(self) -> str:
        file = self.wine.profile / "AppData/Local/Temp/sentralbord-avinstallering.txt"
        return file.read_text(encoding="utf-16").strip() if file.exists() else ""
