"""The panels of Innstillinger by name, with search words; loads none of them."""

TITLES = {
    "Deg": "navn initialer sløyfe lås hjelp",
    "Utseende": "farger lyst mørkt tekststørrelse",
    "Tastatur": "taster snarveier",
    "Organisasjon": "forbund åpningstid telefon huset",
    "Folk": "pin roller operatør startkode bruker",
    "Utsending": "e-post epost sms smtp avsender",
    "Telefon": "softphone ring lenke",
    "Register inn og ut": "import eksport csv excel les inn medlemmer",
    "Dobbelt registrert": "duplikat slå sammen like",
    "Sjekk registeret": "kontroll feil vedlikehold",
    "Statistikk": "tall rapport diagram",
    "Gjenopprettingskode": "nøkkel kode passord",
    "Sikkerhetskopi": "backup kopi gjenopprett øvelse",
    "Felles register": "tjener server database",
    "Innsyn og sletting": "personvern gdpr slett medlem",
    "Lagringstid": "personvern slett gammelt",
    "Sporing": "logg hvem oppslag personvern",
    "Meld avvik": "personvern brudd datatilsynet",
    "Fra IT": "policy bestemt",
    "Om": "versjon lisenser",
}
