"""Which department a workplace belongs to, from what the caller said (IN-2)."""

import re
from functools import lru_cache

from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.organisation.postcodes import PostCodes, shipped
from sentralbord_desktop.domain.organisation.territory import Placement, Workplace, departments_of

PART_SEPARATOR = re.compile(r"[,;/\n]|\b(?:og|eller)\b")
CODE = re.compile(r"\b(\d{4})\b")


def placement_of(said: str, employer: str, organisation: Organisation) -> Placement:
    """«Hamar, Renhold Øst AS» or «2317 Hamar» against the areas and employers of the organisation."""
    employers = {entry.employer: entry.department for entry in organisation.employers}
    post_codes = post_codes_of(organisation)
    departments = [d for d in organisation.departments if d.area]
    code, places, rest = _parts(said, post_codes)
    employer = employer or rest
    found = [
        departments_of(Workplace(code, place, employer), departments, employers, post_codes) for place in places or [""]
    ]
    if len(found) == 1:
        return found[0] if found[0].candidates or not places else _unclear(places[0], post_codes)
    candidates = tuple(dict.fromkeys(n for each in found for n in each.candidates))
    whys = ", ".join(each.why for each in found if each.why)
    return Placement(candidates, whys, certain=len(candidates) == 1 and all(e.certain for e in found))


def _unclear(place: str, post_codes: PostCodes) -> Placement:
    """The result for a known place in no department's area, or in several municipalities."""
    rows = post_codes.by_municipality(place) or post_codes.by_place(place)
    names = sorted({row.municipality for row in rows})
    if len(names) > 1:
        return Placement(why=f"«{place}» finnes i flere kommuner: {', '.join(names[:4])}")
    return Placement(why=f"«{place}» ligger ikke i området til noen avdeling")


def post_codes_of(organisation: Organisation) -> PostCodes:
    """The table of the organisation when it has one, else the one that came with the program."""
    return _table(organisation.post_codes) if organisation.post_codes else shipped()


@lru_cache(maxsize=2)
def _table(text: str) -> PostCodes:
    return PostCodes(text)


def _parts(said: str, post_codes: PostCodes) -> tuple[str, list[str], str]:
    """The post code, every known place, and the rest, which is the employer."""
    code = next((m[1] for m in CODE.finditer(said) if post_codes.find(m[1])), "")
    places: list[str] = []
    left: list[str] = []
    for part in (part.strip() for part in PART_SEPARATOR.split(CODE.sub(" ", said))):
        if part and (post_codes.by_municipality(part) or post_codes.by_place(part)):
            places.append(part)
        elif part:
            left.append(part)
    return code, list(dict.fromkeys(places)), ", ".join(left)
