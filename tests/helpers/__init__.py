"""What the tests use together. No test module and no conftest is imported; what is imported lies here."""
