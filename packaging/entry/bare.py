"""The smallest PySide6 window, built like the product: what the product's start is measured against."""

import sys
import time

STARTED = time.perf_counter()

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

application = QApplication(sys.argv[:1])
window = QMainWindow()
window.setWindowTitle("Bare PySide6")
window.setCentralWidget(QLabel("Hei"))
window.resize(720, 420)
window.show()


def ready() -> None:
    if sys.stdout is not None:
        sys.stdout.write(f"ready {time.perf_counter() - STARTED:.3f}\n")
        sys.stdout.flush()


QTimer.singleShot(0, ready)
raise SystemExit(application.exec())
