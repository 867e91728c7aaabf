"""What is pressed, and what must be heard. One line a step: key, stroke, the words that must be heard, « · » between them.

`«text»` is typed; `sentralbord:…` is a link from the telephone; a step whose words are «-» may be silent, one without a
stroke must only not be. «a|b» is either; {-4} is the date four days ago. A word that was begun and cut is not heard."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    key: str
    words: tuple[str, ...]
    must_sound: bool

    @property
    def typed(self) -> str:
        return self.key[1:-1] if self.key.startswith("«") else ""

    @property
    def link(self) -> str:
        return self.key if self.key.startswith("sentralbord:") else ""


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    steps: tuple[Step, ...]
    options: tuple[str, ...] = ()
    most_seconds: float = 0.0
    """The call as a whole; 0 is any length."""


def scenario(name: str, title: str, table: str, *options: str, most_seconds: float = 0.0) -> Scenario:
    steps = tuple(as_step(line) for line in table.strip().splitlines() if line.strip())
    return Scenario(name, title, steps, options, most_seconds)


def as_step(line: str) -> Step:
    key, _, words = (part.strip() for part in line.partition(" | "))
    if words == "-":
        return Step(key, (), must_sound=False)
    return Step(key, tuple(one.strip() for one in words.split("·") if one.strip()), must_sound=True)


TROBBEL = scenario(
    "trobbel",
    "Ingunn Fjeldheim er sagt opp, brevet kom for fire dager siden",
    """
    «fjeldheim»  | treff · Fjeldheim
    Ned          | Fjeldheim
    Opp          | Fjeldheim
    « ingunn»    | 1 treff · Ingunn Fjeldheim
    Enter        | Ingunn Fjeldheim · 204118 · 14. mars 1979|14.03.1979
    Mellomrom    | bekreftet
    7            | Hva har skjedd · 1 Oppsagt
    1            | Når fikk du
    «-4»         | {-4}
    Enter        | frist · forhandling · 1 Ja · 2 Nei
    2            | jobben tilbake · 1 · 2
    1            | prøvetid · 1 · 2
    1            | skriftlig · 1 · 2
    1            | oppsigelsestiden
    «vet ikke»   | -
    Enter        | tillitsvalgt · 1 Ja · 2 Nei
    2            | slutter på
    Enter        | sløyfe 2
    0            | distriktssekretæren
    0            | si
    Mellomrom    | sagt
    Ctrl+Enter   | lagret|ført|fullført
    """,
    most_seconds=180,
)
SCENARIOS = (TROBBEL,)
