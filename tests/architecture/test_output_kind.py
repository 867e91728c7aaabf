"""An output kind is one module: a toy one, registered, is in the preview, on a card, in the rows and in the receipt."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sentralbord_desktop import bootstrap
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui.wizard.card_kinds import CARD_SPECS, CardSpec
from sentralbord_desktop.gui.wizard.preview import PreviewRow
from sentralbord_desktop.procedures.loader import read_library
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind
from sentralbord_desktop.procedures.outputs.registry import KINDS, kind_of
from sentralbord_desktop.services.inquiries.completion import WRITERS
from sentralbord_desktop.services.inquiries.completion_context import Completion
from tests.helpers.screen import Screen, window_over
from tests.helpers.stored import actions_of

FILE = "nb/annet.yaml"
RESULT = (
    '  - {id: pakke, kind: TOY, to: "url:kurs", when: {videre: svart}, strength: bor, text: "Om {tema}."}\n'
    "  - {use: telefonlogg}"
)


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    return {"weight": f"{len(context.field('tema') or '')} gram"}


TOY = OutputKind("TOY", "Gavepakke", "note", receipt="Pakke til", card_fields=("text",), data=_data)


def _write(completion: Completion, action: Action) -> str:
    completion.done.append(f"Pakken er bestilt, {action.data['weight']}")
    return "gjort"


@pytest.fixture
def with_toy(procedure_files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kind is registered, and a result of it stands in a file of the library."""
    monkeypatch.setitem(KINDS, TOY.key, TOY)
    file = procedure_files / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"  - \{use: telefonlogg.*\}", RESULT, text), encoding="utf-8")
    return procedure_files


@pytest.fixture
def screen(
    qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path, with_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    read = read_library(with_toy)
    monkeypatch.setattr(bootstrap, "library", lambda: read)
    shutil.copytree(practised, tmp_path / "register")
    with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
        yield screen


def answer_until_the_review(screen: Screen) -> None:
    screen.open("fjeldheim")
    screen.digits("93")  # Kurs, media og annet – Annet
    screen.type("sykkel")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")  # Svart
    screen.confirm()


def words_of(card: Any) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_a_kind_that_is_registered_works_from_the_preview_to_the_receipt(screen: Screen) -> None:
    screen.open("fjeldheim")
    screen.digits("93")
    screen.type("sykkel")
    screen.key(Qt.Key.Key_Return)
    lines = screen.workspace.call.wizard.findChildren(PreviewRow)
    assert not [line for line in lines if "Gavepakke" in line.accessibleName()], "bør is not «kanskje»"
    screen.digits("1")
    screen.confirm()
    review = screen.workspace.call.inquiry.review
    card = next(card for card in review.card_list.cards if card.action.kind == "TOY")
    assert "Gavepakke" in words_of(card)
    assert "Om sykkel." in words_of(card)
    assert card.is_editable
    screen.finish()
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    assert any(line.startswith("Pakke til") for line in receipt.done)
    (row,) = [row for row in actions_of(screen.services, receipt.inquiry_id) if row["kind"] == "TOY"]
    assert (row["state"], row["content"], row["data"]["weight"]) == ("gjort", "Om sykkel.", "6 gram")
    assert "Pakke til" in screen.workspace.home.ui.receiptText.text().replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_registered_for_it_writes_and_draws(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WRITERS, TOY.key, _write)
    monkeypatch.setitem(CARD_SPECS, TOY.key, CardSpec(lambda a: f"{a.text} ({a.data['weight']})"))
    answer_until_the_review(screen)
    review = screen.workspace.call.inquiry.review
    card = next(card for card in review.card_list.cards if card.action.kind == "TOY")
    assert "Om sykkel. (6 gram)" in words_of(card).replace("\N{NO-BREAK SPACE}", " ")
    screen.finish()
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    assert "Pakken er bestilt, 6 gram" in receipt.done


def test_a_kind_that_is_not_registered_is_refused(with_toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(KINDS, TOY.key)
    with pytest.raises(ProcedureError, match=r"annet\.yaml, resultat «pakke» kind: har en verdi som ikke finnes"):
        read_library(with_toy)
    assert kind_of("TOY").label == "Toy"


def test_every_kind_can_be_drawn_and_is_known_to_the_tables() -> None:
    assert set(WRITERS) <= set(KINDS)
    assert set(CARD_SPECS) <= set(KINDS)
    assert all(key == kind.key for key, kind in KINDS.items())
