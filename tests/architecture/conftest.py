"""The temporary library, for tests that put something new into one place, is the plugin tests/helpers/procedure_files.py."""
