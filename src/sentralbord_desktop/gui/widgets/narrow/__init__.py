"""Dialogs over a window too narrow for them."""
