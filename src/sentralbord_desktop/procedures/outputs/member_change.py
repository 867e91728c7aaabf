"""The changes of the call in the member record, and a new member."""

from typing import Any

from sentralbord_desktop.procedures.member_changes import changes, words_of
from sentralbord_desktop.procedures.model import Output, StepRole
from sentralbord_desktop.procedures.outputs.kind import About, OutputContext, OutputKind


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    changed = changes(context.run)
    return {"changes": changed, "fields": words_of(changed)}


UPDATE_MEMBER = OutputKind(
    "UPDATE_MEMBER",
    "Endring i medlemsbildet",
    "pencil-simple",
    changes_member=True,
    card_fields=("changes",),
    data=_data,
    about=About.MEMBER,
)
REGISTER_MEMBER = OutputKind(
    "REGISTER_MEMBER",
    "Nytt medlem",
    "user-plus",
    needs_data=("department",),
    roles=(StepRole.PERSON_DETAILS, StepRole.WORKPLACE),
    changes_member=True,
    card_fields=("changes",),
    data=_data,
    about=About.MEMBER,
)
