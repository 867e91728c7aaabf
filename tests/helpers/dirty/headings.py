"""Dirt in the headings of a file, and in its sheets."""

from collections.abc import Sequence

from tests.helpers.dirty.export import Export, kind, workbook


@kind("den samme overskriften med annet innhold")
def _twice(export: Export) -> None:
    export.headings[export.column("phone2")] = "Telefon"
    export.said, export.asked = "«Telefon» står 2 ganger i overskriftene", frozenset({"phone", "phone2"})


@kind("den samme overskriften med det samme")
def _twice_same(export: Export) -> None:
    export.add("Telefon", [row[export.column("phone")] for row in export.rows])
    export.said = f"«Telefon ({len(export.fields)})» er lik «Telefon» i alle radene"


THEIR_HEADINGS = ("Navn", "Gateadresse", "Postnummer", "Poststed", "Telefon")
THEIRS = ("Coop Øst", "Sentralveien 1", "0101", "Oslo", "22 00 00 00")


def _with_employer(export: Export, above: bool) -> None:
    """Columns of the employer's own, with a line above or not."""
    first = 1 + export.column("employer")
    export.drop("middle_name")
    first -= 1
    for place, (heading, cell) in enumerate(zip(THEIR_HEADINGS, THEIRS, strict=True)):
        export.add(heading, [cell] * len(export.rows), at=first + place)
    if above:
        export.headings[first - 1] = "Navn"
        export.add("Epost", [""] * len(export.rows), at=first + len(THEIRS))
        groups = ["Medlem", *[""] * (first - 2), "Arbeidsgiver", *[""] * (len(THEIRS) + 1), "Medlemskap"]
        for member, row in zip(export.members.values(), export.rows, strict=True):
            row[first - 1] = member["employer"]
        export.headings[first] = "Kortnavn"
        export.above = [";".join(groups)]


@kind("arbeidsgiverens adresse etter arbeidsgiveren")
def _after(export: Export) -> None:
    _with_employer(export, above=False)


@kind("arbeidsgiver som linje over overskriftene")
def _over(export: Export) -> None:
    _with_employer(export, above=True)


@kind("adressen kan være arbeidsgiverens")
def _whose(export: Export) -> None:
    moved = ("street", "post_code", "place")
    order = [name for name in export.fields if name not in moved]
    at = order.index("employer") + 1
    _ordered(export, [*order[:at], *moved, *order[at:]])
    export.said, export.asked = "kan være medlemmets eller arbeidsgiverens", frozenset(moved)


def _ordered(export: Export, fields: Sequence[str]) -> None:
    places = [export.column(name) for name in fields]
    export.rows = [[row[place] for place in places] for row in export.rows]
    export.headings, export.fields = [export.headings[place] for place in places], list(fields)


@kind("overskrifter delt på to linjer")
def _broken(export: Export) -> None:
    upper, lower = list(export.headings), [""] * len(export.headings)
    for name, (above, below) in {
        "number": ("Medlems-", "nummer"),
        "first_name": ("For-", "navn"),
        "last_name": ("Etter-", "navn"),
        "birth_date": ("Fødsels-", "dato"),
        "phone2": ("Telefon", "privat"),
        "workplace_post_code": ("Arbeidssted", "postnr"),
    }.items():
        upper[export.column(name)], lower[export.column(name)] = above, below
    export.headings, export.above = lower, [";".join(upper)]


@kind("sammenslåtte celler i Excel")
def _merged(export: Export) -> None:
    order = [name for name in export.fields if name != "employer"]
    _ordered(export, [*order, "employer"])
    for heading, cell in zip(THEIR_HEADINGS[1:], THEIRS[1:], strict=True):
        export.add(heading, [cell] * len(export.rows))
    last = export.column("employer")
    upper = [*export.headings[:last], "Arbeidsgiver", *[""] * 4]
    lower = [*[""] * last, "Navn", *THEIR_HEADINGS[1:]]
    merged = [(1, place, 2, place) for place in range(last)] + [(1, last, 1, last + 4), (0, 0, 0, last)]
    rows = [["Medlemmer"], upper, lower, *export.rows]
    export.content, export.is_workbook = workbook(("Ark1", rows), merged=merged), True


@kind("et ark for hver avdeling")
def _sheets(export: Export) -> None:
    at = export.column("department")
    names = list(dict.fromkeys(row[at] for row in export.rows))
    sheets = [(f"Avd. {name}", [export.headings, *(row for row in export.rows if row[at] == name)]) for name in names]
    export.content = workbook(*sheets, ("Notater", [["Ring"], ["Kari"]]))
    export.is_workbook, export.said = True, f"Arkene «Avd. {names[0]}», «Avd. {names[1]}»"


@kind("overskrifter med store og små bokstaver om hverandre")
def _cases(export: Export) -> None:
    export.headings = [heading.upper() for heading in export.headings]
    export.add("telefon", [f"4000{place:04d}" for place in range(len(export.rows))])
    export.said, export.asked = "«TELEFON» står 2 ganger", frozenset({"phone"})


@kind("navn i tre former")
def _three_names(export: Export) -> None:
    export.add("Navn", [f"{m['last_name']} {m['first_name']}" for m in export.members.values()])
    export.add("Kallenavn", ["Bolla"] * len(export.rows), at=1)


@kind("pårørende etter medlemmet")
def _relatives(export: Export) -> None:
    for heading, cell in (("Pårørende navn", "Per Lie"), ("Pårørende telefon", "40000000"), ("Pårørende", "Mor")):
        export.add(heading, [cell] * len(export.rows), at=2)


@kind("kontaktperson hos arbeidsgiver")
def _contact(export: Export) -> None:
    at = 1 + export.column("employer")
    for heading, cell in (("E-post", "post@coop.test"), ("Mobil", "41000000"), ("Kontaktperson", "Per Lie")):
        export.add(heading, [cell] * len(export.rows), at=at)


@kind("tomme kolonner mellom")
def _gaps(export: Export) -> None:
    for at in (0, 4, 9):
        export.add("", [""] * len(export.rows), at=at)


@kind("overskrift uten innhold under")
def _shifted_headings(export: Export) -> None:
    export.add("Tittel", [""] * len(export.rows), at=1)
