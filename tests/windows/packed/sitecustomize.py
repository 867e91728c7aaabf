"""Read by every Python that the tests under Wine start: modules come out of one file (`tests.windows.pack`).

Wine takes a millisecond and more for each question about a file, and Python asks ten for each of two thousand modules:
a start took eight seconds. What is not in that file, tests above all, is found as ever. Nothing is imported here that
is not there already.
"""

import marshal
import os
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

PLACE = "SENTRALBORD_PACKED"
PATIENCE = 180
"""Seconds that the parts of pytest wait for the file, which is made while they start."""


class Packed(SourceFileLoader):
    """Source, data and names as from a file of its own; the code alone comes from the one for all."""

    def __init__(self, name: str, file: str, code: memoryview) -> None:
        super().__init__(name, file)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        code = marshal.loads(self._code)
        assert isinstance(code, CodeType)
        return code


class Finder:
    """Module -> (its file, whether it is a package, where its code begins, how long it is)."""

    def __init__(self, content: bytes) -> None:
        begin = 8 + int.from_bytes(content[:8], "little")
        self._index: dict[str, tuple[str, bool, int, int]] = marshal.loads(content[8:begin])
        self._codes = memoryview(content)[begin:]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = self._index.get(name)
        if found is None:
            return None
        file, is_package, begin, size = found
        loader = Packed(name, file, self._codes[begin : begin + size])
        folder = [os.path.dirname(file)] if is_package else None
        return spec_from_file_location(name, file, loader=loader, submodule_search_locations=folder)


def find_in(place: str) -> None:
    until = time.monotonic() + PATIENCE
    while not os.path.exists(place) and time.monotonic() < until:
        time.sleep(0.1)
    with open(place, "rb") as file:
        sys.meta_path.insert(0, Finder(file.read()))


if place := os.environ.get(PLACE):
    find_in(place)
