"""Members who are missing from a file, and rows that are left out of it. Pure."""

from dataclasses import dataclass

from sentralbord_desktop.domain.text.norwegian import counted

WHOLE_REGISTER = 0.8
"""The share of the register that a file must contain before the other members count as missing."""
ZEROS = "0"
NAMED = 5
"""How many numbers a sentence lists."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A member who is not in the file: id, version, number, name and status from the register."""

    id: int
    version: int
    number: str
    name: str
    status: str

    def __repr__(self) -> str:
        return f"<Missing {self.id}>"


@dataclass(frozen=True, slots=True)
class Namesake:
    """A new row with the name and birth date of a member who is not in the file, possibly the same person: the id and
    number in the register, and the number in the file."""

    id: int
    number: str
    in_file: str

    def __repr__(self) -> str:
        return f"<Namesake {self.id}>"


@dataclass(frozen=True, slots=True)
class Absences:
    """Differences between register and file: `missing` members, the number of member numbers with `lost_zeros`, the
    number of rows about `erased` members, and the `namesakes` of new rows."""

    missing: tuple[Missing, ...] = ()
    lost_zeros: int = 0
    erased: int = 0
    namesakes: tuple[Namesake, ...] = ()

    def __repr__(self) -> str:
        return f"<Absences {len(self.missing)}>"

    @property
    def lines(self) -> list[str]:
        """A sentence about each difference."""
        told = [
            (self.erased, f"{self.erased} er slettet tidligere, og hentes ikke."),
            (
                self.lost_zeros,
                f"{counted(self.lost_zeros, 'nummer', 'numre')} har mistet nullene foran, og er kjent igjen.",
            ),
            (len(self.namesakes), self._of_namesakes),
            (len(self.missing), f"{len(self.missing)} i registeret mangler i filen. De blir stående som de er."),
        ]
        return [sentence for count, sentence in told if count]

    @property
    def _of_namesakes(self) -> str:
        """«2 nye har navn og fødselsdato som medlemmer som ikke er i filen: 912 (her 12), 913 (her 13). …»"""
        its = self.namesakes
        shown = ", ".join(f"{it.in_file} (her {it.number})" for it in its[:NAMED])
        more = f" og {len(its) - NAMED} til" if len(its) > NAMED else ""
        them = counted(
            len(its), "ny har navn og fødselsdato som et medlem", "nye har navn og fødselsdato som medlemmer"
        )
        return f"{them} som ikke er i filen: {shown}{more}. Er det de samme, slå dem sammen i Vedlikehold."


NOTHING_ABSENT = Absences()
