"""The settings: a part is made when it is chosen, shows what holds now, and keeps what is half written."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.organisation_kinds import KINDS
from sentralbord_desktop.gui.settings import ProfileForm, organisation_values
from tests.helpers.contrast import contrast
from tests.helpers.members import by_number
from tests.helpers.pages import TITLES, backups_part, settings_part, show_catalogue, show_part
from tests.helpers.screen import Screen


def test_what_is_shown_of_oneself_is_what_stands_now(screen: Screen) -> None:
    """The form kept the loop of before, and Ctrl+Enter put it back."""
    settings_part(screen, "Deg", ProfileForm)
    screen.window.show_page("call")
    screen.workspace.mine.choose_loop(3)
    screen.at_rest()
    now = settings_part(screen, "Deg", ProfileForm)
    assert now.form.values()["loop"] == "3"
    now.form.line("name").setText("Halvskrevet")
    screen.window.show_page("call")
    again = settings_part(screen, "Deg", ProfileForm)
    assert again.form.line("name").text() == "Halvskrevet", "what is half-written stands"


def test_the_headings_follow_the_colours(screen: Screen) -> None:
    """They kept those of the look in which they were listed: in the dark they were hardly read."""
    show_part(screen, "Deg")
    sections = screen.workspace.settings.ui.sections
    for look in ("morkt", "lyst"):
        screen.application.theme.choose(look)
        colours = screen.application.theme.tokens
        assert sections.item(0).foreground().color().name() == colours.text3.lower()
        assert contrast(colours.text3, colours.surface) >= 4.5


GOOD = {"union": "Oss", "phone": "22 00 00 00", "opens": "08.00", "closes": "15.30", "fades_hours": "1"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"phone": "ring oss"}, "tall"),
        ({"opens": "16.00", "closes": "08.00"}, "før det stenger"),
        ({"fades_hours": "500"}, "1 til 72"),
        ({"fades_hours": "0"}, "1 til 72"),
        ({"opens": "åtte"}, "klokkeslett"),
    ],
)
def test_the_house_takes_no_nonsense(wrong: dict[str, str], why: str) -> None:
    assert organisation_values(GOOD)["fades_hours"] == 1
    with pytest.raises(SwitchboardError, match=why):
        organisation_values(GOOD | wrong)


def test_no_part_is_made_before_it_is_chosen(screen: Screen) -> None:
    settings = screen.workspace.settings
    assert settings.ui.parts.count() == 0
    screen.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    titles = listed_parts(screen)
    assert titles[:2] == ["Deg", "Utseende"]
    assert titles[-2:] == ["Fra IT", "Om"]
    assert settings.ui.parts.count() == 1
    for title in titles:
        settings.show_part(title)
        shown = settings.shown
        assert shown is not None
        assert shown.isVisible()
    assert settings.ui.parts.count() == len(titles)


def listed_parts(screen: Screen) -> list[str]:
    """Without the headings, which cannot be chosen."""
    sections = screen.workspace.settings.ui.sections
    items = [sections.item(n) for n in range(sections.count())]
    return [item.text() for item in items if item.flags() & Qt.ItemFlag.ItemIsSelectable]


def test_the_parts_are_under_three_headings(screen: Screen) -> None:
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    items = [sections.item(n) for n in range(sections.count())]
    headings = [item.text() for item in items if not item.flags() & Qt.ItemFlag.ItemIsSelectable]
    assert headings == ["Deg", "Sentralbordet", "Registeret og personvern"]
    assert listed_parts(screen) == TITLES


@pytest.mark.parametrize("size", [(1366, 688), (1366, 768), (1920, 1032)])
def test_the_parts_are_listed_without_scrolling(screen: Screen, size: tuple[int, int]) -> None:
    """On a laptop of 1366x768 too, where the bars take 80 pixels."""
    screen.window.resize(*size)
    screen.window.show_page("settings")
    screen.at_rest()
    sections = screen.workspace.settings.ui.sections
    screen.bot.waitUntil(lambda: sections.verticalScrollBar().maximum() == 0)
    assert screen.workspace.settings.ui.title.isVisible()


@pytest.mark.own_window
@pytest.mark.parametrize(
    ("roles", "seen", "absent"),
    [
        ("operator", {"Deg", "Folk", "Statistikk", "Vedlikehold"}, {"Utsending", "Telefon", "Sporing"}),
        ("personvern", {"Sporing", "Lagringstid", "Register inn og ut"}, {"Utsending", "Organisasjon", "Telefon"}),
        ("vedlikehold", {"Organisasjon"}, {"Utsending", "Vedlikehold", "Sporing"}),
    ],
)
def test_only_what_the_role_may_see_is_listed(screen: Screen, roles: str, seen: set[str], absent: set[str]) -> None:
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = screen.services.session.operator
    screen.services.people.keep(me.model_copy(update={"roles": roles}))
    screen.at_rest()  # each of the two is read again by the worker, and the first may be later than this one
    screen.services.session.refresh()
    screen.window.show_page("settings")
    parts = set(listed_parts(screen))
    assert seen <= parts
    assert not absent & parts


def test_the_initials_follow_the_name_until_they_are_edited(screen: Screen) -> None:
    screen.workspace.mine.settle({"name": "Maja Hovde", "initials": "MH"})
    screen.at_rest()
    part = own(screen)
    name, initials = part.form.line("name"), part.form.line("initials")
    name.setFocus()
    name.selectAll()
    assert screen.focus is name
    screen.type("Kari Nordmann")
    assert name.text() == "Kari Nordmann"
    assert initials.text() == "KN"
    initials.setFocus()
    initials.selectAll()
    screen.type("kano")
    name.setFocus()
    screen.type("sen")
    assert initials.text() == "kano"


WIDEST = {
    "Initialer": 72,
    "Port": 80,
    "Sekunder til angring": 80,
    "Siffer foran utgående numre": 80,
    "Timer før en status er «ikke bekreftet»": 80,
    "Nummer": 80,
    "Sløyfer": 80,
    "Åpner": 88,
    "Stenger": 88,
    "Telefon": 150,
    "Mobil": 150,
    "Sentralbordets nummer": 150,
    "Ditt mobilnummer": 150,
    "Navn": 220,
    "Forbundet": 220,
    "Har rollen": 220,
    "E-post": 340,
    "Server": 340,
    "Din e-postadresse": 340,
    "Avdeling, for rollen Avdeling": 80,
    "Stopp ved større endring enn": 80,
    "Bekreftelser med merknad, fra de kom": 80,
    "E-poster, SMS og brev, fra de ble laget": 80,
    "Endringslogg, fra endringen": 80,
    "Hvem som har åpnet hvem, fra oppslaget": 80,
    "Merknader som ikke er festet, fra de ble skrevet": 80,
    "Oppringinger som er gjort, fra avtalen": 80,
    "Parkerte samtaler, fra de ble lagt til side": 80,
    "Svar og tekster fra samtaler, fra samtalen": 80,
    "Telefonlogg, fra samtalen": 80,
    "Trøbbel-saker med merknad, fra saken er overtatt": 80,
    "Utmeldte og døde, fra utmeldingen eller dødsfallet": 80,
    "Når ble det oppdaget?": 120,
    "Naboer i rekkefølge": 150,
    "Medlemsnummer": 150,
    "Arbeidsgiver": 220,
    "Avdeling": 220,
    "Din egen PIN, minst fire siffer": 220,
    "Skriv den en gang til": 220,
    "Ansvarlig avdeling": 220,
    "Stedfortreder": 220,
    "Vikar": 220,
    "Navn på avsender": 220,
    "Passord eller hemmelighet": 220,
    "Sted": 220,
    "Fornavn": 220,
    "Mellomnavn": 220,
    "Etternavn": 220,
    "Poststed": 220,
    "Arbeidssted": 220,
    "Tillitsvalgt på arbeidsplassen": 220,
    "Telefon 2": 150,
    "Fødselsdato": 120,
    "Frist, hvis det er en": 120,
    "Postnummer": 80,
    "Arbeidsstedets postnummer": 80,
    "Gateadresse": 420,
    "Hva gjelder det?": 420,
    "Når?": 420,
    "Hvem skal ringe tilbake?": 420,
    "Kurs": 340,
    "Åpningstid": 340,
    "Avsender": 340,
    "Brukernavn": 340,
    "Egne domener": 340,
    "Klient-ID": 340,
    "Omfang (scope)": 340,
    "Svar til": 340,
    "Besøksadresse": 420,
    "Område": 420,
    "Postadresse": 420,
    "Adresse": 420,
    "Antall rader i svaret": 420,
    "Hoder, ett på hver linje": 420,
    "Kolonner som kobles for hånd": 420,
    "Listen i svaret (JSON)": 420,
    "Neste side i svaret": 420,
    "Nøkkel: {hemmelighet}": 420,
    "Radens endringstid": 420,
    "Spørrefelt for siden": 420,
    "Spørrefelt for «endret siden»": 420,
    "Hva har skjedd?": 420,
    "Kalender (ICS)": 420,
    "En kopi til, i mappen": 420,
    "Slik sies eller skrives adressen": 420,
    "Program og nummer": 420,
    "Brevhode": 420,
    "Token-adresse": 420,
}
"""Name of each field -> its class: initials 72, a number 80, a time of day 88, a day 120, a telephone
or member number 150, a name 220, an e-mail or host 340, an address, link or text 420; lists are 220."""


IN_A_CALL = {**WIDEST, "Nummer": 150}
"""Of a telephone there, of a department in Katalog."""


def too_wide(inside: QWidget, widest: dict[str, int] = WIDEST) -> list[str]:
    found = []
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        for box in inside.findChildren(kind):
            if not box.isVisible() or box.objectName() == "search" or box.property("readOnly"):
                continue
            if not isinstance(box, QComboBox) and box.accessibleName() not in widest:
                found.append(f"{box.accessibleName()} has no class, {box.width()} {type(box).__name__}")
                continue
            most = 220 if isinstance(box, QComboBox) else widest[box.accessibleName()]
            if box.width() > most:
                found.append(f"{box.accessibleName()} {box.width()} > {most}")
    return found


def test_no_field_in_innstillinger_or_katalog_is_wider_than_its_class(screen: Screen) -> None:
    screen.window.resize(1920, 1032)
    wide: list[str] = []
    screen.window.show_page("settings")
    for title in listed_parts(screen):
        screen.workspace.settings.show_part(title)
        screen.at_rest()
        shown = screen.workspace.settings.shown
        assert shown is not None
        if isinstance(shown, SendingPanel):
            for key in ("smtp", "xoauth2"):
                name = "mail" if key == "smtp" else "auth"
                box = shown.form.box(name)
                assert isinstance(box, QComboBox)
                box.setCurrentIndex(box.findData(key))
            QApplication.processEvents()
        wide += [f"{title}: {each}" for each in too_wide(shown)]
        if isinstance(shown, SendingPanel):
            shown.reset()
            screen.at_rest()
    for kind in KINDS:
        show_catalogue(screen, kind.title)
        screen.key(Qt.Key.Key_F2)
        QApplication.processEvents()
        wide += [f"{kind.title}: {each}" for each in too_wide(screen.workspace.catalogue)]
        screen.key(Qt.Key.Key_Escape)
    assert not wide, "\n".join(wide)


def test_no_field_of_a_short_form_is_wider_than_its_class(screen: Screen) -> None:
    """All were 420 wide, the post code too."""
    screen.window.resize(1920, 1032)
    wide: list[str] = []
    for name, open_form in FORMS.items():
        open_form(screen)
        screen.at_rest()
        panel = screen.workspace.call.forms.panel
        assert panel.accessibleName().startswith(name)
        wide += [f"{name}: {each}" for each in too_wide(panel, IN_A_CALL)]
        panel.cancelled.emit()
    assert not wide, "\n".join(wide)


def rectify(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_F2)


FORMS: dict[str, Callable[[Screen], None]] = {
    "Avtal oppringing": lambda screen: screen.control(Qt.Key.Key_T),
    "Rett": rectify,
}


def test_a_field_is_as_wide_as_a_long_name_needs(screen: Screen) -> None:
    """A name is seen whole in 420 pixels, where its class is 220."""
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.members.change(member, {"first_name": "Anne-Margrethe Wilhelmina Kristine"})
    screen.window.resize(1920, 1032)
    screen.open("204118")
    screen.key(Qt.Key.Key_F2)
    screen.at_rest()
    boxes = screen.workspace.call.forms.panel.findChildren(QLineEdit)
    first, last = (next(box for box in boxes if box.accessibleName() == name) for name in ("Fornavn", "Etternavn"))
    assert (first.width(), last.width()) == (420, 220)


def own(screen: Screen) -> ProfileForm:
    return settings_part(screen, "Deg", ProfileForm)


def test_kept_is_said_when_it_is_kept_and_not_before(screen: Screen) -> None:
    part = own(screen)
    part.form.line("initials").setText(" ")
    part.submit()
    assert part.foot.said.text() == "1 felt må rettes"
    assert screen.services.session.sign
    part.form.line("initials").setText("ny")
    part.submit()
    screen.bot.waitUntil(lambda: part.foot.said.text() == "Lagret.")
    assert screen.services.session.sign == "NY"


def test_a_text_that_is_too_long_is_said_and_not_called_a_fault(screen: Screen) -> None:
    screen.workspace.mine.settle({"name": "M" * 101})
    screen.bot.waitUntil(screen.window.ui.bar.isVisible)
    said = [text.text() for text in screen.window.ui.bar.findChildren(QLabel)]
    assert any("Det er plass til 100 tegn." in text for text in said), said


def test_nothing_of_a_part_is_taken_by_the_collector(screen: Screen) -> None:
    """A scroll area of ours that only Qt holds is taken with every widget in it. To look at the widgets first
    would give each a name in Python, and they would stay."""
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    empty = []
    for row in range(sections.count()):
        sections.setCurrentRow(row)
        if not sections.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
            continue
        screen.at_rest()  # what is read is shown
        gc.collect()
        part = screen.workspace.settings.shown
        if part is None or not part.findChildren(QLabel):
            empty.append(sections.item(row).text())
    assert empty == []


def box_of(screen: Screen, name: str) -> QWidget:
    (box,) = [
        box
        for box in screen.workspace.settings.findChildren(QWidget)
        if box.accessibleName() == name and box.isVisible()
    ]
    return box


@pytest.mark.parametrize("title", ["Deg", "Organisasjon", "Vedlikehold"])
def test_a_part_that_ctrl_enter_keeps_tells_the_key(screen: Screen, title: str) -> None:
    shown = settings_part(screen, title, QWidget)
    caps = [w for w in shown.findChildren(QLabel) if w.property("role") == "keycap"]
    assert [cap.text() for cap in caps if cap.isVisible()] == ["Ctrl+Enter"]


def test_without_backups_the_buttons_stand_below_the_line_that_says_so(screen: Screen) -> None:
    screen.window.resize(1920, 1032)
    shown = backups_part(screen)
    assert shown.take.y() - shown.empty.geometry().bottom() < 30


def test_one_f6_leads_from_the_list_to_the_page_and_back(screen: Screen) -> None:
    for title in TITLES:
        page = show_part(screen, title)
        screen.at_rest()
        assert isinstance(page, QWidget)
        sections = screen.workspace.settings.ui.sections
        sections.setFocus()
        screen.key(Qt.Key.Key_F6)
        first = screen.focus
        assert first is page or page.isAncestorOf(first), title
        screen.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert screen.focus is sections, title
        screen.key(Qt.Key.Key_F6)
        assert screen.focus is first, title
        screen.key(Qt.Key.Key_F6)
        assert screen.focus is not page, title
        assert not page.isAncestorOf(screen.focus), title


def test_the_lock_can_wait_ten_times_as_long_as_it_does_by_default(screen: Screen) -> None:
    """WCAG 2.2.1, adjust."""
    part = settings_part(screen, "Deg", ProfileForm)
    (box,) = (one for one in part.findChildren(QComboBox) if one.accessibleName() == "Vinduet låses")
    minutes = [int(box.itemText(row).split()[1]) for row in range(box.count())]
    assert max(minutes) >= 10 * Operator.model_fields["lock_minutes"].default


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
@pytest.mark.parametrize("title", ["Om", "Organisasjon"])
def test_a_text_to_read_is_as_high_as_its_lines(screen: Screen, title: str, text_scale: float) -> None:
    """A frame as high as the window around the six lines of «Om»."""
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(2600, 1600)
    panel = settings_part(screen, title, QWidget)
    (box,) = panel.findChildren(QPlainTextEdit)
    lines = box.document().blockCount() * box.fontMetrics().lineSpacing()
    screen.bot.waitUntil(lambda: lines < box.height() < lines + 3 * box.fontMetrics().lineSpacing())
    screen.bot.waitUntil(lambda: box.verticalScrollBar().maximum() == 0)
    assert box.mapTo(panel, QPoint(0, 0)).y() < panel.height() // 2
