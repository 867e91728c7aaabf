"""Saves height in «Hva gjelder det?» of a low window, so that every category is visible."""

from collections.abc import Callable, Sequence
from functools import partial

from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.category_chooser import CategoryChooser
from sentralbord_desktop.gui.core.height_fit import HeightFit
from sentralbord_desktop.gui.widgets.digit_panel import BARE_PADDING, AnswerButton
from sentralbord_desktop.gui.wizard.member.compare_card import CompareCard

MIN_PADDING = 1


class CategoryFit(HeightFit):
    """The height of the rows, and then the member number among the facts to compare: the record has it too."""

    def __init__(self, ui: Ui_Call, compare: CompareCard, chooser: CategoryChooser) -> None:
        self._ui, self._compare = ui, compare
        layouts = [layout for part in (compare, ui.say) if (layout := part.layout())]
        super().__init__(ui.categoriesScroll, ui.categories, (*layouts, ui.buttonsLayout), chooser)
        chooser.digits_changed.connect(self.fit_soon)
        self.begin()

    def _ways(self) -> Sequence[Callable[[], object]]:
        paddings = range(BARE_PADDING - 1, MIN_PADDING - 1, -1)
        return *(partial(self._pad, each) for each in paddings), partial(self._compare.show_equal, shown=False)

    def _give_back(self) -> None:
        self._pad(BARE_PADDING)
        self._compare.show_equal(shown=True)

    def _pad(self, padding: int) -> None:
        for button in self._ui.buttons.findChildren(AnswerButton):
            button.pad(padding)
