"""Shared by all widgets: tasks, theme, icons, announcements."""
