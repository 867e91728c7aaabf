"""The recipient of an output in words."""

from sentralbord_desktop.domain.organisation.organisation import Organisation

ASKED_FOR = "etterspurt"
"""The target «person asked for by name» (MD-2)."""


def in_a_sentence(title: str) -> str:
    """«Presseansvarlig» -> «presseansvarlig»; «GF-innbetalinger» begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def target_label(to: str, organisation: Organisation) -> str:
    """«avdeling:4:DS» -> «distriktssekretær i avd. 4», as it is shown on the card."""
    kind, _, rest = to.partition(":")
    number, _, function = rest.partition(":")
    if kind == "avdeling" and number.isdigit():
        name = organisation.department(int(number)).title
        words = {"DS": "DS", "KS": "KS", "KS_OS": "KS eller OS", "saksbehandler": "saksbehandler"}
        return f"{words[function]} {name}" if function in words else name
    if kind == "avdeling":
        words = {
            "DS": "DS i avdelingen",
            "KS": "KS i avdelingen",
            "KS_OS": "KS eller OS",
            "saksbehandler": "saksbehandler i avdelingen",
        }
        return words.get(to.rpartition(":")[2], "avdelingen")
    if kind == "sloyfe":
        return f"sløyfe {rest}"
    if kind == "role":
        role = organisation.role(rest)
        return f"{role.holder} ({in_a_sentence(role.title)})" if role.holder else role.title
    if kind == "naboavdeling":
        return "DS i nærliggende avdeling"
    target = organisation.target(to)
    return target.title if target else to
