"""The member in a narrow window: one row above the step, with the buttons of the hidden panel."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.wizard.member.chip_row import ChipRow
from sentralbord_desktop.gui.wizard.member.fold_button import FoldButton
from sentralbord_desktop.gui.wizard.member.member_block import IdentityMark
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember
from sentralbord_desktop.gui.wizard.member.topic_menu import TopicMenu


class MemberStrip(QFrame):
    """Name, identity, chips and remarks; then the park button, and a menu with the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = label("", "strong")
        self.identity = IdentityMark()
        self.chips = ChipRow()
        self.fold = FoldButton(in_strip=True)
        self.park = QPushButton("Parker")
        give_tip(self.park, "Ctrl+P")
        self.topic = TopicMenu(in_strip=True)
        flow = FlowLayout(8)
        self.setLayout(flow)
        for part in (self.name, self.identity, self.chips, self.fold):
            flow.addWidget(part)
        flow.add_spring()
        set_flags(self.park, "flat")
        flow.addWidget(self.park)
        flow.addWidget(self.topic)

    def show_member(self, shown: ShownMember) -> None:
        self.name.setText(shown.title)
        self.identity.setVisible(shown.record is not None)
        self.identity.show_identity(confirmed=shown.is_confirmed)
        self.chips.show_chips(shown.chips)

    def show_closed(self, heading: str, caller_line: str) -> None:
        self.name.setText(f"{heading} · {caller_line}")
        self.identity.hide()
        self.chips.show_chips(())
