"""Members who are missing from a file, and rows that are left out of it. Pure."""

from dataclasses import dataclass

from sentralbord_desktop.domain.text.norwegian import counted

WHOLE_REGISTER = 0.8
"""The part of the register that a file must have for the rest to be taken for missing."""
ZEROS = "0"


@dataclass(frozen=True, slots=True)
class Missing:
    """A member who is not in the file: id, version, number, name and status as they are in the register."""

    id: int
    version: int
    number: str
    name: str
    status: str

    def __repr__(self) -> str:
        return f"<Missing {self.id}>"


@dataclass(frozen=True, slots=True)
class Absences:
    """What the register and the file do not have in common, beside the rows: `missing` members, and how many numbers had
    `lost_zeros` and how many rows are about somebody who was `erased`."""

    missing: tuple[Missing, ...] = ()
    lost_zeros: int = 0
    erased: int = 0

    def __repr__(self) -> str:
        return f"<Absences {len(self.missing)}>"

    @property
    def lines(self) -> list[str]:
        """A sentence about each."""
        told = [
            (self.erased, f"{self.erased} er slettet tidligere, og hentes ikke."),
            (
                self.lost_zeros,
                f"{counted(self.lost_zeros, 'nummer', 'numre')} har mistet nullene foran, og er kjent igjen.",
            ),
            (len(self.missing), f"{len(self.missing)} i registeret mangler i filen. De blir stående som de er."),
        ]
        return [sentence for count, sentence in told if count]


NOTHING_ABSENT = Absences()
