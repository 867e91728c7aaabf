"""python -m sentralbord_desktop, and the command `sentralbord`."""

from sentralbord_desktop.startup.pyside_patch import leave_sources_unread


def main() -> None:
    """Open the window. PySide is configured before any other module is imported."""
    leave_sources_unread()
    from sentralbord_desktop.startup.application import main as run

    run()


if __name__ == "__main__":
    main()
