"""A disk that loses its power: SQLite's own file layer, watched through ctypes, and replayed up to a cut.

sqlcipher3 exports SQLite's functions. The default VFS is copied, its xOpen replaced, and the methods of
each file that is opened are replaced by ones that write down what is written, synced, cut and deleted.
At a cut, what was synced is there; each write since then is there, not there, or there in part.
"""

import ctypes as c
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as engine

SECTOR = 512
OK, DEFAULT = 0, 1
Op = tuple[str, str, int, bytes]
"""What was done, to which file, where, with what: write, sync, cut, delete, said."""

WRITE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int, c.c_int64)
TRUNCATE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int64)
SYNC = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int)
OPEN = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_void_p, c.c_int, c.c_void_p)
DELETE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_char_p, c.c_int)


class Methods(c.Structure):
    """sqlite3_io_methods: the first six are what is watched; the rest is carried along."""

    _fields_ = [
        ("version", c.c_int),
        ("close", c.c_void_p),
        ("read", c.c_void_p),
        ("write", c.c_void_p),
        ("truncate", c.c_void_p),
        ("sync", c.c_void_p),
        ("rest", c.c_void_p * 13),
    ]


class Vfs(c.Structure):
    """sqlite3_vfs."""

    _fields_ = [
        ("version", c.c_int),
        ("file_size", c.c_int),
        ("path_size", c.c_int),
        ("next", c.c_void_p),
        ("name", c.c_char_p),
        ("data", c.c_void_p),
        ("open", c.c_void_p),
        ("delete", c.c_void_p),
        ("rest", c.c_void_p * 14),
    ]


@dataclass
class Disk:
    """What was done, in order. `say` puts a word of the program's own among it."""

    ops: list[Op] = field(default_factory=list)

    def say(self, word: str) -> None:
        self.ops.append(("said", word, 0, b""))

    def cut(self, chance: random.Random, folder: Path) -> list[str]:
        """The files as they may be after a cut at a moment by chance, in `folder`; what had been said."""
        place = chance.randrange(1, len(self.ops) + 1)
        safe: dict[str, bytearray] = {}
        loose: dict[str, list[Op]] = {}
        said = []
        for op in self.ops[:place]:
            what, name = op[0], op[1]
            if what == "said":
                said.append(name)
            elif what == "sync":
                for late in loose.pop(name, []):
                    _apply(safe, late)
                safe.setdefault(name, bytearray())
            elif what == "delete":
                safe.pop(name, None)
                loose.pop(name, None)
            else:
                loose.setdefault(name, []).append(op)
        for op in (op for late in loose.values() for op in late):
            _perhaps(safe, op, chance)
        for name, content in safe.items():
            (folder / name).write_bytes(content)
        return said


def _apply(files: dict[str, bytearray], op: Op) -> None:
    what, name, at, content = op
    file = files.setdefault(name, bytearray())
    if what == "cut":
        del file[at:]
        return
    file.extend(bytes(max(0, at + len(content) - len(file))))
    file[at : at + len(content)] = content


def _perhaps(files: dict[str, bytearray], op: Op, chance: random.Random) -> None:
    """A write that nobody waited for: there, not there, or some of its sectors."""
    what, name, at, content = op
    luck = chance.random()
    if luck < 0.4:
        return
    if what == "cut" or luck < 0.7:
        _apply(files, op)
        return
    for start in range(0, len(content), SECTOR):
        if chance.random() < 0.5:
            _apply(files, (what, name, at + start, content[start : start + SECTOR]))


@contextmanager
def watched() -> Iterator[Disk]:
    """Everything SQLite writes from here on is written down; the real files are written too."""
    disk = Disk()
    library = c.CDLL(engine.__file__)
    library.sqlite3_vfs_find.restype = c.POINTER(Vfs)
    real = library.sqlite3_vfs_find(None)
    shim = Vfs.from_buffer_copy(real.contents)
    shim.name, shim.next = b"watched", None
    kept: list[Any] = []  # callbacks and tables must outlive every file
    names: dict[int, str] = {}
    tables: dict[int, c.Array[Any] | Methods] = {}
    really_open = OPEN(real.contents.open)
    really_delete = DELETE(real.contents.delete)

    def open_(vfs: int, path: int | None, file: int, flags: int, out: int) -> int:
        """SQLite keeps the pointer to the path, so it is handed on as it came."""
        result = really_open(c.addressof(real.contents), path, file, flags, out)
        pointer = c.cast(file, c.POINTER(c.c_void_p))
        if result == OK and pointer[0] and path:
            names[file] = Path(c.string_at(path).decode()).name
            if pointer[0] not in tables:
                tables[pointer[0]] = _watching(pointer[0], disk, names, kept)
            pointer[0] = c.addressof(tables[pointer[0]])
        return int(result)

    def delete_(vfs: int, path: bytes, sync: int) -> int:
        disk.ops.append(("delete", Path(path.decode()).name, 0, b""))
        return int(really_delete(c.addressof(real.contents), path, sync))

    kept += [OPEN(open_), DELETE(delete_)]
    shim.open = c.cast(kept[0], c.c_void_p)
    shim.delete = c.cast(kept[1], c.c_void_p)
    library.sqlite3_vfs_register(c.byref(shim), DEFAULT)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_register(real, DEFAULT)
        library.sqlite3_vfs_unregister(c.byref(shim))
        KEPT.extend([shim, kept, tables])


KEPT: list[Any] = []
"""A file that is still open calls these after the watch is over."""


def _watching(address: int, disk: Disk, names: dict[int, str], kept: list[Any]) -> Methods:
    """The methods at `address`, with writing, cutting and syncing told to the disk."""
    own = Methods.from_address(address)
    made = Methods.from_buffer_copy(own)
    write, truncate, sync = WRITE(own.write), TRUNCATE(own.truncate), SYNC(own.sync)

    def tell(what: str, file: int, at: int, content: bytes) -> None:
        disk.ops.append((what, names.get(file, "?"), at, content))

    def write_(file: int, content: int, amount: int, at: int) -> int:
        tell("write", file, at, c.string_at(content, amount))
        return int(write(file, content, amount, at))

    def truncate_(file: int, length: int) -> int:
        tell("cut", file, length, b"")
        return int(truncate(file, length))

    def sync_(file: int, flags: int) -> int:
        result = int(sync(file, flags))
        tell("sync", file, 0, b"")
        return result

    callbacks = [WRITE(write_), TRUNCATE(truncate_), SYNC(sync_)]
    kept.append(callbacks)
    made.write, made.truncate, made.sync = (c.cast(f, c.c_void_p) for f in callbacks)
    return made
