"""Plausible exports of four member systems, beside that of tests/helpers/member_system."""
