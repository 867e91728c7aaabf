"""The box at the foot of a step: the rules that it implements, and which version of the procedure they are from."""

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
"""Rules at the foot of a step; the others are in the whole procedure (F8)."""
LONGEST = 420
"""Characters of them."""


def show_rules(ui: Ui_Wizard, run: ProcedureRun, step: Step, *, short: bool) -> None:
    """Only the title when the view is `short`."""
    procedure = run.procedure
    rules = [run.library.rules[r] for r in step.rules if r in run.library.rules][:SHOWN]
    all_own = bool(rules) and all(rule.is_own for rule in rules)
    ui.procedureTitle.setText(OWN if all_own else f"Fra prosedyren: {procedure.title}")
    if step.transfer and step.rules:
        ui.procedureTitle.setText(f"{ui.procedureTitle.text()}, {', '.join(step.rules)}")
    ui.procedureMeta.setVisible(step.transfer is None)
    theme.current().show_icon(ui.procedureIcon, "book-open", "accent")
    text = rules_text(rules)
    ui.procedureText.setText(unbroken(text if len(text) < LONGEST else text[: LONGEST - 3] + "…"))
    ui.procedureText.setVisible(bool(text) and not short)
    names = ", ".join(step.rules)
    ui.procedureMeta.setText(
        f"{names} · Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · "
        f"eies av {procedure.owner}".lstrip(" ·")
    )


def rules_text(rules: Sequence[Rule]) -> str:
    """The union's sentences first. The switchboard's own are named as that where they come below the union's."""
    union = " ".join(rule.quoted for rule in rules if not rule.is_own)
    own = " ".join(rule.quoted for rule in rules if rule.is_own)
    return f"{union}\n{OWN}: {own}" if union and own else union or own
