"""The import of the settings, as far as a test takes a file through it."""

from pathlib import Path

from sentralbord_desktop.gui.imports.import_panel import MAP, ImportPage
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen


def page_of(screen: Screen) -> ImportPage:
    return settings_part(screen, "Register inn og ut", ImportPage)


def read(screen: Screen, page: ImportPage, file: Path) -> None:
    page.read(file)
    screen.bot.waitUntil(lambda: page.table is not None and page.stack.currentIndex() == MAP)
    screen.at_rest()


def look(screen: Screen, page: ImportPage, file: Path) -> None:
    read(screen, page, file)
    look_over(screen, page)


def look_over(screen: Screen, page: ImportPage) -> None:
    page.submit()
    screen.bot.waitUntil(lambda: page.preview is not None)


def write(screen: Screen, page: ImportPage, said: str = "Lest inn") -> None:
    """Write it, until the sentence of the result begins so."""
    page.submit()
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith(said))


def counts(page: ImportPage) -> list[str]:
    return [box.number.text() for box in page.review_step.boxes.boxes]
