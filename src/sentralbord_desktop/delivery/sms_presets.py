"""The supported SMS gateways, from gateways.yaml: presets for the settings page."""

from importlib.resources import files
from typing import NamedTuple

from sentralbord_desktop.domain.messages.message import SmsGateway

GATEWAYS_FILE = "gateways.yaml"


class SmsPreset(NamedTuple):
    title: str
    gateway: SmsGateway


def presets() -> dict[str, SmsPreset]:
    """Key -> preset, in the order of the file. IT replaces the words in capitals."""
    from ruamel.yaml import YAML  # slow to import, and only the settings page needs it

    text = (files("sentralbord_desktop.delivery") / GATEWAYS_FILE).read_text(encoding="utf-8")
    found = YAML(typ="safe", pure=True).load(text)
    return {
        key: SmsPreset(preset["title"], SmsGateway.model_validate(preset["gateway"])) for key, preset in found.items()
    }
