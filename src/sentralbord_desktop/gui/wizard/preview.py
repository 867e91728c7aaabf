"""«Dette blir gjort»: the actions of the answers so far, what may still come, and how many answers are missing."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.fitted_scroll_area import area_around
from sentralbord_desktop.gui.widgets.labels import icon_label, label, line, row, unbroken
from sentralbord_desktop.gui.widgets.text_stops import TextStop, TextStops
from sentralbord_desktop.gui.wizard.card_kinds import text_of
from sentralbord_desktop.procedures.action_preview import preview_of, remaining_words
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.templates import MISSING

NOTHING = "Ingenting ennå.\nDet som skal skrives og sendes,\nkommer her mens du svarer."
TINT_MS = 600
OPTIONAL = "valgfri"
BESIDE_ICON = 24
"""Pixels from the icon's left edge to the text."""


class PreviewRow(QFrame):
    """One action: kind, recipient, a tick when it is complete, and its full text."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._head, self._to = label("", "strong"), label("", "meta", wrap=True)
        self._optional = label(OPTIONAL, "meta")
        self._tick = icon_label("check-circle-fill", "ok")
        self._text = label(wrap=True)
        self._text.setIndent(theme.current().scaled(BESIDE_ICON))
        head = row(icon_label(kind_of(action.kind).icon), self._head, self._to, self._optional, self._tick, spacing=6)
        head.setStretch(2, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(2)
        inside.addLayout(head)
        inside.addWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inside)
        layout.addWidget(line())
        self._tint = QTimer(self, singleShot=True, interval=TINT_MS)
        self._tint.timeout.connect(lambda: theme.restyle(self, tint=""))
        self._shown: tuple[str, ...] = ()
        self.spoken = ""
        """The row in one sentence: kind, recipient, state, text."""

    @property
    def stop(self) -> TextStop:
        return TextStop(self._head, self.spoken, self._shown[2] if self._shown else "", around=self)

    def show_action(self, action: Action) -> bool:
        """False when nothing changed."""
        kind = kind_of(action.kind)
        to = "" if kind.is_spoken else action.to_label
        text = text_of(action).strip()
        missing = list(dict.fromkeys(MISSING.findall(text)))
        spoken = MISSING.sub(r"mangler \1", text)
        state = f"mangler {', '.join(missing)}" if missing else "ferdig" if action.on else OPTIONAL
        words = (kind.label, to, text, state)
        self.spoken = ". ".join(
            part for part in (f"{kind.label} {to}".strip(), state, " ".join(spoken.split())) if part
        )
        if words == self._shown:
            return False
        self._shown = words
        self._head.setText(kind.label)
        self._to.setText(unbroken(to))
        self._tick.setVisible(action.on and not action.missing)
        self._optional.setVisible(not action.on)
        self._text.setVisible(bool(text))
        self._text.setAccessibleName(spoken)
        self.setAccessibleName(". ".join(part for part in (f"{kind.label} {to}".strip(), state) if part))
        self.recolour()
        return True

    def recolour(self) -> None:
        """Redraw a text with missing parts in the present colours; its words are escaped."""
        text = unbroken(self._shown[2]) if self._shown else ""
        is_marked = bool(MISSING.search(text))
        self._text.setTextFormat(Qt.TextFormat.RichText if is_marked else Qt.TextFormat.PlainText)
        self._text.setText(_marked(text) if is_marked else text)

    def tint(self) -> None:
        theme.restyle(self, tint="changed")
        self._tint.start()


class ComingLine(QPushButton):
    """«2 til kan komme, etter hvem som svarer»; pressed, it unfolds the names."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("flat", "true")
        self._sign, self._words = icon_label("caret-right", "text3"), label(wrap=True)
        self._names = label(wrap=True)
        self._line = ""
        self._coming: Sequence[str] = ()
        theme.restyle(self._words, role="label")
        theme.restyle(self._names, role="label")
        self._names.setIndent(theme.current().scaled(BESIDE_ICON))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 8, 14, 8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._words, 1)
        inside.addLayout(head)
        inside.addWidget(self._names)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.clicked.connect(lambda: self.unfold(unfolded=not self.is_unfolded))
        self.unfold(unfolded=False)

    def show_coming(self, names: Sequence[str], decides: str) -> None:
        self._line, self._coming = f"{len(names)} til kan komme" + (f", etter {decides}" if decides else ""), names
        self._words.setText(unbroken(self._line))
        self._names.setText(unbroken("\n".join(names)))
        self.setVisible(bool(names))
        self._tell()

    def sizeHint(self) -> QSize:
        """The size of the labels inside, which QPushButton ignores."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @property
    def is_unfolded(self) -> bool:
        return not self._names.isHidden()

    def unfold(self, *, unfolded: bool) -> None:
        self._names.setVisible(unfolded)
        theme.current().show_icon(self._sign, "caret-down" if unfolded else "caret-right", "text3", size=16)
        self._tell()

    def _tell(self) -> None:
        state = ", ".join(self._coming) if self.is_unfolded else "sammenfoldet"
        self.setAccessibleName(f"{self._line}: {state}")


class Preview:
    """Updates only the changed rows, so that focus and scroll position stay."""

    def __init__(self, layout: QVBoxLayout, remaining: QLabel) -> None:
        self._layout = layout
        self._remaining = remaining
        self._rows: dict[str, PreviewRow] = {}
        self._nothing = label(NOTHING, "meta")
        self._nothing.setContentsMargins(16, 16, 16, 16)
        self._coming = ComingLine()
        for part in (self._nothing, self._coming):
            layout.addWidget(part)
        layout.addStretch(1)
        self._area = area_around(self._nothing)
        self._stops = TextStops(remaining, head=self._area)

    def clear(self) -> None:
        self._stops.show(())
        self._remove(set(self._rows))
        self._coming.unfold(unfolded=False)

    def recolour(self) -> None:
        for shown in self._rows.values():
            shown.recolour()

    def show(self, outcome: Outcome, promises: str = "") -> None:
        """Show the certain actions; rows changed or added by this answer are tinted, others are removed at once.
        `promises` names the promises that the review asks about, «» for none."""
        preview, was_empty = preview_of(outcome), not self._rows
        self._remove(set(self._rows) - {action.id for action in preview.actions})
        for place, action in enumerate(preview.actions):
            shown = self._rows.get(action.id)
            is_new = shown is None
            if shown is None:
                shown = self._rows[action.id] = PreviewRow(action)
            self._layout.insertWidget(place, shown)
            if shown.show_action(action) and not (is_new and was_empty):
                shown.tint()
        self._nothing.setVisible(not preview.actions)
        self._coming.show_coming(preview.coming, preview.decides)
        self._stops.show([self._rows[action.id].stop for action in preview.actions])
        count = len(preview.actions)
        if self._area is not None:
            self._area.setAccessibleDescription(f"{count}, pil ned leser én om gangen" if count else "Ingenting ennå")
        missing = len(preview.remaining)
        self._remaining.setText(remaining_words(missing) if missing or not promises else promises)
        theme.restyle(self._remaining, tone="warn" if missing or promises else "ok")

    def _remove(self, ids: set[str]) -> None:
        for gone in ids:
            shown = self._rows.pop(gone)
            shown.hide()
            shown.deleteLater()


def _marked(text: str) -> str:
    """The text as markup, with missing parts on amber."""
    colours = theme.current().tokens
    mark = f'<span style="background-color: {colours.warn_soft}; color: {colours.warn_text}; font-weight: 600;">'
    return MISSING.sub(lambda found: f"{mark}&nbsp;{found[1]}&nbsp;</span>", escape(text)).replace("\n", "<br>")
