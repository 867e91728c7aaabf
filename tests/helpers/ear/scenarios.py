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
    key, _, words = (part.strip() for part in line.partition("|"))
    if words == "-":
        return Step(key, (), must_sound=False)
    return Step(key, tuple(one.strip() for one in words.split("·") if one.strip()), must_sound=True)


TROBBEL = scenario(
    "trobbel",
    "Marte Fjeldheim Lund er sagt opp, brevet kom for fire dager siden",
    """
    «fjeldheim»  | treff · Marte Fjeldheim Lund
    Enter        | Marte Fjeldheim Lund · 204120|204 120 · 21. juni 1991|21.06.1991 · 1 Kontingent|Tab
    Mellomrom    | bekreftet
    7            | Hva har skjedd · 1 Oppsagt
    1            | valgt
    Enter        | Når fikk du
    «-4»         | {-4}
    Enter        | frist · forhandling · 1 Ja · 2 Ikke holdt
    2            | jobben tilbake · 1 · 2
    1            | prøvetid · 1 · 2
    1            | skriftlig · 1 · 2
    1            | oppsigelsestiden
    «vet ikke»   | -
    Enter        | tillitsvalgt · 1 Ja · 2 Nei
    2            | slutter på
    Enter        | sløyfe 2
    0            | avdelingen din
    0            | passer
    Enter        | si
    Mellomrom    | sagt · alt er med
    Ctrl+Enter   | lagret|ført|fullført
    """,
    most_seconds=180,
)
UTMELDING = scenario(
    "utmelding",
    "Et medlem vil ut og får vite at det må være skriftlig",
    """
    «fjeldheim»  | treff · Fjeldheim
    Ned          | Fjeldheim
    Opp          | Marte Fjeldheim Lund
    Ctrl+A       | -
    «nrs10»      | 1 treff · Nrs10
    Enter        | Nrs10 · M-1010 · 1. januar 1980|01.01.1980
    Mellomrom    | bekreftet
    4            | skriftlig · 1
    9            | svarer
    1            | sies · skriftlig
    Ctrl+Enter   | lagret|ført|fullført
    Ctrl+Z       | igjen|angret
    """,
)
KURS = scenario(
    "kurs",
    "Et spørsmål om et kurs som ikke er åpnet",
    """
    «nrs37»      | 1 treff · Nrs37
    Enter        | Nrs37 · M-1037
    Mellomrom    | bekreftet
    9            | 1 Kurs · 2
    1            | melde deg på · 1 · 2
    1            | lenke · 1 · 2
    F8           | prosedyre
    Esc          |
    Venstre      | melde deg på · 1 · 2
    1            | lenke · 1 · 2
    2            | Kurset er ikke åpnet
    Ctrl+Enter   | lagret|ført|fullført
    """,
)
TREDJEPART = scenario(
    "tredjepart",
    "En ektefelle spør om kontingenten til medlemmet",
    """
    «nre04»            | 1 treff · Nre04
    Enter              | Nre04
    Shift+Mellomrom    | ringer for en annen · kan ikke bekrefte
    1                  | 3 og 6–9 som svarer
    9                  | 1 Kurs
    1                  | melde deg på · 1 · 2
    1                  | lenke · 1 · 2
    2                  | si: · Kurset er ikke åpnet
    Mellomrom          | sagt
    Ctrl+Enter         | fullført
    """,
)
OPPRINGING = scenario(
    "oppringing",
    "En lovet oppringing tas, og en ny avtales",
    """
    Ctrl+2       |
    Ned          |
    Enter        | du har den
    2            | ikke svar
    Ctrl+Z       | angrer
    Ctrl+T       | nummer
    Ctrl+Enter   | mangler|skriv
    «40011333»   | -
    Tab          |
    Esc          |
    """,
)
INNKOMMENDE = scenario(
    "innkommende",
    "Det ringer mens alt er rolig, så ringer en til midt i samtalen",
    """
    sentralbord:ring?nummer=99000422   | ringer · 990 00 422|Fjeldheim
    Enter                              | Fjeldheim · 204120|204 120
    Mellomrom                          | bekreftet
    7                                  | Hva har skjedd · 1 Oppsagt
    sentralbord:ring?nummer=99001809   | ringer
    F4                                 | parkert
    Ctrl+P                             | Hva har skjedd · 1 Oppsagt
    """,
)
KOMMANDOER = scenario(
    "kommandoer",
    "Ctrl+K og F1",
    """
    Ctrl+K       |
    «overlever»  | overlever
    Esc          | -
    Ctrl+K       |
    «mørk»       | mørk
    Enter        | mørk|lagret
    F1           |
    Ned          |
    Esc          |
    """,
)
INNSTILLINGER = scenario(
    "innstillinger",
    "Innstillinger: en feil forklares, et valg lagres",
    """
    Ctrl+komma   | innstillinger · deg
    Ned          | utseende
    Opp          | deg
    Tab          | navn
    Tab          | initialer
    Ctrl+A       | -
    Delete       | -
    Ctrl+Enter   | skriv initialene
    «MH»         | -
    Ctrl+Enter   | lagret
    """,
)
STOR_SKRIFT = scenario(
    "stor-skrift",
    "Trøbbel med frist som haster, ved 200 % skrift",
    """
    «ingunn fjeldheim» | 1 treff · Ingunn Fjeldheim
    Enter        | Ingunn Fjeldheim · 204118|204 118
    Mellomrom    | bekreftet
    7            | Hva har skjedd · 1 Oppsagt
    1            | Når fikk du
    «-12»        | {-12}
    Enter        | frist · haster · forhandling · 1 Ja · 2 Ikke holdt
    Ned          | 1
    2            | jobben tilbake · 1 · 2
    PgDn         | -
    3            | svarer
    1            | prøvetid · 1 · 2
    """,
    "--text-scale",
    "2",
)
SCENARIOS = (TROBBEL, UTMELDING, KURS, TREDJEPART, OPPRINGING, INNKOMMENDE, KOMMANDOER, INNSTILLINGER, STOR_SKRIFT)
