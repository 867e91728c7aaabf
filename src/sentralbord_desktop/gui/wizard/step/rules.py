"""The box at the foot of a step: its rules, and the version of the procedure."""

from collections.abc import Sequence

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.procedures.procedure_dialog import OWN
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.wording import Rule

SHOWN = 2
"""Most rules at the foot of a step; the others are in the whole procedure (F8)."""
MAX_RULE_CHARS = 420
"""Most characters of these rules."""


class RuleBox:
    """With little height, first the version is hidden, then all rules but one, then the text; the title is kept."""

    def __init__(self, ui: Ui_Wizard) -> None:
        self._ui = ui
        self._rules: Sequence[Rule] = ()
        self._has_text = self._has_version = False

    def show(self, run: ProcedureRun, step: Step, *, short: bool) -> None:
        """Only the title when the view is `short`."""
        ui, procedure = self._ui, run.procedure
        self._rules = [run.library.rules[r] for r in step.rules if r in run.library.rules][:SHOWN]
        is_own = bool(self._rules) and all(rule.is_own for rule in self._rules)
        ui.procedureTitle.setText(OWN if is_own else f"Fra prosedyren: {procedure.title}")
        if step.transfer and step.rules:
            ui.procedureTitle.setText(f"{ui.procedureTitle.text()}, {', '.join(step.rules)}")
        theme.current().show_icon(ui.procedureIcon, "notebook" if is_own else "book-open", "text2")
        ui.procedureMeta.setText(
            f"{', '.join(step.rules)} · Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · "
            f"eies av {procedure.owner}".lstrip(" ·")
        )
        self._has_text = bool(self._rules) and not short
        self._has_version = step.transfer is None
        self.show_all()

    def show_all(self) -> None:
        self._show_text(self._rules)
        self._ui.procedureText.setVisible(self._has_text)
        self._ui.procedureMeta.setVisible(self._has_version)

    def hide_version(self) -> None:
        self._ui.procedureMeta.hide()

    def show_first(self) -> None:
        """Show only the first rule."""
        self._show_text(self._rules[:1])

    def hide_text(self) -> None:
        self._ui.procedureText.hide()

    def _show_text(self, rules: Sequence[Rule]) -> None:
        text = rules_text(rules)
        self._ui.procedureText.setText(
            unbroken(text if len(text) < MAX_RULE_CHARS else text[: MAX_RULE_CHARS - 3] + "…")
        )


def rules_text(rules: Sequence[Rule]) -> str:
    """The text of the rules, the union's sentences first. Own rules of the switchboard are marked where they follow the
    union's."""
    union = " ".join(rule.quoted for rule in rules if not rule.is_own)
    own = " ".join(rule.quoted for rule in rules if rule.is_own)
    return f"{union}\n{OWN}: {own}" if union and own else union or own
