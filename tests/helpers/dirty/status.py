"""Dirt that other parts of the import are asked about: status, phones, addresses, and files after the first."""

from tests.helpers.dirty.export import ROWS, Export, kind


def _status(export: Export, word: str, status: str, count: int = 6) -> None:
    export.change("status", lambda _: word, lambda place: place < count)
    for place in range(count):
        export.true(place)["status"] = status
        export.true(place)["resigned"] = None
    export.change("resigned", lambda _: "", lambda place: place < count)


@kind("ukjent ord for status")
def _unknown(export: Export) -> None:
    _status(export, "Passiv B", "ukjent")
    export.said = "Passiv B"


@kind("død som ord")
def _dead(export: Export) -> None:
    _status(export, "Død", "dod")


@kind("U for status")
def _letter(export: Export) -> None:
    _status(export, "U", "utmeldt")


@kind("død som dato")
def _died(export: Export) -> None:
    export.add("Dødsdato", ["01.02.2026" if place < 5 else "" for place in range(len(export.rows))])
    for place in range(5):
        export.true(place)["status"] = "dod"


@kind("status med ett ord ved siden av åtte")
def _one_word(export: Export) -> None:
    export.add("Medlemstype", [row[export.column("status")] for row in export.rows])
    export.change("status", lambda _: "Aktiv")


@kind("den samme telefonen på alle")
def _switchboard(export: Export) -> None:
    export.change("phone", lambda _: "22 00 00 00")
    for member in export.members.values():
        member["phone"] = ""


@kind("Ønsker SMS: Nei")
def _wants(export: Export) -> None:
    export.headings[export.column("no_sms")] = "Ønsker SMS"
    export.change("no_sms", lambda text: "ja" if text == "nei" else "nei")


@kind("sperret adresse")
def _blocked(export: Export) -> None:
    for place in (3, 40):
        row, member = export.rows[place], export.true(place)
        for name in ("street", "post_code", "place"):
            row[export.column(name)], member[name] = "", ""
        row[export.column("street")] = "SPERRET ADRESSE"
        member["street"] = "Sperret adresse"


@kind("postnummer med fem siffer")
def _five(export: Export) -> None:
    export.change("post_code", lambda text: f"{text}1", lambda place: place in (3, 40))
    for place in (3, 40):
        export.true(place)["post_code"] = ""


@kind("fødselsnummer uten nullen")
def _national(export: Export) -> None:
    export.change("phone2", lambda _: "1037910038", lambda place: place in (4, 40))
    for place in (4, 40):
        export.true(place)["phone2"] = ""


@kind("filen er kuttet i siste linje")
def _cut(export: Export) -> None:
    export.rows[-1][export.column("phone2")] = "22999999"
    export.true(-1)["phone2"] = "22999999"
    export.content = export.text()[:-25]


@kind("halvparten av radene")
def _half(export: Export) -> None:
    export.first, export.said, export.is_whole = export.text(), "hele registeret", True
    export.rows = export.rows[: ROWS // 2]


@kind("en kolonne er borte siden sist")
def _gone(export: Export) -> None:
    export.first, export.said = export.text(), "Telefon"
    at = export.column("phone")
    for line in (export.fields, export.headings, *export.rows):
        line.pop(at)


@kind("en annen under et kjent nummer")
def _other(export: Export) -> None:
    export.first = export.text()
    cells = {"first_name": "Zuzanna", "last_name": "Qwertyberg", "birth_date": "02.03.1991", "phone": "40099999"}
    for name, cell in cells.items():
        export.rows[5][export.column(name)] = cell
    export.said = "Zuzanna Qwertyberg"


@kind("Telefon er tom og Telefon 2 har numrene")
def _second_only(export: Export) -> None:
    at, other = export.column("phone"), export.column("phone2")
    for row, member in zip(export.rows, export.members.values(), strict=True):
        row[at], row[other], member["phone"], member["phone2"] = "", row[at], "", member["phone"]
