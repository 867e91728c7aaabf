"""The settings that IT can decide for every PC."""
