"""Two kinds of error: what the user can act on, and bugs. This is the first kind."""

MEMBER_GONE = "Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3."
FULL = "Disken er full. Ingenting ble lagret. Rydd plass og prøv igjen."


class SwitchboardError(Exception):
    """Something the operator can mend. `str(error)` is one Norwegian sentence for the screen."""


class DatabaseBusyError(SwitchboardError):
    """Another program holds the register."""


class SignInRefusedError(DatabaseBusyError):
    """A server did not take the user and the password: to go on trying could lock the account."""


class DatabaseDamagedError(SwitchboardError):
    """The register is there but cannot be read; the file is left untouched."""


class PlaceError(SwitchboardError):
    """The register's file or folder cannot be opened or written to; nothing was read that is wrong."""


class RegisterKindError(SwitchboardError):
    """Practice was asked for over a real register, or the other way round; nothing was opened."""


class RegisterGoneError(SwitchboardError):
    """The register that is open was deleted, moved or replaced meanwhile; nothing was written."""


class DatabaseNewerError(SwitchboardError):
    """The register was written by a newer version; the file is left untouched."""


class WrongKeyError(SwitchboardError):
    """The key does not open this register."""


class KeyMissingError(SwitchboardError):
    """A register exists, but the key that opens it is not on this PC."""


class NoSpaceError(SwitchboardError):
    """The disk is full; nothing was written."""


class TooLongError(SwitchboardError):
    """A text has more characters than there is room for; nothing was written."""

    def __init__(self, most: int) -> None:
        super().__init__(f"En av tekstene er for lang. Det er plass til {most} tegn. Kort den ned, og prøv igjen.")


class RegisterMissingError(SwitchboardError):
    """The key is here, and the register it opened is not; no new one is made in its place."""


class LogMissingError(SwitchboardError):
    """The log beside a register that was open is gone; nothing was opened."""


class LogForeignError(SwitchboardError):
    """A log lies beside a register that was closed; it was not replayed."""


class BackupError(SwitchboardError):
    """A backup could not be taken, copied, used or brought back; the register is as it was."""


class BackupSpaceError(BackupError, NoSpaceError):
    """The disk is full: there is nothing wrong with the register, and no backup helps."""


class ChangedMeanwhileError(SwitchboardError):
    """Somebody else changed the same thing first."""


class MemberGoneError(SwitchboardError):
    """The member was erased; nothing about them is kept any more."""


class NotAllowedError(SwitchboardError):
    """The operator does not have the role that this needs (PR-1)."""


class ProcedureError(SwitchboardError):
    """A procedure file is wrong; the text names file, step and answer."""


class RegisterFileError(SwitchboardError):
    """The import file cannot be used; the text says why."""


class WrongPinError(SwitchboardError):
    """The PIN does not fit, or it is too early to try again."""
