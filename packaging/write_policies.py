"""The templates for group policy, from the list in `domain/policies.py`: one policy for each setting.

    python packaging/write_policies.py

Writes packaging/windows/policy/Sentralbord.admx and its texts in nb-NO and en-US. IT copies them
into the central store; a value that is set lands in HKLM\\Software\\Policies\\Sentralbord.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from sentralbord_desktop.domain.policies import POLICIES, Policy  # noqa: E402 - src must be on the path first

FOLDER = ROOT / "packaging/windows/policy"
KEY = r"Software\Policies\Sentralbord"
SCHEMA = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
LANGUAGES = ("nb-NO", "en-US")
SECTIONS = {
    "retention": ("Lagringstid", "Retention"),
    "register": ("Registeret", "The register"),
    "backup": ("Sikkerhetskopi", "Backup"),
    "imports": ("Hente inn medlemmer", "Fetching members"),
    "mail": ("E-post", "Mail"),
    "sms": ("SMS", "SMS"),
    "telephone": ("Telefonen", "The telephone"),
    "operator": ("Operatøren", "The operator"),
    "look": ("Utseende", "Appearance"),
}
SUPPORTED = ("Sentralbord 0.1 eller nyere", "Sentralbord 0.1 or newer")
HELP = (
    "Slått på bestemmer den verdien på PC-en, og den kan ikke endres i Sentralbord. Ikke konfigurert "
    "eller slått av lar programmet bestemme. Navnet i policy.toml er {name}.{choices}",
    "When enabled, the value holds on the PC and cannot be changed in Sentralbord. Not configured or "
    "disabled leaves it to the program. Its name in policy.toml is {name}.{choices}",
)
CHOICES = (" Mulige verdier: {}.", " Possible values: {}.")


def files() -> dict[Path, str]:
    made = {FOLDER / "Sentralbord.admx": _text(definitions())}
    for place, language in enumerate(LANGUAGES):
        made[FOLDER / language / "Sentralbord.adml"] = _text(words(place))
    return made


def definitions() -> ET.Element:
    root = ET.Element("policyDefinitions", revision="1.0", schemaVersion="1.0", xmlns=SCHEMA)
    namespaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(namespaces, "target", prefix="sentralbord", namespace="Sentralbord.Policies")
    ET.SubElement(root, "resources", minRequiredRevision="1.0")
    supported = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name="supported", displayName="$(string.supported)")
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name="sentralbord", displayName="$(string.sentralbord)")
    for section in SECTIONS:
        category = ET.SubElement(categories, "category", name=section, displayName=f"$(string.{section})")
        ET.SubElement(category, "parentCategory", ref="sentralbord")
    policies = ET.SubElement(root, "policies")
    for policy in POLICIES:
        _define(policies, policy)
    return root


def _define(policies: ET.Element, policy: Policy) -> None:
    name = id_of(policy)
    made = ET.SubElement(
        policies,
        "policy",
        {
            "name": name,
            "class": "Machine",
            "displayName": f"$(string.{name})",
            "explainText": f"$(string.{name}_help)",
            "presentation": f"$(presentation.{name})",
            "key": rf"{KEY}\{policy.section}",
        },
    )
    ET.SubElement(made, "parentCategory", ref=policy.section)
    ET.SubElement(made, "supportedOn", ref="supported")
    about = {"id": "value", "valueName": policy.key, "required": "true"}
    elements = ET.SubElement(made, "elements")
    if policy.kind == "number":
        bounds = {"minValue": str(policy.least), "maxValue": str(policy.most)}
        ET.SubElement(elements, "decimal", about | bounds)
    elif policy.kind == "choice":
        chosen = ET.SubElement(elements, "enum", about)
        for choice in policy.choices:
            item = ET.SubElement(chosen, "item", displayName=f"$(string.{name}_{choice})")
            ET.SubElement(ET.SubElement(item, "value"), "string").text = choice
    elif policy.kind == "headers":  # REG_MULTI_SZ
        ET.SubElement(elements, "multiText", about | {"maxLength": str(policy.longest)})
    else:
        ET.SubElement(elements, "text", about | {"maxLength": str(policy.longest)})


def words(place: int) -> ET.Element:
    """The texts in one language; `place` is its number in LANGUAGES."""
    root = ET.Element("policyDefinitionResources", revision="1.0", schemaVersion="1.0", xmlns=SCHEMA)
    ET.SubElement(root, "displayName").text = "Sentralbord"
    ET.SubElement(root, "description").text = "Sentralbord"
    resources = ET.SubElement(root, "resources")
    strings = ET.SubElement(resources, "stringTable")
    _string(strings, "sentralbord", "Sentralbord")
    _string(strings, "supported", SUPPORTED[place])
    for section, titles in SECTIONS.items():
        _string(strings, section, titles[place])
    shown = ET.SubElement(resources, "presentationTable")
    for policy in POLICIES:
        name, title = id_of(policy), (policy.nb, policy.en)[place]
        _string(strings, name, title)
        values = CHOICES[place].format(", ".join(policy.choices)) if policy.choices else ""
        _string(strings, f"{name}_help", HELP[place].format(name=policy.name, choices=values))
        for choice in policy.choices:
            _string(strings, f"{name}_{choice}", choice)
        _present(ET.SubElement(shown, "presentation", id=name), policy, title)
    return root


def _present(presentation: ET.Element, policy: Policy, title: str) -> None:
    if policy.kind == "number":
        least = str(policy.least)
        ET.SubElement(presentation, "decimalTextBox", refId="value", defaultValue=least).text = title
    elif policy.kind == "choice":
        ET.SubElement(presentation, "dropdownList", refId="value").text = title
    elif policy.kind == "headers":  # this control has no label
        ET.SubElement(presentation, "text").text = title
        ET.SubElement(presentation, "multiTextBox", refId="value")
    else:
        ET.SubElement(ET.SubElement(presentation, "textBox", refId="value"), "label").text = title


def id_of(policy: Policy) -> str:
    return f"{policy.section}_{policy.key}"


def _string(strings: ET.Element, name: str, text: str) -> None:
    ET.SubElement(strings, "string", id=name).text = text


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


if __name__ == "__main__":
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
