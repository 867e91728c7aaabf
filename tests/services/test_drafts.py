"""A draft that an earlier version parked is read, and is written so that it can read it again."""

import json

from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Services
from tests.helpers import calls


def test_the_fingerprints_of_a_review_keep_the_name_they_are_stored_under(services: Services) -> None:
    draft = calls.half_way(services, "annet", None, "Ferie")
    stored = json.loads(draft.model_dump_json())
    assert "marks" in stored
    assert "fingerprints" not in stored
    old = Draft.model_validate_json(json.dumps({**stored, "marks": {"merknad": "ab12"}}))
    assert old.fingerprints == {"merknad": "ab12"}
