"""Dirt in the cells and the lines of a file."""

from datetime import date, datetime, timedelta

from sentralbord_desktop.domain.text.norwegian import MONTHS
from tests.helpers.dirty.export import ROWS, Export, kind, workbook, write_days
from tests.helpers.exports.invented import grouped

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


@kind("dager som i USA")
def _us(export: Export) -> None:
    write_days(export, lambda day: f"{day.month}/{day.day}/{day.year}")


@kind("år med to siffer")
def _two_digits(export: Export) -> None:
    write_days(export, lambda day: f"{day:%d.%m.%y}")


@kind("ddmmåå uten nullen")
def _six_digits(export: Export) -> None:
    write_days(export, lambda day: f"{day:%d%m%y}".lstrip("0"), "birth_date")


@kind("Excels tall for dagen")
def _serials(export: Export) -> None:
    write_days(export, lambda day: str((day - date(1899, 12, 30)).days))


@kind("Excel med dager og tall")
def _excel(export: Export) -> None:
    write_days(export, lambda day: datetime(day.year, day.month, day.day))  # noqa: DTZ001 - Excel has no zone
    for name in ("number", "post_code", "phone", "department"):
        export.change(name, int)
    export.content, export.is_workbook = workbook(("Ark1", [export.headings, *export.rows])), True


@kind("kvelden før i UTC")
def _evenings(export: Export) -> None:
    def evening(day: date) -> str:
        hour = 22 if 4 <= day.month <= 9 and day.year >= 1980 else 23
        return f"{day - timedelta(days=1)}T{hour}:00:00Z"

    write_days(export, evening)


@kind("kvelder og midnatter i UTC")
def _mixed(export: Export) -> None:
    write_days(export, lambda day: f"{day}T00:00:00Z", "birth_date")
    export.change("birth_date", lambda _: "1979-03-13T23:00:00Z", lambda place: place in (7, 90))
    for place in (7, 90):
        export.true(place)["birth_date"] = date(1979, 3, 14)
    export.said = "2 rader kommer inn uten fødselsdato: Fødselsdato er kl. 22 eller 23"


@kind("linjeskift uten hermetegn")
def _open_lines(export: Export) -> None:
    lines = export.text().decode().split("\r\n")
    street = str(export.rows[19][export.column("street")])
    lines[20] = lines[20].replace(street, street.replace(" ", "\r\n", 1), 1)
    export.content = "\r\n".join(lines).encode()


@kind("en celle mangler i raden")
def _cell_gone(export: Export) -> None:
    for place, name in ((50, "first_name"), (90, "employer")):
        export.rows[place].pop(export.column(name))


@kind("to rader er én")
def _joined_rows(export: Export) -> None:
    export.rows[30] = [*export.rows[30], *export.rows[31]]
    export.members.pop(str(export.rows.pop(31)[0]))


@kind("usynlige tegn")
def _invisible(export: Export) -> None:
    for name in ("number", "last_name", "phone", "email", "birth_date", "status"):
        export.change(name, lambda text: f"\u200b{text}\ufeff", lambda place: place % 3 == 0)


@kind("tall som desimaltall")
def _floats(export: Export) -> None:
    for name in ("number", "phone", "phone2", "post_code", "department"):
        export.change(name, lambda text: f"{text}.0")


@kind("avrundede tall")
def _rounded(export: Export) -> None:
    export.change("phone", lambda text: f"{text[0]},{text[1:4]}E+07", lambda place: place in (3, 30))


@kind("måneder som ord")
def _months(export: Export) -> None:
    write_days(export, lambda day: f"{day.day}. {MONTHS[day.month - 1]} {day.year}")


@kind("klokkeslett etter dagen")
def _clock(export: Export) -> None:
    write_days(export, lambda day: f"{day:%d.%m.%Y} 00:00:00")


@kind("adresse i én celle")
def _whole_address(export: Export) -> None:
    post, place = export.column("post_code"), export.column("place")
    for row in export.rows:
        row[export.column("street")] = f"{row[export.column('street')]}, {row[post]} {row[place]}"
        row[post] = row[place] = ""
