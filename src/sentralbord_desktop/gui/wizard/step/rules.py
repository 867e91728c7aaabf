"""The box at the foot of a step: its rules, and the version of the procedure."""

from collections.abc import Sequence

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.procedures import OWN
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.wording import Rule

SHOWN = 2
"""Most rules at the foot of a step; the others are in the whole procedure (F8)."""
MAX_RULE_CHARS = 420
"""Most characters of these rules."""


class RuleBox:
    def __init__(self, ui: Ui_Wizard) -> None:
        self._ui = ui

    def show(self, run: ProcedureRun, step: Step, *, short: bool) -> None:
        """Only the title when the view is `short`."""
        ui, procedure = self._ui, run.procedure
        rules = [run.library.rules[r] for r in step.rules if r in run.library.rules][:SHOWN]
        is_own = bool(rules) and all(rule.is_own for rule in rules)
        ui.procedureTitle.setText(OWN if is_own else f"Fra prosedyren: {procedure.title}")
        if step.transfer and step.rules:
            ui.procedureTitle.setText(f"{ui.procedureTitle.text()}, {', '.join(step.rules)}")
        theme.current().show_icon(ui.procedureIcon, "notebook" if is_own else "book-open", "text2")
        ui.procedureMeta.setText(
            f"{', '.join(step.rules)} · Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · "
            f"eies av {procedure.owner}".lstrip(" ·")
        )
        text = rules_text(rules)
        ui.procedureText.setText(unbroken(text if len(text) < MAX_RULE_CHARS else text[: MAX_RULE_CHARS - 3] + "…"))
        ui.procedureText.setVisible(bool(rules) and not short)
        ui.procedureMeta.setVisible(step.transfer is None)


def rules_text(rules: Sequence[Rule]) -> str:
    """The text of the rules, the union's sentences first. Own rules of the switchboard are marked where they follow the
    union's."""
    union = " ".join(rule.quoted for rule in rules if not rule.is_own)
    own = " ".join(rule.quoted for rule in rules if rule.is_own)
    return f"{union}\n{OWN}: {own}" if union and own else union or own
