"""Two worked examples of sources, from examples.toml: presets for the settings page."""

from importlib.resources import files

from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.services.imports.sources.settings import read_sources

EXAMPLES_FILE = "examples.toml"


def examples() -> list[ImportSource]:
    """In the order of the file; the addresses are for IT to replace."""
    text = (files("sentralbord_desktop.services.imports.sources") / EXAMPLES_FILE).read_text(encoding="utf-8")
    return read_sources(text)
