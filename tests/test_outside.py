"""What comes from outside has one way in: `bounded_input` for files, `bounded_web` for answers. Nothing else opens a
file or asks a server, but the modules named here, each for the app's own files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/sentralbord_desktop"
BESIDE = "a small file of the app's own beside the register"
SHIPPED = "ships with the product"
WRITES = "writes what was asked for"
OWN_FILES = {
    "system/bounded_input.py": "the one reader of files",
    "system/paths.py": "the lock of the register, and the mounts that the kernel lists",
    "storage/encryption/keys.py": BESIDE,
    "system/small_file.py": "the one reader of the small files beside the register",
    "storage/backup/file_check.py": "the sum of a file that was copied or looked at here",
    "storage/backup/unfinished_files.py": "what is copied and synced here under a name of its own",
    "services/imports/write_tables.py": WRITES,
    "gui/core/icons.py": SHIPPED,
    "gui/core/theme.py": SHIPPED,
    "delivery/sms_presets.py": SHIPPED,
    "services/imports/source_settings.py": SHIPPED,
    "storage/engine/grants.py": SHIPPED,
    "domain/organisation/postcodes.py": SHIPPED,
    "procedures/loader.py": "what the build has compiled, and procedures inside a package of ours",
    "services/imports/read_workbook.py": "a zip in memory, whose parts are counted while they are unpacked",
}
SERVERS = {
    "system/bounded_web.py": "the one reader of answers",
    "delivery/smtp.py": "SMTP, whose answers `_Replies` counts",
    "storage/sharing/listener.py": "cuts the line to the database, and reads nothing",
}
READS = {"read_text", "read_bytes", "fdopen", "urlopen", "QFile"}
MODE = re.compile(r"[rwax][bt+]*")
ASKS = {"get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "AsyncClient"}
NETWORKS = {"httpx": ASKS, "smtplib": {"SMTP", "SMTP_SSL", "LMTP"}, "socket": {"create_connection", "socket"}}
OTHER_WAYS = {
    "urllib.request": {"url2pathname"},
    "http.client": set(),
    "requests": set(),
    "ftplib": set(),
    "aiohttp": set(),
    "urllib3": set(),
}


def opened(tree: ast.AST) -> Iterator[str]:
    """Each call that opens a file or reads one."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        modes = [a.value for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
        has_mode = any(isinstance(mode, str) and MODE.fullmatch(mode) for mode in modes)
        plain = isinstance(call.func, ast.Name) or ast.unparse(call.func) in ("os.open", "io.open")
        if name in READS and not (isinstance(call.func, ast.Name) and name.startswith("read_")):
            yield f"{name} in line {call.lineno}"
        elif name == "open" and (plain or has_mode):
            yield f"open in line {call.lineno}"


def asked(tree: ast.AST) -> Iterator[str]:
    """Each way to a server other than through `bounded_web`."""
    sends = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None)
            names = [alias.name for alias in node.names]
            for each in [module] if module else names:
                allowed = OTHER_WAYS.get(each)
                if allowed is not None and not (module and set(names) <= allowed):
                    yield f"{each} in line {node.lineno}"
            sends |= "httpx" in [module, *names]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute):
            of, name = ast.unparse(call.func.value), call.func.attr
            if name in NETWORKS.get(of, ()) or (sends and name in {"send", "stream"}):
                yield f"{of}.{name} in line {call.lineno}"


def found_in(ways: str) -> dict[str, list[str]]:
    look = opened if ways == "files" else asked
    found = {}
    for file in sorted(SOURCE.rglob("*.py")):
        if "_generated" not in file.parts and "migrations" not in file.parts:
            calls = list(look(ast.parse(file.read_text(encoding="utf-8"))))
            if calls:
                found[file.relative_to(SOURCE).as_posix()] = calls
    return found


@pytest.mark.parametrize(("ways", "known"), [("files", OWN_FILES), ("servers", SERVERS)])
def test_what_comes_from_outside_is_read_by_the_one_reader(ways: str, known: dict[str, str]) -> None:
    found = found_in(ways)
    others = {name: calls for name, calls in found.items() if name not in known}
    assert not others, "use bounded_input or bounded_web, or say here why it is the app's own"
    assert not set(known) - set(found), "these need no exception any more"


@pytest.mark.parametrize(
    "line",
    [
        "open(path)",
        "path.open('rb')",
        "path.read_text()",
        "path.read_bytes(encoding='utf-8')",
        "os.open(path, 0)",
        "path.open(mode='r')",
        "QFile(path)",
    ],
)
def test_each_way_to_open_a_file_is_seen(line: str) -> None:
    assert list(opened(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "httpx.post(url)",
        "import urllib.request",
        "from urllib.request import urlopen",
        "smtplib.SMTP(host)",
        "socket.create_connection(place)",
        "import httpx\nclient.send(request)",
        "import requests",
    ],
)
def test_each_way_to_a_server_is_seen(line: str) -> None:
    assert list(asked(ast.parse(line)))


@pytest.mark.parametrize("line", ["office.members.open(4)", "dialog.open()", "read_text(100)"])
def test_what_only_sounds_so_is_let_be(line: str) -> None:
    assert not list(opened(ast.parse(line)))
