"""Dirty exports of the same invented members, each with what is true of them: a kind for each thing that systems and
people do to a file."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter

from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.services.practice.data import LAST_NAMES
from tests.helpers.exports.invented import Values, grouped, invented

ROWS = 240
FIELDS = [column.field for column in MEMBERS.columns if column.field not in ("name", "last_first", "town")]
HEADINGS = {name: MEMBERS.names[name] for name in FIELDS}
Rows = list[list[Any]]


@dataclass
class Export:
    """The rows of a system (`fields` and their `headings`), and the `members` as they are in the end. `asked` are the
    fields of columns that wait for a choice; `said` is a part of a sentence that must be there, `rejected` the share of
    the rows that may be refused. `first` is a file that is imported before."""

    members: dict[str, Values]
    fields: list[str]
    headings: list[str]
    rows: Rows
    said: str = ""
    asked: frozenset[str] = frozenset()
    rejected: float = 0.01
    first: bytes = b""
    content: bytes = b""
    is_workbook: bool = False
    encoding: str = "utf-8"
    delimiter: str = ";"
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def column(self, name: str) -> int:
        return self.fields.index(name)

    def change(self, name: str, made: Callable[[str], Any], where: Callable[[int], bool] = lambda _: True) -> None:
        """Write the cells of a field in another way."""
        at = self.column(name)
        for place, row in enumerate(self.rows):
            if where(place) and row[at] != "":
                row[at] = made(row[at])

    def true(self, place: int) -> Values:
        """What is true of the member of a row."""
        return self.members[str(self.rows[place][0])]

    def drop(self, *names: str) -> None:
        for name in names:
            at = self.column(name)
            for cells in (self.fields, self.headings, *self.rows):
                cells.pop(at)
            for member in self.members.values():
                member.pop(name)

    def add(self, heading: str, cells: Sequence[str], *, at: int | None = None, name: str = "") -> None:
        """A column more; `name` is its field, if it has one."""
        place = len(self.fields) if at is None else at
        for row, cell in zip([self.fields, self.headings, *self.rows], [name, heading, *cells], strict=True):
            row.insert(place, cell)

    def text(self) -> bytes:
        """The file."""
        if self.content:
            return self.content
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerows([self.headings, *self.rows])
        lines = [*self.above, out.getvalue().removesuffix("\r\n"), *self.below]
        return "\r\n".join(lines).encode(self.encoding)


def clean() -> Export:
    chance = random.Random(2026)
    members = {}
    for place in range(ROWS):
        number = f"{40_000 + 7 * place}"
        member = invented(chance, number)
        member |= {
            "workplace": f"{member['place']} {chance.choice(('sykehus', 'skole', 'lager'))}",
            "workplace_post_code": member["post_code"],
            "insurance_codes": chance.choice(("", "Gruppeliv", "Gruppeliv, Reise")),
            "shop_steward": chance.choice(("", "", "Ja")),
            "no_sms": chance.random() < 0.2,
            "phone2": f"22{place:06d}" if place % 3 else "",
            "phone": f"9{place:07d}",
        }
        members[number] = {name: member[name] for name in FIELDS}
    texts = [[MEMBERS.by_field[name].text(member[name]) for name in FIELDS] for member in members.values()]
    return Export(members, list(FIELDS), list(HEADINGS.values()), [list(row) for row in texts])


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            for top, left, bottom, right in merged:
                sheet.merge_range(top, left, bottom, right, rows[top][left])
    return target.getvalue()


# ---------------------------------------------------------------- the kinds

KINDS: dict[str, Callable[[], Export]] = {"ren": clean}
LATER: set[str] = set()
"""Kinds that are mended beside this: the marks are taken off when they are."""
Change = Callable[[Export], None]


def kind(name: str, *, later: bool = False) -> Callable[[Change], Change]:
    def added(change: Change) -> Change:
        def made() -> Export:
            export = clean()
            change(export)
            return export

        KINDS[name] = made
        LATER.update({name} if later else ())
        return change

    return added


for _encoding, _delimiter in (
    ("cp1252", ";"),
    ("mac_roman", ";"),
    ("utf-16", "\t"),
    ("utf-8-sig", ","),
    ("utf-8", "|"),
):

    def _saved(export: Export, encoding: str = _encoding, delimiter: str = _delimiter) -> None:
        export.encoding, export.delimiter = encoding, delimiter

    kind(f"{_encoding} med {_delimiter!r}")(_saved)


@kind("titler over og sum under")
def _titles(export: Export) -> None:
    export.above = ["Medlemsregister", "Uttrekk 01.11.2026;;side 1", ""]
    export.below = [f"Antall: {ROWS}", "Kjørt av MH"]


@kind("overskriftene kommer igjen")
def _pages(export: Export) -> None:
    export.rows.insert(100, list(export.headings))
    export.rows.insert(50, list(export.headings))


@kind("linjer om radene")
def _sums(export: Export) -> None:
    empty = [""] * (len(export.fields) - 3)
    for place, line in enumerate((["Delsum Avd. 4", "", "57"], ["Side 1 av 3", "", ""], ["", "Totalt", "57"])):
        export.rows.insert(60 * (place + 1), [*line, *empty])
    export.rows.append(["Kjørt av MH", "01.11.2026", "", *empty])
    export.rows.insert(30, ["Rapport M12: medlemmer"])
    export.said = "5 linjer er ingen rader, og leses ikke: linje 32 «Rapport M12: medlemmer»"


@kind("linjeskift i celler")
def _lines(export: Export) -> None:
    export.change("street", lambda text: text.replace(" ", "\n", 1))
    export.headings[0] = "Medlems-\nnummer"


@kind("mellomrom og hardt mellomrom")
def _spaces(export: Export) -> None:
    for name in ("number", "first_name", "street", "phone", "status", "birth_date", "department"):
        export.change(name, lambda text: f" {text}  ", lambda place: place % 2 == 0)
        export.change(name, lambda text: f"{text}\N{NO-BREAK SPACE}", lambda place: place % 2 == 1)


@kind("tabulator i celler")
def _tabs(export: Export) -> None:
    export.change("street", lambda text: text.replace(" ", "\t"))
    export.change("first_name", lambda text: f"{text}\t")


@kind("semikolon uten hermetegn")
def _semicolons(export: Export) -> None:
    lines = export.text().decode().split("\r\n")
    for place in (3, 100):
        street = str(export.rows[place - 1][export.column("street")])
        lines[place] = lines[place].replace(street, street.replace(" ", ";", 1), 1)
    export.content = "\r\n".join(lines).encode()
    export.said = "Raden har flere celler enn overskriften."


@kind("nuller som Excel tok")
def _zeros(export: Export) -> None:
    for name in ("post_code", "workplace_post_code"):
        export.change(name, lambda text: text.lstrip("0"))


@kind("telefon med tekst")
def _said_phone(export: Export) -> None:
    export.change("phone", lambda text: f"{grouped(text)} (jobb)", lambda place: place % 2 == 0)
    export.change("phone", lambda text: f"mob. +47 {text}", lambda place: place % 2 == 1)


@kind("to telefoner i en celle")
def _two_phones(export: Export) -> None:
    for row in export.rows:
        first, second = export.column("phone"), export.column("phone2")
        if row[second]:
            row[first], row[second] = f"{row[first]} / {row[second]}", ""


@kind("telefon for kort")
def _short_phone(export: Export) -> None:
    export.change("phone", lambda text: text[:7], lambda place: place in (5, 50))
    export.said = "telefon"


def _days(export: Export, made: Callable[[date], Any], *names: str) -> None:
    for name in names or ("birth_date", "joined", "resigned"):
        at = export.column(name)
        for place, row in enumerate(export.rows):
            day = export.true(place)[name]
            row[at] = made(day) if day else ""


@kind("dager som i USA")
def _us(export: Export) -> None:
    _days(export, lambda day: f"{day.month}/{day.day}/{day.year}")


@kind("år med to siffer")
def _two_digits(export: Export) -> None:
    _days(export, lambda day: f"{day:%d.%m.%y}")


@kind("ddmmåå uten nullen")
def _six_digits(export: Export) -> None:
    _days(export, lambda day: f"{day:%d%m%y}".lstrip("0"), "birth_date")


@kind("Excels tall for dagen")
def _serials(export: Export) -> None:
    _days(export, lambda day: str((day - date(1899, 12, 30)).days))


@kind("Excel med dager og tall")
def _excel(export: Export) -> None:
    _days(export, lambda day: datetime(day.year, day.month, day.day))  # noqa: DTZ001 - Excel has no zone
    for name in ("number", "post_code", "phone", "department"):
        export.change(name, int)
    export.content, export.is_workbook = workbook(("Ark1", [export.headings, *export.rows])), True


@kind("kvelden før i UTC")
def _evenings(export: Export) -> None:
    def evening(day: date) -> str:
        hour = 22 if 4 <= day.month <= 9 and day.year >= 1980 else 23
        return f"{day - timedelta(days=1)}T{hour}:00:00Z"

    _days(export, evening)


@kind("kvelder og midnatter i UTC")
def _mixed(export: Export) -> None:
    _days(export, lambda day: f"{day}T00:00:00Z", "birth_date")
    export.change("birth_date", lambda _: "1979-03-13T23:00:00Z", lambda place: place in (7, 90))
    for place in (7, 90):
        export.true(place)["birth_date"] = date(1979, 3, 14)
    export.said = "2 rader kommer inn uten fødselsdato: Fødselsdato er kl. 22 eller 23"


# ---------------------------------------------------------------- headings


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


# ---------------------------------------------------------------- names


def _one_name(export: Export, made: Callable[[Values], str], heading: str = "Navn") -> None:
    """One column with the whole name; middle names are part of the first."""
    cells = []
    for member in export.members.values():
        member["first_name"] = f"{member['first_name']} {member['middle_name']}".strip()
        member["middle_name"] = ""
        cells.append(made(member))
    for name in ("first_name", "middle_name", "last_name"):
        at = export.column(name)
        for line in (export.fields, export.headings, *export.rows):
            line.pop(at)
    export.add(heading, cells, at=1, name="name")


@kind("HANSEN OLA")
def _capitals_first(export: Export) -> None:
    _one_name(export, lambda member: f"{member['last_name']} {member['first_name']}".upper())
    export.said = "Navn leses som etternavn først: "


@kind("Ola Hansen")
def _whole_name(export: Export) -> None:
    _one_name(export, lambda member: f"{member['first_name']} {member['last_name']}")


@kind("Hansen, Ola")
def _comma(export: Export) -> None:
    _one_name(export, lambda member: f"{member['last_name']}, {member['first_name']}", "Etternavn, fornavn")


@kind("navn som ikke viser rekkefølgen")
def _strange(export: Export) -> None:
    for place, member in enumerate(export.members.values()):
        member |= {"first_name": f"Qvx{'abcdefgh'[place % 8]}", "middle_name": "", "last_name": f"Zzt{place % 9}"}
        member["last_name"] = LAST_NAMES[place % len(LAST_NAMES)]
    _one_name(export, lambda member: f"{member['last_name']} {member['first_name']}")
    export.said = "«Navn» viser ikke om etternavnet står først"
    export.asked, export.rejected = frozenset({"first_name", "last_name"}), 1.0


@kind("navn i store bokstaver")
def _capitals(export: Export) -> None:
    for name in ("first_name", "middle_name", "last_name"):
        export.change(name, str.upper)
    export.said = "Etternavn står med store bokstaver, og leses slik: "


LETTERS = "æøåÆØÅ"
LOST = dict.fromkeys(map(ord, LETTERS), "?")


@kind("bokstaver som er blitt ?")
def _lost(export: Export) -> None:
    for name in ("last_name", "street", "employer"):
        export.change(name, lambda text: text.translate(LOST))
    export.said, export.rejected = "Etternavn har mistet bokstaver, med ? i stedet", 1.0


@kind("bokstaver som er blitt ? hos dem som er her")
def _lost_again(export: Export) -> None:
    export.first = export.text()
    for name in ("last_name", "street", "employer"):
        export.change(name, lambda text: text.translate(LOST))
    export.said = "Etternavn har mistet bokstaver, med ? i stedet"


CODES = dict(zip(map(ord, LETTERS), "&aelig; &oslash; &aring; &AElig; &Oslash; &Aring;".split(), strict=True))


@kind("koder fra en nettside")
def _entities(export: Export) -> None:
    for name in ("last_name", "street", "employer"):
        export.change(name, lambda text: text.translate(CODES))
    export.delimiter, export.said = ",", "hadde koder som «&Oslash;», og er lest som bokstaver"


@kind("koder fra en nettside uten hermetegn")
def _open_entities(export: Export) -> None:
    lines = export.text().decode().split("\r\n")
    wide = [place for place, line in enumerate(lines) if place and not set(line).isdisjoint(LETTERS)][:2]
    for place in wide:
        lines[place] = lines[place].translate(CODES)
    export.content, export.said = "\r\n".join(lines).encode(), "Raden har flere celler enn overskriften."


# ---------------------------------------------------------------- what other lines of the work mend


def _status(export: Export, word: str, count: int = 6) -> None:
    export.change("status", lambda _: word, lambda place: place < count)
    for place in range(count):
        export.true(place)["status"] = word
        export.true(place)["resigned"] = None
    export.change("resigned", lambda _: "", lambda place: place < count)
    export.said = word


@kind("ukjent ord for status", later=True)
def _unknown(export: Export) -> None:
    _status(export, "Passiv B")


@kind("død som ord", later=True)
def _dead(export: Export) -> None:
    _status(export, "Død")


@kind("U for status", later=True)
def _letter(export: Export) -> None:
    _status(export, "U")


@kind("død som dato", later=True)
def _died(export: Export) -> None:
    export.add("Dødsdato", ["01.02.2026" if place < 5 else "" for place in range(len(export.rows))])
    for place in range(5):
        export.true(place)["status"] = "død"


@kind("status med ett ord ved siden av åtte", later=True)
def _one_word(export: Export) -> None:
    export.add("Medlemskategori", [row[export.column("status")] for row in export.rows])
    export.change("status", lambda _: "Aktiv")


@kind("den samme telefonen på alle", later=True)
def _switchboard(export: Export) -> None:
    export.change("phone", lambda _: "22 00 00 00")
    for member in export.members.values():
        member["phone"] = ""


@kind("Ønsker SMS: Nei", later=True)
def _wants(export: Export) -> None:
    export.headings[export.column("no_sms")] = "Ønsker SMS"
    export.change("no_sms", lambda text: "ja" if text == "nei" else "nei")


@kind("sperret adresse", later=True)
def _blocked(export: Export) -> None:
    for place in (3, 40):
        row, member = export.rows[place], export.true(place)
        for name in ("street", "post_code", "place"):
            row[export.column(name)], member[name] = "", ""
        row[export.column("street")] = "Sperret adresse"


@kind("postnummer med fem siffer", later=True)
def _five(export: Export) -> None:
    export.change("post_code", lambda text: f"{text}1", lambda place: place in (3, 40))
    for place in (3, 40):
        export.true(place)["post_code"] = ""


@kind("fødselsnummer uten nullen", later=True)
def _national(export: Export) -> None:
    export.change("phone2", lambda _: "1037912345", lambda place: place in (4, 40))
    for place in (4, 40):
        export.true(place)["phone2"] = ""


@kind("filen er kuttet i siste linje", later=True)
def _cut(export: Export) -> None:
    export.rows[-1][export.column("phone2")] = "22999999"
    export.true(-1)["phone2"] = "22999999"
    export.content = export.text()[:-25]


@kind("halvparten av radene", later=True)
def _half(export: Export) -> None:
    export.first, export.said = export.text(), "mangler"
    export.rows = export.rows[: ROWS // 2]


@kind("en kolonne er borte siden sist", later=True)
def _gone(export: Export) -> None:
    export.first, export.said = export.text(), "Telefon"
    at = export.column("phone")
    for line in (export.fields, export.headings, *export.rows):
        line.pop(at)


@kind("en annen under et kjent nummer", later=True)
def _other(export: Export) -> None:
    export.first = export.text()
    cells = {"first_name": "Zuzanna", "last_name": "Qwertyberg", "birth_date": "02.03.1991", "phone": "40099999"}
    for name, cell in cells.items():
        export.rows[5][export.column(name)] = cell
    export.said = "40035"


@kind("Telefon er tom og Telefon 2 har numrene", later=True)
def _second_only(export: Export) -> None:
    at, other = export.column("phone"), export.column("phone2")
    for row, member in zip(export.rows, export.members.values(), strict=True):
        row[at], row[other], member["phone2"] = "", row[at], ""
