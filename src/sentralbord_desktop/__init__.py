"""Sentralbord: from the ringing phone to a finished inquiry."""

__version__ = "0.1.0"
