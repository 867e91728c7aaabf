"""Dirt in the names, and in letters."""

from collections.abc import Callable

from sentralbord_desktop.services.practice_data import LAST_NAMES
from tests.helpers.dirty.export import Export, kind
from tests.helpers.exports.invented import Values


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


CODES = dict(zip(map(ord, LETTERS), ["&aelig;", "&oslash;", "&aring;", "&AElig;", "&Oslash;", "&Aring;"], strict=True))


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
