"""The SMS gateways we know, out of gateways.yaml: where the settings page starts from."""

from importlib.resources import files

from sentralbord_desktop.domain.messages.message import SmsGateway

GATEWAYS_FILE = "gateways.yaml"


def presets() -> dict[str, tuple[str, SmsGateway]]:
    """Key -> (name on the screen, gateway), in the order of the file. Words in capitals are for IT."""
    from ruamel.yaml import YAML  # slow to load, and only the settings page asks

    text = (files("sentralbord_desktop.delivery") / GATEWAYS_FILE).read_text(encoding="utf-8")
    found = YAML(typ="safe", pure=True).load(text)
    return {key: (preset["title"], SmsGateway.model_validate(preset["gateway"])) for key, preset in found.items()}
