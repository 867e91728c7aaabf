"""resources/icon.svg as a Windows icon, drawn by Qt at build time. Needs no screen.

python packaging/windows/make_icon.py OUT.ico
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""What Windows asks for from 100 % to 250 % scaling, in pixels."""


def drawn(svg: Path, size: int) -> bytes:
    """The drawing as a PNG of `size` × `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"cannot draw {svg}")
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt does not
    return bytes(content.data())


def write_icon(svg: Path, out: Path) -> Path:
    """An .ico with one PNG for each size. Returns `out`."""
    pictures = [drawn(svg, size) for size in SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # 0 means 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(head + entries + b"".join(pictures))
    return out


if __name__ == "__main__":
    write_icon(Path(__file__).parents[2] / "resources/icon.svg", Path(sys.argv[1]))
