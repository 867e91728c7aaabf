"""How well a command answers what was typed after Ctrl+K, and the other words that an operator has for it."""

from sentralbord_desktop.domain.text.word_list import word_list

OTHER_WORDS = {
    "Skriv ut": "print papir utskrift pdf",
    "Lagre som fil": "csv excel eksport regneark",
    "Kopier raden": "kopi utklipp",
    "Kolonner": "vis skjul",
    "Sorter etter": "rekkefølge",
    "Parker eller fortsett": "hent parkert parkerte",
    "Innringer uten medlemsbilde": "journalist presse pressen ukjent anonym pårørende",
    "Bekreftelsen er kommet": "skjema mottatt",
    "Avtal oppringing": "ringe senere love oppringning",
    "Åpne igjen": "gjenåpne rette ferdig samtale feil",
    "Ett steg tilbake": "forrige spørsmål angre svar",
    "Rett teksten eller medlemsbildet": "ny adresse adressen adresseendring telefonnummer rette",
    "Bare ledige nå": "hvem er ledig",
    "Ta den neste oppringingen": "ringe kø oppringning",
    "Overlever oppringingene mine": "vaktskifte vaktbytte gi bort ferdig dagen slutt",
    "Jeg er opptatt": "møte",
    "Jeg er borte": "lunsj syk ferie fravær permisjon",
    "Ring nummeret": "ringe opp",
    "Les på nytt": "oppdatere friske opp",
    "Nytt i prosedyrene er lest": "rutine rutiner",
    "Hele prosedyren": "vis rutine regelbok",
    "Kort eller full visning": "stikkord alt teksten",
    "Standard bredder": "nullstill tilbakestill",
    "Tastene på siden": "kommandoer tastatursnarveier",
    "Lås": "logg av logge låse skjerm skjermen lunsj",
    "Øving": "øve trening demo opplæring lære prøve",
    "Mørkt utseende": "nattmodus natt dark kontrast",
    "Tekststørrelse 100 %": "zoom skrift skrifttype",
    "Tekststørrelse 125 %": "zoom skrift skrifttype",
    "Tekststørrelse 150 %": "zoom skrift skrifttype",
    "Ring tilbake": "ringeliste telefonliste oppringinger oppringninger kø liste kolonner sortering",
    "Venter på bekreftelse": "purre purring venteliste skjema liste kolonner sortering",
    "Ledige": "tavle tavla hvem er ledig sett over overføre kalender møte liste",
    "Katalog": "telefonliste telefonnummer nummer nummeret",
    "Utboks": "mail e-post epost sms brev konvolutt melding meldinger sende sendt liste",
    "Katalog: Avdelinger": "avdeling avdelingen nummeret telefonnummer ny legg til",
    "Katalog: Roller": "ansvarlig pressekontakt",
    "Katalog: Personer": "ansatte distriktssekretær ds ks os saksbehandler telefonliste ny legg til",
    "Katalog: Arbeidsgivere": "bedrift bedrifter firma arbeidsplass ny legg til",
    "Katalog: Steder utenfor": "lo favør help nav advokat",
    "Skriv ut eller lagre: Ring tilbake": "skriver printer",
    "Skriv ut eller lagre: Venter på bekreftelse": "skriver printer",
    "Innstillinger: Deg": "bytt endre signatur navnet",
    "Innstillinger: Utseende": "skrifttype skrift zoom kontrast nattmodus dark",
    "Innstillinger: Tastatur": "tastatursnarveier hurtigtaster",
    "Innstillinger: Meld avvik": "feil mottaker rapport rapporter avveie melding",
    "Innstillinger: Folk": "brukere glemt passord pinkode bytt tilgang rettigheter administrator ansatt ny person",
    "Innstillinger: Telefon": "hodetelefon telefonsentral",
    "Innstillinger: Utsending": "mail mailen",
    "Innstillinger: Register inn og ut": "hent inn importer nytt nye medlem medlemmer fil",
    "Innstillinger: Sikkerhetskopi": "gjenopprette tilbake",
    "Innstillinger: Gjenopprettingskode": "glemt passordsetning",
    "Innstillinger: Innsyn og sletting": "slette hemmelig sperret adresse kopi utlevere",
    "Innstillinger: Lagringstid": "sletteregler slettefrist",
    "Innstillinger: Sporing": "har sett",
    "Innstillinger: Om": "programmet oppdatering versjonen",
}
"""Title of a command -> what else it is called. The topics have their words in their files."""
FILLERS = word_list(
    "jeg vil kan skal må hvordan hvor hva å en et ei de den det på i til for fra av om med min mitt mine meg er og eller har"
)
"""Words that do not describe the wanted command."""
LIKE = 3
"""The rank of a command that is only similar to the words."""
MAX_ENDING_CHARS = 3
"""Longest ending of an inflected word: «importere», «brukerne»."""


def rank(title: str, words: str, wanted: list[str]) -> int | None:
    """0 when each wanted word begins a word of the title, 1 when each is a word, 2 when each begins one, 3 when each is
    like one, fillers apart; None when one is not."""
    of_title = title.casefold().split()
    known = [*of_title, *words.casefold().split(), *OTHER_WORDS.get(title, "").split()]
    if all(any(word.startswith(one) for word in of_title) for one in wanted):
        return 0
    if all(one in known for one in wanted):
        return 1
    if all(any(word.startswith(one) for word in known) for one in wanted):
        return 2
    telling = [one for one in wanted if one not in FILLERS] or wanted
    if all(any(word.startswith(one) or _is_like(word, one) for word in known) for one in telling):
        return LIKE
    return None


def _is_like(word: str, wanted: str) -> bool:
    """The same word with another ending."""
    shorter = min(len(word), len(wanted))
    same = next((n for n in range(shorter) if word[n] != wanted[n]), shorter)
    least = shorter - 1 if shorter > MAX_ENDING_CHARS + 1 else shorter
    return same >= max(MAX_ENDING_CHARS, least) and len(wanted) - same <= MAX_ENDING_CHARS
