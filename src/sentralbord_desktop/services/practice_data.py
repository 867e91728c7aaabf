"""Data of the practice register. No real persons, numbers or addresses."""

DOMAIN, MEMBER_DOMAIN = "forbundet.test", "medlem.test"
"""Mail domains of the union and of members. RFC 2606 reserves .test, so no mail is delivered."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FEMALE = _words(
    "Ingunn Marte Silje Randi Astrid Hilde Turid Nora Ragnhild Solveig Kjersti Bodil Gunn "
    "Torill Vigdis Åse Live Synnøve Tuva Ylva Bergljot Dagny Eldbjørg Frøydis Jorunn Magnhild "
    "Oddny Runa"
)
MALE = _words(
    "Odd Sindre Roar Inge Kåre Tarjei Bjørn Eivind Halvor Jostein Knut Leif Magne Njål Ottar "
    "Pål Reidar Sverre Trygve Vegard Øystein Åsmund Amund Brage Dagfinn Gaute Steinar Torgeir"
)
LAST_NAMES = _words(
    "Granmo Lauvås Nysetvold Rognlid Skarnes Steinbråten "
    "Storhaugen Sørvangen Tangvik Ulvedal Vesterlid Øverhagen Åsbakken Bergsmo Dalvoll "
    "Eikemyr Furulund Grindvik Heggvoll Kjelsås Lerkelund Moseby Nordvoll Orreskog Plassen "
    "Ravndalen Selliås Timianlia Vinterbro Kowalczewska Abdulle Nguyenlund Petrauskas "
    "Lindqvistmo Hosseinzad"
)

DEPARTMENTS = (
    (1, "Fjordbyen", "Havnegata 1, 0151 Fjordbyen", "0151", "2,4,3"),
    (2, "Innsjøen", "Bryggeveien 2, 2802 Innsjøen", "2802", "4,1,3"),
    (3, "Kystlinja", "Fyrveien 3, 1601 Kystlinja", "1601", "1,2,5"),
    (4, "Mjøstraktene", "Strandgata 4, 2317 Hamar", "2317", "2,1,6"),
    (5, "Sørvesten", "Tanggata 5, 4006 Sørvesten", "4006", "6,3,7"),
    (6, "Fjordarmen", "Kaigata 6, 5003 Fjordarmen", "5003", "5,7,4"),
    (7, "Nordvesten", "Klippfiskveien 7, 6002 Nordvesten", "6002", "6,8,5"),
    (8, "Trøndelia", "Elvegata 8, 7010 Trøndelia", "7010", "7,9,4"),
    (9, "Polarsirkelen", "Nordlysveien 9, 8003 Polarsirkelen", "8003", "8,10,11"),
    (10, "Vidda", "Reinveien 10, 9506 Vidda", "9506", "9,11,8"),
    (11, "Yttersida", "Måkeveien 11, 9401 Yttersida", "9401", "10,9,8"),
    (12, "Dalføret", "Seterveien 12, 3550 Dalføret", "3550", "2,1,4"),
)
"""Number, name, postal address, post code, neighbours in the agreed order."""

STREETS = _words(
    "Granveien Furulia Bjørkestien Lyngbakken Multemyra Tyttebærstien Blåklokkeveien "
    "Rognefaret Myrveien Elvebakken Kornveien Låvebrua"
)
EMPLOYERS = (
    "Renhold Øst AS",
    "Blankt & Fint AS",
    "Fjordhotellet AS",
    "Kantina Pluss AS",
    "Nordlys Vekter AS",
    "Trygg Transport AS",
    "Fiskebruket Ytre AS",
    "Bakeriet Havre AS",
    "Vaskeriet Bølgen AS",
    "Mjøs Lager AS",
    "Solsikken barnehage",
    "Skogbrynet omsorgssenter",
)
STATUS_SHARE = (
    ("yrkesaktiv", 78),
    ("pensjonist", 8),
    ("student", 3),
    ("laerling", 3),
    ("permisjon", 3),
    ("arbeidsledig", 2),
    ("ufor", 2),
    ("utmeldt", 1),
)
CODES = (
    "Grunnforsikring",
    "Grunnforsikring, Kollektiv hjem",
    "Grunnforsikring, Ulykke",
    "Grunnforsikring, Kollektiv hjem, Reise",
    "Gruppeliv",
)
DOCUMENTS = ("brev om permisjon", "bekreftelse fra arbeidsgiver", "studiebevis", "svar fra NAV")
SUBJECTS = (
    ("kontingent", "fakturaen"),
    ("opplysninger", "ny adresse"),
    ("trobbel", "arbeidstiden"),
    ("forsikring", "hjemforsikringen"),
    ("kurs", "tillitsvalgtkurset"),
    ("lov_avtale", "overtid"),
    ("utmelding", "utmelding"),
    ("annet", "diverse"),
)
REMARKS = (
    "{day}: Ringte om {what}. Fikk svar.",
    "{day}: Ringte om {what}. Avdelingen følger opp på e-post.",
    "{day}: Ønsket å bli ringt opp om {what}. Avtalt.",
    "{day}: Spurte om {what}. Henvist til Min Side.",
)
OUTCOMES = ("Besvart", "Satt over til avdelingen", "E-post til avdelingen", "Lovet oppringing")
OUTSIDE = {
    "sloyfe:1": ("99009101", ""),
    "sloyfe:2": ("99009102", ""),
    "sloyfe:3": ("99009103", ""),
    "LO_FAVOR": ("99009111", "man–fre 08.00–20.00"),
    "SPAREBANK1": ("99009112", "man–fre 08.00–20.00, lør 10.00–15.00"),
    "HELP": ("99009113", ""),
    "tel:91509801": ("99009114", "døgnåpent"),
}
"""Key of a target -> its invented number and opening hours; one target has no known hours."""

STAFF = (("KS", "Kontorsekretær"), ("OS", "Organisasjonssekretær"), ("DS", "Distriktssekretær"))

LESSON_MEMBERS: tuple[dict[str, object], ...] = (
    {
        "number": "204118",
        "first_name": "Ingunn",
        "last_name": "Fjeldheim",
        "phone": "99000418",
        "birth_date": (1979, 3, 14),
        "employer": "Renhold Øst AS",
        "place": "Hamar",
        "post_code": "2317",
        "department": 4,
        "street": "Granveien 4",
        "insurance_codes": "Grunnforsikring, Kollektiv hjem",
        "status": "yrkesaktiv",
        "shop_steward": "Randi Granmo",
    },
    {
        "number": "204119",
        "first_name": "Inge",
        "last_name": "Fjeldheim",
        "phone": "99000418",
        "birth_date": (1976, 9, 2),
        "employer": "Mjøs Lager AS",
        "place": "Hamar",
        "post_code": "2317",
        "department": 4,
        "street": "Granveien 4",
        "status": "yrkesaktiv",
    },
    {
        "number": "204120",
        "first_name": "Marte Fjeldheim",
        "last_name": "Lund",
        "phone": "99000422",
        "birth_date": (1991, 6, 21),
        "employer": "Kantina Pluss AS",
        "place": "Hamar",
        "post_code": "2318",
        "department": 4,
        "status": "yrkesaktiv",
    },
    {
        "number": "204121",
        "first_name": "Odd",
        "last_name": "Fjeldhaug",
        "phone": "99000423",
        "birth_date": (1958, 1, 30),
        "employer": "",
        "place": "Innsjøen",
        "post_code": "2802",
        "department": 2,
        "status": "pensjonist",
    },
    {
        "number": "204122",
        "first_name": "Sindre",
        "last_name": "Fjeldhaugen",
        "phone": "99000424",
        "birth_date": (1995, 11, 8),
        "employer": "Trygg Transport AS",
        "place": "Dalføret",
        "post_code": "3550",
        "department": 12,
        "status": "yrkesaktiv",
    },
    {
        "number": "204123",
        "first_name": "Roar",
        "last_name": "Tveitan",
        "phone": "99000531",
        "birth_date": (1968, 4, 17),
        "employer": "Fjordhotellet AS",
        "place": "Fjordbyen",
        "post_code": "0151",
        "department": 1,
        "status": "yrkesaktiv",
        "no_sms": True,
    },
)
"""Members mentioned by name in the practice lessons."""
