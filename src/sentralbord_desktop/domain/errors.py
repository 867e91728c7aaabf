"""Errors that the user can act on; other exceptions are bugs."""

from collections.abc import Mapping

MEMBER_GONE = "Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3."
FULL = "Disken er full. Ingenting ble lagret. Rydd plass og prøv igjen."


class SwitchboardError(Exception):
    """An error that the operator can act on. `str(error)` is one Norwegian sentence for the screen."""


class WrongFieldsError(SwitchboardError):
    """Fields of a form that cannot be kept; `wrong` has a sentence for each, by the key of the field."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(" ".join(wrong.values()))
        self.wrong = dict(wrong)


class DatabaseBusyError(SwitchboardError):
    """Another program holds the register."""


class SignInRefusedError(DatabaseBusyError):
    """A server rejected the user or the password; more tries could lock the account."""


class DatabaseDamagedError(SwitchboardError):
    """The register exists but cannot be read; the file is left untouched."""


class PlaceError(SwitchboardError):
    """The register's file or folder cannot be opened or written to; no damage was found."""


class RegisterKindError(SwitchboardError):
    """Practice was requested over a real register, or the reverse; nothing was opened."""


class RegisterGoneError(SwitchboardError):
    """The open register was deleted, moved or replaced; nothing was written."""


class DatabaseNewerError(SwitchboardError):
    """The register was written by a newer version; the file is left untouched."""


class WrongKeyError(SwitchboardError):
    """The key does not open this register."""


class KeyMissingError(SwitchboardError):
    """A register exists, but its key is not on this PC."""


class NoSpaceError(SwitchboardError):
    """The disk is full; nothing was written."""


class TooLongError(SwitchboardError):
    """A text is longer than its field allows; nothing was written."""

    def __init__(self, most: int) -> None:
        super().__init__(f"En av tekstene er for lang. Det er plass til {most} tegn. Kort den ned, og prøv igjen.")


class NoRegisterYetError(SwitchboardError):
    """There is no register here, and none is created before a person has said that it is to be a new one."""


class RegisterMissingError(SwitchboardError):
    """The key is here, but its register is not; no new one is created in its place."""


class LogMissingError(SwitchboardError):
    """The log of a register that was not closed is missing; nothing was opened."""


class LogForeignError(SwitchboardError):
    """A closed register has a log beside it; it was not replayed."""


class BackupError(SwitchboardError):
    """A backup could not be taken, copied, used or restored; the register is unchanged."""


class BackupSpaceError(BackupError, NoSpaceError):
    """The disk is full: the register is intact, and no backup helps."""


class ChangedMeanwhileError(SwitchboardError):
    """Another operator changed the same thing first."""


class MemberGoneError(SwitchboardError):
    """The member was erased; no data about them is kept."""


class NotAllowedError(SwitchboardError):
    """The operator lacks the role that this needs (PR-1)."""


class ProcedureError(SwitchboardError):
    """A procedure file is wrong; the text names file, step and answer."""


class RegisterFileError(SwitchboardError):
    """The import file cannot be used; the text says why."""


class NeededColumnError(RegisterFileError):
    """No column of the file is the one that each row is known by; `heading` is its name."""

    def __init__(self, heading: str) -> None:
        super().__init__(f"Fant ingen kolonne med {heading}. Velg hvilken det er, eller bruk en annen fil.")
        self.heading = heading


class WrongPinError(SwitchboardError):
    """The PIN is wrong, or it is too early to try again."""
