"""The main window: header, search field, keys, tray."""
