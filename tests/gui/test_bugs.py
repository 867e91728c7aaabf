"""A bug behind a key: the operator is told, the log has its kind and place, and nothing of what it held."""

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.screen import Screen

DRIVER = """
import sys
from PySide6.QtCore import QTimer
from sentralbord_desktop.startup import application as app

show = app.Application.show

def shown(application):
    show(application)
    timer = QTimer(application)

    def look():
        if application.workspace is None:
            return
        timer.stop()
        QTimer.singleShot(0, stumble)
        QTimer.singleShot(0, tell)  # after it: they come in the order they were asked for

    def stumble():
        raise ValueError("Kari Nordmann 01019012345")

    def tell():
        print("said:", application.window.ui.barText.text(), flush=True)
        application.window.may_close = lambda: True
        application.window.close()

    timer.timeout.connect(look)
    timer.start(20)

app.Application.show = shown
app.main()
"""


def test_a_bug_behind_a_key_is_said_and_logged_without_its_words(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", DRIVER, "--practice", "--data", str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "said: Noe gikk galt i programmet." in result.stdout, result.stderr
    (log,) = tmp_path.rglob("sentralbord.log")
    logged = log.read_text(encoding="utf-8")
    assert "bug ValueError at" in logged
    for text in (logged, result.stdout, result.stderr):
        assert "Nordmann" not in text


def test_a_bug_is_told_plainly_and_nothing_is_lost(screen: Screen) -> None:
    screen.workspace.bar.show_error(ValueError("Ingunn Fjeldheim"))
    assert "Noe gikk galt" in screen.window.ui.barText.text()
    assert "Ingunn" not in screen.window.ui.barText.text()
