"""A row that goes on below itself."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.labels import keycap, label


@pytest.mark.parametrize("has_spring", [True, False])
def test_a_key_stays_beside_what_it_is_for(qapp: QApplication, has_spring: bool) -> None:
    outer = QWidget()
    flow = FlowLayout(6)
    outer.setLayout(flow)
    first, words, key = (label("Fristen regnes fra denne datoen"), label("Kort visning"), keycap("F9"))
    flow.addWidget(first)
    if has_spring:
        flow.add_spring()
    flow.addWidget(words)
    flow.addWidget(key)
    wide = flow.sizeHint().width() - key.sizeHint().width() // 2
    outer.resize(wide, flow.heightForWidth(wide))
    outer.show()
    assert first.geometry().bottom() < words.y()
    assert words.geometry().center().y() == pytest.approx(key.geometry().center().y(), abs=1)
    assert key.x() > words.geometry().right()
    assert (key.geometry().right() > wide - 10) is has_spring
    outer.close()
