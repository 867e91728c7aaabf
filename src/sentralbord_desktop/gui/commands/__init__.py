"""Every key and command of the window."""
