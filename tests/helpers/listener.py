"""What a screen reader is told while it happens (AT-SPI), for what is in no tree, as an open menu. Runs on Debian's own
Python. One JSON line for each: what took the focus («focus»), or was announced («said»)."""

import json

import pyatspi
from gi.repository import GLib

SAID = "object:announcement"
FOCUSED = "object:state-changed:focused"
RENAMED = "object:property-change:accessible-name"
"""Listened to, as every screen reader does, so that names are not those of the first look."""


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
pyatspi.Registry.registerEventListener(lambda event: None, RENAMED)
GLib.timeout_add(0, lambda: tell("ready", ""))
pyatspi.Registry.start()
