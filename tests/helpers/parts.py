"""What parts of the window show, read from their widgets and models."""

from PySide6.QtWidgets import QLabel

from sentralbord_desktop.domain.imports.preview import Loss
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.imports.loss_table import LossTable
from sentralbord_desktop.gui.search_hits import HitModel
from sentralbord_desktop.gui.wizard.action_card import CardBody
from sentralbord_desktop.gui.wizard.member.member_block import ChipRow
from sentralbord_desktop.gui.wizard.preview import Preview, PreviewRow


def card_words(body: CardBody) -> str:
    """All of the text, folded text too."""
    return "\n".join(part.text() for part in body.findChildren(QLabel) if not part.isHidden() or part.wordWrap())


def chip_texts(chips: ChipRow) -> list[str]:
    """What can be read, from left to right."""
    return [button.text() for button in chips.stops() if not button.isHidden()]


def hits_of(model: HitModel) -> list[Hit]:
    return [model.hit(row) for row in range(model.rowCount())]


def losses_in(table: LossTable) -> list[Loss]:
    """Those that are shown, without the headings."""
    return [it for it in table.rows.values if isinstance(it, Loss)]


def preview_rows(preview: Preview) -> list[PreviewRow]:
    return list(preview._rows.values())


def unsaved_in(forms: UnsavedForms) -> list[str]:
    return [form.name for form in forms._forms if form.is_unsaved()]
