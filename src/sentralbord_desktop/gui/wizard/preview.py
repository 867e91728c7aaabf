"""«Dette blir gjort»: the actions of the answers so far, missing and possible ones."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row, unbroken
from sentralbord_desktop.gui.wizard.card_kinds import card_kind
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.services.drafts.review import field_name

TINT_MS = 600


class PreviewRow(QFrame):
    def __init__(self, action: Action) -> None:
        super().__init__()
        self._head = label("", "strong")
        self._to = label("", "meta", wrap=True)
        self._state = label("", "meta")
        self._text = label("", "", wrap=True)
        self._text.setProperty("role", "meta")
        sign = icon_label(kind_of(action.kind).icon, "text2", 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(2)
        head = row(sign, self._head, self._to, self._state, spacing=6)
        head.setStretch(2, 1)
        layout.addLayout(head)
        layout.addWidget(self._text)
        self._text.setIndent(24)
        self._tint = QTimer(self, singleShot=True, interval=TINT_MS)
        self._tint.timeout.connect(lambda: theme.restyle(self, tint=""))
        self._shown: tuple[str, ...] | None = None

    def show_action(self, action: Action, *, possible: bool, missing: str) -> None:
        kind = kind_of(action.kind)
        name = kind.label
        state = "kanskje" if possible else (missing or ("klar" if action.on else "valgfri"))
        to = "" if kind.is_spoken else action.to_label
        words = (name, to, state, self._body(action, possible=possible))
        if words == self._shown:
            return
        changed = self._shown is not None
        self._shown = words
        self._head.setText(name)
        self._to.setText(unbroken(to))
        self._state.setText(state)
        theme.restyle(self._state, tone="warn" if missing and not possible else ("ok" if state == "klar" else ""))
        self._text.setText(unbroken(words[3]))
        self._text.setVisible(bool(words[3]))
        self.setAccessibleName(f"{name} {to}, {state}")
        if changed and not possible:
            theme.restyle(self, tint="changed")
            self._tint.start()

    @staticmethod
    def _body(action: Action, *, possible: bool) -> str:
        if possible:
            return f"Kommer an på «{action.why}»" if action.why else ""
        return card_kind(action).preview(action)


class Preview:
    """Updates only the changed lines, so that focus and scroll position stay."""

    def __init__(self, layout: QVBoxLayout, count: QLabel, remaining: QLabel) -> None:
        self._layout = layout
        self._count = count
        self._remaining = remaining
        self._lines: dict[str, PreviewRow] = {}
        layout.addStretch(1)

    def clear(self) -> None:
        for line in self._lines.values():
            line.hide()
            line.deleteLater()
        self._lines = {}

    def show(self, outcome: Outcome) -> None:
        """Show the actions of the run, then the possible ones."""
        sure = [a for a in outcome.actions() if kind_of(a.kind).is_previewed]
        maybe = [a for a in outcome.possible() if kind_of(a.kind).is_previewed and a.required]
        ids = {action.id for action in sure}
        one_each = {(a.kind, a.to): a for a in reversed(maybe) if a.id not in ids}
        wanted = [(a, False) for a in sure] + [(a, True) for a in reversed(one_each.values())]
        seen: set[str] = set()
        place = 0
        for action, possible in wanted:
            if action.id in seen:
                continue
            seen.add(action.id)
            line = self._lines.get(action.id)
            if line is None:
                line = self._lines[action.id] = PreviewRow(action)
            self._layout.insertWidget(place, line)
            missing = self._missing(outcome, action)
            line.show_action(action, possible=possible, missing=missing)
            place += 1
        for gone in set(self._lines) - seen:
            line = self._lines.pop(gone)
            line.hide()
            line.deleteLater()
        ready = sum(1 for action in sure if not action.missing)
        self._count.setText(f"{ready} av {len(sure)} klare" if sure else "")
        left = sum(1 for line in outcome.run.trail if line.standing in ("current", "ahead"))
        self._remaining.setText(counted(left, "svar gjenstår", "svar gjenstår"))

    @staticmethod
    def _missing(outcome: Outcome, action: Action) -> str:
        if not action.missing:
            return ""
        if len(action.missing) > 1:
            return "mangler svar"  # their number depends on earlier answers
        name = field_name(outcome.run, action.missing[0])
        return "mangler svar" if len(name) > 22 else f"mangler: {name.rstrip('?').lower()}"
