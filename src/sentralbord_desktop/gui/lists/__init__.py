"""Lists: tables, their menus and questions."""
