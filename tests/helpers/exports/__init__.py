"""Plausible exports of three member systems, beside that of tests/helpers/member_system."""
