"""A watched folder over five days without a person: no value of the register is ever wrong, and what is in doubt waits."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from sentralbord_desktop.domain.imports.import_run import NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.source import read_source
from sentralbord_desktop.services.office import Services
from tests.helpers.exports.outcome import kept
from tests.helpers.import_files import HEAD

NAME = "Nattfilen"
FIELDS = ("number", "first_name", "last_name", "birth_date", "phone", "department", "status")
BORN = date(1960, 1, 1)
Row = tuple[str, ...]


def made(number: int) -> Row:
    born = f"{BORN + timedelta(days=37 * (number - 1000)):%d.%m.%Y}"
    return (str(number), f"Kari{number}", f"Lie{number}", born, f"990{number:05}", "2", "Student")


def changed(row: Row, **fields: str) -> Row:
    return tuple(fields.get(name, cell) for name, cell in zip(FIELDS, row, strict=True))


def night(services: Services, folder: Path, rows: Sequence[Row], head: str = HEAD) -> RunOutcome:
    """Lay the file over that of the day before, and let the daily round read it."""
    text = "\r\n".join((head, *map(";".join, rows), ""))
    (folder / "medlemmer.csv").write_text(text, encoding="utf-8")
    (outcome,) = services.pulls.daily()
    return outcome


def wrong(services: Services, truth: Sequence[Row]) -> list[tuple[str, str, object]]:
    """Every field of the register that is not the truth, and every member that is missing or too many."""
    found, here = [], kept(services)
    for row in truth:
        values = here.pop(row[0], {})
        born = values.get("birth_date")
        shown = {
            **values,
            "birth_date": f"{born:%d.%m.%Y}" if born else "",
            "department": str(values.get("department")),
        }
        expected = {**dict(zip(FIELDS, row, strict=True)), "status": row[-1].casefold()}
        others = {
            name: value for name, value in values.items() if name not in FIELDS and value not in ("", None, False)
        }
        found += [(row[0], name, shown.get(name)) for name in FIELDS if shown.get(name) != expected[name]]
        found += [(row[0], name, value) for name, value in others.items()]
    return [*found, *((number, "too many", None) for number in here)]


def test_no_value_is_wrong_on_any_of_five_days_without_a_person(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    services.pulls.sleep = lambda _: None
    services.import_sources.save(read_source({"name": NAME, "kind": "mappe", "folder": str(folder)}))
    monday = [made(number) for number in range(1000, 1040)]
    outcome = night(services, folder, monday)
    assert (outcome.new, outcome.waits) == (40, False)
    assert wrong(services, monday) == []

    tuesday = [changed(monday[0], last_name="Berg"), *monday[1:], made(1040)]
    outcome = night(services, folder, tuesday)
    assert (outcome.new, outcome.changed, outcome.waits) == (1, 1, False)
    assert wrong(services, tuesday) == []

    shifted = [(row[0], *tuesday[place - 7][1:4], *row[4:]) for place, row in enumerate(tuesday)]
    gone = HEAD.replace("Mobil", "Hustelefon")
    for head, rows, told in (
        (gone, tuesday, "Kolonnen «Mobil» (Telefon) ble lest forrige gang"),
        (HEAD, tuesday[:20], "Filen har 20 av de 41 medlemmene her"),
        (HEAD, shifted, "41 medlemsnumre har et annet menneske i filen enn her. Linje 2: her er det Kari1000 Berg"),
        (HEAD, [*tuesday[:-1], ("1040", "Kari10")], "kuttet"),
    ):
        if told == "kuttet":
            (folder / "medlemmer.csv").write_text("\r\n".join((head, *map(";".join, rows))), encoding="utf-8")
            (outcome,) = services.pulls.daily()
        else:
            outcome = night(services, folder, rows, head)
        assert (outcome.new, outcome.changed, outcome.waits, outcome.is_failed) == (0, 0, True, False)
        assert told in outcome.text
        assert services.import_history.latest()[0].waits
        assert wrong(services, tuesday) == []

    outcome = night(services, folder, monday)
    assert (outcome.changed, outcome.text) == (1, "Venter på deg: 1 som mangler i det som kom.")
    assert wrong(services, [*monday, made(1040)]) == []
    assert night(services, folder, tuesday).text == ""
    assert night(services, folder, tuesday).waits is False

    thursday = [
        *(changed(row, status="Ridder" if row[0] == "1002" else row[-1]) for row in tuesday if row[0] != "1001"),
        ("1001", "Per", "Dal", "03.04.1955", "40011222", "2", "Student"),
    ]
    outcome = night(services, folder, thursday)
    assert outcome.text.removeprefix(f"{NOTHING_NEW} ") == (
        "Venter på deg: 1 rad om et annet menneske, 1 felt som ikke kom inn, 1 ukjent ord."
    )
    assert wrong(services, tuesday) == []
    lost = services.import_history.losses(services.import_history.latest()[0])
    assert next((loss.row, loss.mend) for loss in lost) == (
        42,
        "Her er det Kari1001 Lie1001, født 07.02.1960. I filen er det Per Dal, født 03.04.1955.",
    )
