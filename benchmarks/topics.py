"""Twelve calls, one for each topic, as data: what is on the screen when a key is pressed, and the key.

A key has its X name; «=text» is typed, then Enter; «+text» is typed alone. What the caller says is typed as it is said,
and a known name until it is proposed."""

from dataclasses import dataclass

from tests.helpers.desktop_calls import DISMISSED, Step

FINISH: Step = ("Alt er med", "ctrl+Return")
EMPLOYER = "Mjøs Lager AS"
"""The employer in Katalog that one of the calls moves to."""


@dataclass(frozen=True)
class TopicCall:
    """A call from the first key to the receipt. `number`: what is typed in the search, the last four digits of a member's
    number or a whole one that nobody has. `before`: its keys at 78701b4a."""

    topic: str
    number: str
    before: int
    steps: tuple[Step, ...]

    @property
    def is_member(self) -> bool:
        return len(self.number) == 4


CALLS: tuple[TopicCall, ...] = (
    TopicCall(
        "kontingent",
        "1800",
        11,
        (
            ("Kontingent og faktura", "1"),
            ("Hva lurer du på om", "4"),
            ("Da ser jeg om fakturaen", "3"),
            ("Svaret og avtalen?", "=Forklart"),
            FINISH,
        ),
    ),
    TopicCall(
        "opplysninger",
        "1801",
        38,
        (
            ("Medlemsopplysninger", "2"),
            ("Hva vil du endre?", "1"),
            ("Hva vil du endre?", "2"),
            ("Hva vil du endre?", "Return"),
            ("Hva er det nye?", "+40011222"),
            ("Hva er det nye?", "ctrl+Return"),
            ("Hvor jobber du nå?", "+mj"),
            ("Mjøs Lager AS", "Down"),
            ("Mjøs Lager AS", "Return"),
            ("Hvor jobber du nå?", "ctrl+Return"),
            ("Fikk du ført inn alt?", "1"),
            FINISH,
        ),
    ),
    TopicCall(
        "innmelding",
        "22000777",
        78,
        (
            ("Hvem ringer?", "2"),
            ("Innmelding", "3"),
            ("Vil du melde deg inn selv", "2"),
            ("Hvor jobber du?", "=Hamar"),
            ("Hamar", "Return"),
            ("avdeling", "Return"),
            ("Hva heter du", "=Solveig"),
            ("Hva heter du", "=Nordmann"),
            ("Hva heter du", "=140390"),
            ("Hva heter du", "Return"),
            ("Hva heter du", "Return"),
            ("Hva heter du", "=Storgata 102"),
            ("Hva heter du", "+2317"),
            ("Hva heter du", "ctrl+Return"),
            FINISH,
        ),
    ),
    TopicCall("utmelding", "1804", 10, (("Utmelding", "4"), ("trenger vi det skriftlig", "1"), FINISH)),
    TopicCall(
        "overforing_avdeling",
        "1805",
        13,
        (
            ("Overføring", "5"),
            ("Til en annen avdeling", "1"),
            ("Er det du selv som ønsker", "1"),
            ("Hvilken avdeling vil du til?", "=9"),
            ("Hvilken avdeling hører du til?", "Return"),
            FINISH,
        ),
    ),
    TopicCall(
        "overforing_forbund",
        "1806",
        24,
        (
            ("Overføring", "5"),
            ("Til et annet forbund", "2"),
            ("Er det du selv som ønsker", "1"),
            ("Hvilket forbund skal du til?", "=Fagforbundet"),
            ("Hvilken avdeling hører du til?", "Return"),
            FINISH,
        ),
    ),
    TopicCall(
        "forsikring",
        "1807",
        11,
        (
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "2"),
            ("Hva er det du vil vite?", "1"),
            ("Hvilken avdeling hører du til?", "Return"),
            ("Avdelingen din har oversikten", "1"),
            FINISH,
        ),
    ),
    TopicCall(
        "trobbel",
        "1810",
        19,
        (*DISMISSED[:-1], ("Jeg prøver sløyfe 2 nå", "1"), ("Se over og fullfør", "space"), FINISH),
    ),
    TopicCall(
        "lov_avtale",
        "1811",
        11,
        (
            ("Lov og avtaleverk", "8"),
            ("Gjelder det en sats", "2"),
            ("Hva lurer du på", "=overtid i helgen"),
            ("Jeg prøver sløyfe 2 nå", "1"),
            FINISH,
        ),
    ),
    TopicCall(
        "kurs",
        "1812",
        12,
        (
            ("Kurs, media og annet", "9"),
            ("Kurs", "1"),
            ("Vil du melde deg på", "1"),
            ("Ligger det lenke ved kurset?", "2"),
            FINISH,
        ),
    ),
    TopicCall(
        "media",
        "22123456",
        53,
        (
            ("Hvem ringer?", "5"),
            ("Kurs, media og annet", "9"),
            ("Media", "2"),
            ("Er det noen bestemt", "2"),
            ("Hvilken redaksjon?", "=Avisa Nord"),
            ("Navnet på journalisten?", "=Anne Larsson"),
            ("Hva gjelder det?", "=tariffkrav"),
            ("presse", "0"),
            ("Når er fristen?", "=16"),
            ("Hvilket nummer kan vi nå deg på?", "Return"),
            FINISH,
        ),
    ),
    TopicCall(
        "annet",
        "1813",
        33,
        (
            ("Kurs, media og annet", "9"),
            ("Annet", "3"),
            ("Hva kan jeg hjelpe deg med?", "=lurer på åpningstiden"),
            ("Hva gjør du?", "1"),
            FINISH,
        ),
    ),
)
