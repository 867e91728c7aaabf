"""What a picture shows, all of it at once: a pixel at a time takes seconds."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def colours_in(picture: QImage) -> NDArray[np.uint32]:
    """Each pixel as Qt's 0xffRRGGBB; shape (height, width)."""
    picture = picture.convertToFormat(QImage.Format.Format_ARGB32)
    line = picture.bytesPerLine() // 4
    pixels = np.frombuffer(picture.constBits(), dtype=np.uint32)
    return pixels.reshape(picture.height(), line)[:, : picture.width()].copy()
