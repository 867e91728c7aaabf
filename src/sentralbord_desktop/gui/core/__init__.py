"""What every widget may use: tasks, theme, icons, announcements."""
