"""Property tests: the first use of a year reads its red days, so no time limit per example."""

from hypothesis import settings

settings.register_profile("huset", deadline=None, database=None, max_examples=100)
settings.load_profile("huset")
