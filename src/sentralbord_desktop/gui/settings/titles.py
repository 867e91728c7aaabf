"""The panels of Innstillinger by name, with search words, groups and roles; loads none of them."""

from typing import NamedTuple

from sentralbord_desktop.domain.access.operator import Operator

TITLES = {
    "Deg": "navn initialer sløyfe lås hjelp bytt endre signatur navnet",
    "Utseende": "farger lyst mørkt tekststørrelse skrifttype skrift zoom kontrast nattmodus dark",
    "Tastatur": "taster snarveier tastatursnarveier hurtigtaster",
    "Meld avvik": "personvern brudd datatilsynet feil mottaker rapport rapporter avveie melding",
    "Organisasjon": "forbund åpningstid telefon huset",
    "Folk": "pin roller operatør startkode bruker brukere glemt passord pinkode bytt tilgang rettigheter administrator ansatt "
    "ny person",
    "Telefon": "softphone ring lenke hodetelefon telefonsentral",
    "Utsending": "e-post epost sms smtp avsender prøv mail mailen",
    "Statistikk": "tall rapport diagram",
    "Register inn og ut": "import eksport csv excel les inn medlemmer hent inn importer nytt nye medlem medlemmer fil",
    "Hent av seg selv": "kilde mappe medlemssystem api import automatisk hver natt",
    "Dobbelt registrert": "duplikat slå sammen like",
    "Sjekk registeret": "kontroll feil vedlikehold",
    "Sikkerhetskopi": "backup kopi gjenopprett øvelse gjenopprette tilbake",
    "Gjenopprettingskode": "nøkkel kode passord glemt passordsetning",
    "Felles register": "tjener server database",
    "Innsyn og sletting": "personvern gdpr slett medlem slette hemmelig sperret adresse kopi utlevere",
    "Lagringstid": "personvern slett gammelt sletteregler slettefrist",
    "Sporing": "logg hvem oppslag personvern har sett",
    "Fra IT": "policy bestemt",
    "Om": "versjon lisenser programmet oppdatering versjonen",
}
LAST_GROUP = "Registeret og personvern"
GROUPS = {
    "Deg": ("Deg", "Utseende", "Tastatur", "Meld avvik"),
    "Sentralbordet": ("Organisasjon", "Folk", "Telefon", "Utsending", "Statistikk"),
}
"""Heading of the list -> its panels; all others are under LAST_GROUP."""
ROLES = {
    "Organisasjon": ("vedlikehold", "administrator"),
    "Telefon": ("administrator",),
    "Utsending": ("administrator",),
    "Register inn og ut": ("administrator", "personvern"),
    "Hent av seg selv": ("administrator",),
    "Dobbelt registrert": ("operator", "administrator"),
    "Sjekk registeret": ("administrator",),
    "Sikkerhetskopi": ("administrator",),
    "Gjenopprettingskode": ("administrator",),
    "Felles register": ("administrator",),
    "Innsyn og sletting": ("personvern",),
    "Lagringstid": ("personvern",),
    "Sporing": ("personvern",),
}
"""The roles of which one is needed; the other panels are for all. The services ask again at their own doors."""


def may_see(title: str, operator: Operator) -> bool:
    """Whether the panel is in the list; all are while no operator exists (id 0)."""
    return not operator.id or title not in ROLES or any(operator.may(role) for role in ROLES[title])


class TitlePlace(NamedTuple):
    group: int
    title: int


def place_of(title: str) -> TitlePlace:
    """Sort key in the list: its group, then the order of TITLES; unknown titles come last in LAST_GROUP."""
    groups, titles = [*GROUPS, LAST_GROUP], list(TITLES)
    return TitlePlace(groups.index(group_of(title)), titles.index(title) if title in TITLES else len(titles))


def group_of(title: str) -> str:
    return next((group for group, titles in GROUPS.items() if title in titles), LAST_GROUP)
