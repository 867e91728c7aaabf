"""Lists on paper and in files."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument, QTextTable

from sentralbord_desktop.domain.callbacks import Callback, has_hour
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.domain.redacted import Private
from sentralbord_desktop.gui.availability.page import PAPER_COLUMNS
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.paper import DONE, SHRED, Sheets
from sentralbord_desktop.gui.organisation_kinds import KINDS
from tests.helpers.pages import show_catalogue
from tests.helpers.screen import Screen
from tests.helpers.sheets import RESOLUTION, new_writer, save_sheets
from tests.helpers.typed import of_kind
from tests.helpers.window_calls import leave_messages


def document(sheets: Sheets) -> QTextDocument:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    made = sheets.document(new_writer(buffer, sheets.title))
    made.setParent(None)
    return made


def table_of(document: QTextDocument) -> QTextTable:
    """The last one; the first has the line below the title."""
    return [child for child in document.rootFrame().childFrames() if isinstance(child, QTextTable)][-1]


def texts(table: QTextTable, row: int) -> list[str]:
    cells = [table.cellAt(row, place) for place in range(table.columns())]
    return [cell.firstCursorPosition().block().text() for cell in cells]


def lists(screen: Screen) -> dict[str, "ListTable[object]"]:
    leave_messages(screen)
    found = {}
    for page, title in (("callbacks", "Ring tilbake"), ("confirmations", "Venter"), ("outbox", "Utboks")):
        screen.window.show_page(page)
        screen.at_rest()
        found[title] = getattr(screen.workspace, page).list
    for kind in KINDS:
        show_catalogue(screen, kind.title)
        found[kind.title] = screen.workspace.catalogue.list
    return found


def test_print_of_each_list_is_a_table_with_its_columns(screen: Screen) -> None:
    every = lists(screen)
    assert set(every.values()) == set(screen.window.findChildren(ListTable)), "each list of the window"
    for made in every.values():
        paper = made.paper.sheets()
        printed = document(paper)  # it owns its table
        table = table_of(printed)
        assert table.columns() == len(paper.titles) + 1
        assert len(paper.titles) >= len([c for c in made.columns.shown if c.title not in ("Tilstand", "Bekreftet")]) - 1
        assert texts(table, 0) == [*paper.titles, DONE]
        assert table.format().toTableFormat().headerRowCount() == 1
        shown = [texts(table, row) for row in range(1, table.rows())]
        assert len([row for row in shown if len(row) > 1 and any(row)]) >= min(5, len(made.sorted.values))
        assert "skrevet ut av" in paper.line
        assert screen.services.session.operator.shown in paper.line


def test_print_of_the_board_is_a_table_of_all_people(screen: Screen) -> None:
    screen.window.show_page("availability")
    screen.at_rest()
    page = screen.workspace.availability
    paper = page.paper.sheets()
    printed = document(paper)  # it owns its table
    table = table_of(printed)
    assert texts(table, 0) == [*(column.title for column in PAPER_COLUMNS), DONE]
    assert table.format().toTableFormat().headerRowCount() == 1
    organisation = screen.services.organisation.read()
    names = {row[0] for _, rows in paper.groups for row in rows}
    assert {person.name for person in organisation.staff} <= names
    assert [heading for heading, _ in paper.groups][-1] == "Roller"


def test_print_of_callbacks_has_headings_and_absolute_days(screen: Screen) -> None:
    paper = lists(screen)["Ring tilbake"].paper.sheets()
    assert paper.groups[0][0] == "Forfalt"
    whole = str(paper.groups)
    assert "i dag" not in whole
    assert "virkedag" not in whole
    assert paper.line.split(" · ")[1].startswith("alle, ")
    overdue, printed = len(paper.groups[0][1]), document(paper)
    assert texts(table_of(printed), 1)[0] == f"Forfalt ({overdue})"


LONG = "Et emne som er så langt at det må brytes over flere linjer i sin kolonne på arket, og litt til."


@pytest.fixture
def long() -> Sheets:
    rows = [[f"{n}", LONG if n % 7 == 0 else "kort"] for n in range(90)]
    return Sheets(
        "Liste", "Mandag", "Forbundet", ["Nr.", "Emne"], [40, 100], [("Forfalt", rows[:1]), ("I dag", rows[1:])]
    )


def test_print_has_all_rows_once_under_their_headings(screen: Screen, long: Sheets) -> None:
    printed = document(long)
    assert printed.pageCount() > 2
    table = table_of(printed)
    numbers = [texts(table, row)[0] for row in range(1, table.rows())]
    assert [n for n in numbers if n.isdigit()] == [str(n) for n in range(90)]
    assert (numbers[0], numbers[2]) == ("Forfalt (1)", "I dag (89)")


MM = RESOLUTION / 25.4


def drawn(sheets: Sheets) -> list[QImage]:
    """The text of each sheet, grey on white."""
    printed, images = document(sheets), []
    for number in range(printed.pageCount()):
        image = QImage(round(297 * MM), round(210 * MM), QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        size = printed.pageSize()
        painter.translate(14 * MM, 14 * MM - number * size.height())
        printed.drawContents(painter, QRectF(0, number * size.height(), size.width(), size.height()))
        painter.end()
        images.append(image)
    return images


def strip(image: QImage, top_mm: float, bottom_mm: float) -> bytes:
    """The pixels of these millimetres."""
    part = image.copy(0, round(top_mm * MM), image.width(), round((bottom_mm - top_mm) * MM))
    return bytes(part.constBits())


def has_ink(pixels: bytes) -> bool:
    return min(pixels) < 170


def test_print_splits_no_row_between_sheets(screen: Screen) -> None:
    rows = [[f"{n}", LONG if n % 3 == 0 else "kort"] for n in range(75)]
    printed = document(Sheets("Liste", "Mandag", "Forbundet", ["Nr.", "Emne"], [40, 60], [("I dag", rows)]))
    assert printed.pageCount() > 2
    table, top_of = table_of(printed), printed.documentLayout().blockBoundingRect
    for row in range(table.rows()):
        blocks = [table.cellAt(row, place).firstCursorPosition().block() for place in range(table.columns())]
        lines = [(block, block.layout().lineAt(n)) for block in blocks for n in range(block.layout().lineCount())]
        sheets = {(top_of(block).top() + line.y()) // printed.pageSize().height() for block, line in lines}
        assert len(sheets) == 1, row


def test_print_begins_each_sheet_with_the_titles_of_the_columns(screen: Screen, long: Sheets) -> None:
    first, *others = drawn(long)
    head = strip(others[0], 14.5, 19)
    assert has_ink(head)
    assert strip(first, 14.5, 19) != head, "the title of the list"
    assert all(strip(sheet, 14.5, 19) == head for sheet in others)


def test_print_of_a_dark_window_is_as_of_a_light_one(screen: Screen, long: Sheets) -> None:
    """Its text is pale, and so was that on the white sheet."""
    light = drawn(long)
    screen.application.theme.choose("morkt")
    assert drawn(long) == light


def test_print_as_pdf_has_its_pages_and_the_foot(screen: Screen, long: Sheets, tmp_path: Path) -> None:
    path = tmp_path / "liste.pdf"
    save_sheets(long, path)
    assert path.read_bytes().count(b"/Type /Page\n") == document(long).pageCount()
    assert SHRED.startswith("Inneholder personopplysninger")


def test_print_has_what_looks_like_html_as_it_was_written(screen: Screen) -> None:
    row = ["<b>Ola & co</b>", "én\nto"]
    table = table_of(printed := document(Sheets("<i>", "a & b", "<u>", ["<x>", "y"], [1, 1], [("<h>", [row])])))
    assert texts(table, 0)[0] == "<x>"
    assert texts(table, 1)[0] == "<h> (1)"
    assert texts(table, 2)[0] == "<b>Ola & co</b>"
    assert table.cellAt(2, 1).firstCursorPosition().block().text() == "én\u2028to"
    assert printed.begin().text() == "<i>"


def test_the_file_has_iso_days_and_plain_numbers(screen: Screen, tmp_path: Path) -> None:
    made = lists(screen)["Ring tilbake"]
    file = tmp_path / "liste.csv"
    made.paper.write(file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    values = made.sorted.values
    assert len(rows) == len(values)
    for row, callback in zip(rows, values, strict=True):
        due = of_kind(Callback, callback).ring_by
        assert row["Ring"] == f"{oslo(due):%Y-%m-%dT%H:%M}" if has_hour(due) else oslo(due).date().isoformat()
        deadline = getattr(callback, "deadline", None)
        assert row["Frist"] == (deadline.isoformat() if deadline else "")
        assert row["Forsøk"].isdigit()


def test_a_moment_is_2026_11_27t15_00(screen: Screen, tmp_path: Path) -> None:
    made = lists(screen)["Ring tilbake"]
    first = of_kind(Private, made.sorted.values[0])
    changed = first.model_copy(update={"due": datetime(2026, 11, 27, 14, 0, tzinfo=UTC)})
    made.show([changed], id)
    made.paper.write(tmp_path / "liste.csv")
    assert '"2026-11-27T15:00"' in (tmp_path / "liste.csv").read_text("utf-8-sig")


def filed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def test_a_department_is_sorted_by_its_number_in_a_file(screen: Screen, tmp_path: Path) -> None:
    """«10 Vidda» came before «2 Innsjøen»."""
    screen.window.show_page("availability")
    screen.at_rest()
    screen.workspace.availability.paper.write(tmp_path / "ledige.csv")
    rows = filed(tmp_path / "ledige.csv")
    departments = {(row["Avd."], row["Avdeling"]) for row in rows}
    known = screen.services.organisation.read().departments
    assert departments >= {(str(d.number), d.name) for d in known if d.number in (2, 10)}
    assert ("", "Roller") in departments
    assert all(row["Avd."].isdigit() for row in rows if row["Avdeling"] != "Roller")


def test_what_was_done_with_a_message_has_its_day_in_a_file(screen: Screen, tmp_path: Path) -> None:
    """«sendt for hånd 10.29» of yesterday looked like that of today; and of whom it was is told."""
    made = lists(screen)["Utboks"]
    message = of_kind(Private, made.sorted.values[0])
    at = datetime(2026, 11, 27, 9, 29, tzinfo=UTC)
    done = {"handed_over": at, "moved_by": "MH", "member_name": "Ingunn Fjeldheim"}
    sent = message.model_copy(update={**done, "state": "overlatt", "to_label": "medlem"})
    dropped = message.model_copy(
        update={**done, "state": "trukket", "reason": "ringte DS", "subject": "Oppsigelse", "to_label": "DS avd. 4"}
    )
    made.show([sent, dropped], id)
    made.paper.write(tmp_path / "utboks.csv")
    by_state = {row["Tilstand"]: row for row in filed(tmp_path / "utboks.csv")}
    assert set(by_state) == {"sendt for hånd", "skal ikke sendes: ringte DS"}
    for row in by_state.values():
        assert (row["Når"], row["Av"], row["Medlem"]) == ("2026-11-27T10:29", "MH", "Ingunn Fjeldheim")
    assert by_state["sendt for hånd"]["Til"] == "Ingunn Fjeldheim"
    row = by_state["skal ikke sendes: ringte DS"]
    assert (row["Til"], row["Gjelder"]) == ("DS avd. 4", "Oppsigelse")


def test_a_day_that_is_missing_is_empty_in_a_file(screen: Screen, tmp_path: Path) -> None:
    """«ikke bekreftet» among days; on paper it is a word, since an empty cell can be read as forgotten."""
    made = lists(screen)["Avdelinger"]
    made.paper.write(tmp_path / "avdelinger.csv")
    assert {row["Bekreftet"] for row in filed(tmp_path / "avdelinger.csv")} == {""}
    paper = made.paper.sheets()
    place = list(paper.titles).index("Bekreftet")
    assert {row[place] for _, rows in paper.groups for row in rows} == {"ikke bekreftet"}


def test_print_says_what_is_listed(screen: Screen) -> None:
    every = lists(screen)
    shown = {title: made.paper.sheets().line.split(" · ")[1] for title, made in every.items()}
    for title, made in every.items():
        count = len(made.sorted.values)
        assert shown[title].startswith(f"alle, {count} ")
        assert "rad" not in shown[title]
    assert shown["Avdelinger"].endswith("avdelinger")
    screen.window.show_page("availability")
    screen.at_rest()
    page = screen.workspace.availability
    assert page.paper.sheets().line.split(" · ")[1].startswith("alle, ")
    page.toggle_free()
    screen.at_rest()
    assert page.paper.sheets().line.split(" · ")[1].startswith("alle, bare ledige, ")


def test_print_has_room_for_a_long_address_on_its_line(screen: Screen) -> None:
    made = lists(screen)["Personer"]
    person = of_kind(Staff, made.sorted.values[0]).model_copy(update={"email": "saksbehandler.avd10@forbundet.test"})
    made.show([person], id)
    printed = document(made.paper.sheets())
    table = table_of(printed)
    place = texts(table, 0).index("E-post")
    assert table.cellAt(1, place).firstCursorPosition().block().layout().lineCount() == 1
