"""Ctrl+K: commands by word, typed in the search field after «>». Shows their keys too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.column.reflow import is_column
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.table_model import Index
from sentralbord_desktop.gui.window.command_search import LIKE, rank

SIGN = ">"
ROW_HEIGHT = 36
SHOWN = 9
BESIDE = 8
"""Pixels beside the list, where it is as wide as the window."""
NO_COMMAND = "Ingen kommando heter det. Prøv «park», «mørk» eller «ring»."


@dataclass(frozen=True)
class Command:
    """A command that works everywhere. `keys` as written on the screen; `words` are further search words, in addition
    to `OTHER_WORDS`."""

    title: str
    keys: str
    act: Callable[[], object]
    words: str = ""

    @property
    def spoken(self) -> str:
        keys = self.keys.replace("↓", "pil ned").replace("←", "pil venstre").replace("→", "pil høyre")
        return f"{self.title}, {keys}" if keys else self.title


def find(commands: Iterable[Command], text: str) -> list[Command]:
    """Commands that every word of `text` is about, the nearest first; what is only like the words where nothing has
    them."""
    wanted = text.removeprefix(SIGN).casefold().split()
    ranked = [(place, one) for one in commands if (place := rank(one.title, one.words, wanted)) is not None]
    has_exact = any(place < LIKE for place, _ in ranked)
    return [one for place, one in sorted(ranked, key=lambda pair: pair[0]) if place < LIKE or not has_exact]


class CommandList(QListWidget):
    """The list below the search field. The field keeps the focus; arrows and Enter come from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Kommandoer")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_flags(self, "popup")
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(lambda _: self.run())
        self._found: list[Command] = []
        self.hide()

    def show_for(self, text: str, commands: Sequence[Command], below: QRect, none: str = NO_COMMAND) -> None:
        """`none` is the sentence where no command is found."""
        self._found = find(commands, text)
        self.clear()
        for command in self._found:
            item = QListWidgetItem(command.title)
            item.setData(Qt.ItemDataRole.UserRole, command.keys)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, command.spoken)
            self.addItem(item)
        if not self._found:
            self.addItem(none)
        self.setCurrentRow(0)
        rows = min(SHOWN, self.count())
        top, wanted = below.bottom() + 4, rows * theme.current().scaled(ROW_HEIGHT) + 10
        left, width = below.left(), below.width()
        if (around := self.parentWidget()) is not None and is_column(self.window()):
            left, width = BESIDE, around.width() - 2 * BESIDE
            wanted = min(2 * wanted, around.height() - top - BESIDE)
        self.setGeometry(left, top, width, wanted)
        self.show()
        self.raise_()
        count = counted(len(self._found), "kommando", "kommandoer")
        self._announce(f"{count}. {self._found[0].spoken}" if self._found else none)

    def move_choice(self, step: int) -> None:
        row = max(0, min(self.count() - 1, self.currentRow() + step))
        self.setCurrentRow(row)
        if self._found:
            self._announce(f"{self._found[row].spoken}. {row + 1} av {len(self._found)}")

    def _announce(self, sentence: str) -> None:
        """The search field keeps the focus: a reader hears of the list by this alone."""
        announce(self, sentence, about="command")

    @property
    def has_chosen(self) -> bool:
        """Whether a command is chosen, and not the sentence that there is none."""
        return 0 <= self.currentRow() < len(self._found)

    def run(self) -> bool:
        if not self.has_chosen:
            return False
        command = self._found[self.currentRow()]
        self.hide()
        command.act()
        return True


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area: QRect = option.rect
        painter.setPen(QPen(theme.current().colour("text2")))
        keys = str(index.data(Qt.ItemDataRole.UserRole) or "")
        at = Qt.AlignmentFlag.AlignBottom if self._is_column else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 0, -12, -4 if self._is_column else 0), Qt.AlignmentFlag.AlignRight | at, keys)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self._is_column:
            option.displayAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText

    @property
    def _is_column(self) -> bool:
        """Whether the keys are below the title."""
        parent = self.parent()
        return isinstance(parent, QWidget) and is_column(parent.window())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.current().scaled(ROW_HEIGHT) * (2 if self._is_column else 1))
