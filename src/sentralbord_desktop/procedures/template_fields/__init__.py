"""The general fields of templates: each one a function of the call so far."""
