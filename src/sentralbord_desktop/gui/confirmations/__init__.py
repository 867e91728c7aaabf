"""The page «Venter»."""
