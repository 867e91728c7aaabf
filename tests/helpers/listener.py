"""What a screen reader is told while it happens (AT-SPI), for what is in no tree, as an open menu. Runs on Debian's own
Python. One JSON line for each: what took the focus («focus»), or was announced («said»)."""

import json

import pyatspi
from gi.repository import GLib

SAID = "object:announcement"
FOCUSED = "object:state-changed:focused"


def tell(kind, words):
    print(json.dumps([kind, words]), flush=True)


def heard(event):
    try:
        if event.type.startswith(SAID):
            tell("said", str(event.any_data))
        elif event.detail1:
            tell("focus", event.source.name)
    except Exception:  # what was told of has gone
        return


pyatspi.Registry.registerEventListener(heard, FOCUSED, SAID)
GLib.timeout_add(0, lambda: tell("ready", ""))
pyatspi.Registry.start()
