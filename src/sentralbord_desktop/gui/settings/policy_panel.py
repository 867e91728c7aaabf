"""Fra IT: the policies of this PC, their sources, and what was ignored."""

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.policies.definitions import BY_NAME
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.widgets.settings_panel import new_panel, new_read_only_text

NOTHING_DECIDED_BY_IT = "IT har ikke bestemt noe for denne PC-en. Alt kan settes her i programmet."
HELP = "Det som står her, kan ikke endres i programmet. Spør IT hvis noe er galt."
IGNORED = "Dette kunne ikke brukes, og er sett bort fra. Si fra til IT:"


def decided_part(policies: Policies) -> QWidget:
    panel, layout = new_panel("Fra IT", HELP if policies.decided else NOTHING_DECIDED_BY_IT)
    if policies.faults:
        layout.addWidget(label(IGNORED, "strong", tone="danger", wrap=True))
        for fault in policies.faults:
            layout.addWidget(label(fault, "", wrap=True))
    if policies.decided:
        layout.addWidget(new_read_only_text("\n".join(lines(policies)), "Bestemt av IT"), 1)
        layout.addStretch()
    else:
        layout.addStretch(1)
    return panel


def lines(policies: Policies) -> list[str]:
    """«E-postserver: smtp.forbundet.no (gruppepolicy)»."""
    return [
        f"{BY_NAME[name].nb}: {decided.shown or 'tomt'} ({decided.origin})"
        for name, decided in policies.decided.items()
    ]
