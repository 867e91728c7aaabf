"""The fields of a source, and the conversion of their values to a source."""

from collections.abc import Mapping
from typing import Any

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.source import ImportSource, read_source
from sentralbord_desktop.gui.widgets.field_grid import LEAVE_EMPTY, NAME, NUMBER, Field

KINDS = [("https", "Adresse (https)"), ("mappe", "Mappe på PC-en eller nettet")]
SUBJECTS = [("medlemmer", "Medlemmer"), ("fakturaer", "Fakturaer")]
WHOLE = [("ja", "Hele registeret"), ("nei", "Bare det som er endret")]
SECRET, KIND = "secret", "kind"
"""Keys of fields."""


def fields_of(source: ImportSource | None, kind: str) -> list[Field]:
    """The fields of a source of this kind; None for a new source."""
    return [*_first(source, kind), *(_of_folder(source) if kind == "mappe" else _of_web(source))]


def _first(source: ImportSource | None, kind: str) -> list[Field]:
    is_on = source is None or source.is_on
    limit = source.max_changes if source else "20 %"
    return [
        Field("name", "Navn", source.name if source else "", "Medlemssystemet", width=NAME),
        Field(KIND, "Hentes fra", kind, choices=KINDS),
        Field("subject", "Hva som hentes", source.subject if source else "medlemmer", choices=SUBJECTS),
        Field("whole", "Det som kommer, er", "ja" if source is None or source.is_whole else "nei", choices=WHOLE),
        Field("max_changes", "Stopp ved større endring enn", limit, "20 % eller 500", width=NUMBER),
        Field("is_on", "Av seg selv", "ja" if is_on else "nei", "Hent ved den daglige runden", yes_no=True),
    ]


def _of_folder(source: ImportSource | None) -> list[Field]:
    folder = source.folder if source else ""
    return [Field("folder", "Mappen filene legges i", folder, r"\\tjener\medlemmer\inn"), _columns(source)]


def _of_web(source: ImportSource | None) -> list[Field]:
    it = source if source and source.kind == "https" else ImportSource(name="ny", kind="https", url="https://x")
    headers = "\n".join(f"{name}: {text}" for name, text in it.headers.items())
    return [
        Field("url", "Adresse", it.url if it is source else "", "https://…"),
        Field("headers", "Hoder, ett på hver linje", headers, "Authorization: Bearer {hemmelighet}", lines=3),
        Field(SECRET, "Nøkkel: {hemmelighet}", "", LEAVE_EMPTY, secret=True),
        _columns(source),
    ]


def _columns(source: ImportSource | None) -> Field:
    lines = "\n".join(f"{heading} = {field}" for heading, field in source.columns.items()) if source else ""
    return Field("columns", "Kolonner som kobles for hånd", lines, "Kallenavn = Fornavn", lines=3)


def written(values: Mapping[str, str], before: ImportSource | None) -> ImportSource:
    """The source in the fields; settings without a field are kept from `before`. Raises SwitchboardError."""
    if not values["name"]:
        raise SwitchboardError("Skriv et navn på kilden.")
    kept = before.model_dump(mode="json") if before else {}
    made: dict[str, Any] = {
        **kept,
        **{key: values[key] for key in ("name", "kind", "subject", "max_changes")},
        "is_on": values["is_on"] == "ja",
        "is_whole": values["whole"] == "ja",
        "columns": _pairs(values["columns"], "="),
    }
    if values["kind"] == "mappe":
        return read_source({**made, "folder": values["folder"]})
    return read_source({**made, "url": values["url"], "headers": _pairs(values["headers"], ":")})


def _pairs(text: str, sign: str) -> dict[str, str]:
    """«Name: text» on each line; raises SwitchboardError for a line without the sign."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, is_pair, value = line.rpartition(sign) if sign == "=" else line.partition(sign)
        if not is_pair or not name.strip():
            raise SwitchboardError(
                f"«{line[:40]}» kan ikke leses. Skriv {'overskrift = felt' if sign == '=' else 'Navn: verdi'}."
            )
        found[name.strip()] = value.strip()
    return found
