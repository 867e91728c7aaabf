"""The keys that are drawn on the screen: how many, which, and what a click on one does."""
