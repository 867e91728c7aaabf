"""One question of the wizard."""
