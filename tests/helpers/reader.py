"""Reads the accessibility tree (AT-SPI) for the tests. Runs on Debian's own Python, which has
pyatspi: one JSON command a line on stdin, one JSON answer a line on stdout.

    {"do": "nodes"}                 -> every showing node: role, name, description, states, text, area
    {"do": "focused"}               -> the node that has the focus
"""

import json
import sys

import pyatspi

STATES = {
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_FOCUSABLE: "focusable",
    pyatspi.STATE_ENABLED: "enabled",
    pyatspi.STATE_SELECTED: "selected",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_EDITABLE: "editable",
}
CLICKABLE = {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_CHECK_BOX}
ROWS = {pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_RADIO_BUTTON, pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_COMBO_BOX}
PLACED = {*CLICKABLE, *ROWS, pyatspi.ROLE_TOOL_TIP}
DEEPEST = 40
MAX_CHILDREN = 400


def application(pid):
    for app in pyatspi.Registry.getDesktop(0):
        try:
            if app is not None and app.get_process_id() == pid:
                return app
        except Exception:  # noqa: S112 - an application that just left
            continue
    return None


def text_of(node):
    try:
        reader = node.queryText()
        return reader.getText(0, reader.characterCount)
    except Exception:  # pyatspi raises what it likes for a node without text
        return ""


def area_of(node):
    """Left, top, width and height on the screen."""
    try:
        area = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    except Exception:  # a node without a place
        return []
    return [area.x, area.y, area.width, area.height]


def describe(node, states):
    return {
        "role": node.getRoleName(),
        "name": node.name or "",
        "description": node.description or "",
        "states": sorted(name for state, name in STATES.items() if states.contains(state)),
        "text": text_of(node) if states.contains(pyatspi.STATE_EDITABLE) else "",
        "area": area_of(node) if node.getRole() in PLACED else [],
        "clickable": node.getRole() in CLICKABLE,
    }


def walk(node, found, depth=0):
    if depth > DEEPEST:
        return
    try:
        states = node.getState()
        if (depth > 1 or node.getRole() == pyatspi.ROLE_TOOL_TIP) and not states.contains(pyatspi.STATE_SHOWING):
            return
        found.append(describe(node, states))
        for number in range(min(node.childCount, MAX_CHILDREN)):
            child = node.getChildAtIndex(number)
            if child is not None:
                walk(child, found, depth + 1)
    except Exception:
        return


def main():
    pid = int(sys.argv[1])
    for line in sys.stdin:
        command = json.loads(line)
        app = application(pid)
        nodes = []
        if app is not None:
            walk(app, nodes)
        if command["do"] == "focused":
            focused = [node for node in nodes if "focused" in node["states"]]
            answer = focused[-1] if focused else None
        else:
            answer = nodes
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
