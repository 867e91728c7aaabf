"""Writes the member changes of an action: registration, fields, remark and log."""

from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.inquiries.inquiry import NOTE_SAVED, Action
from sentralbord_desktop.domain.members.member import RemarkFields
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import members


def register_member(completion: Completion, action: Action) -> None:
    """Register the new member, or correct the one that this inquiry registered before it was reopened (IN-2)."""
    changes = dict(action.data["changes"])
    changes["department"] = int(action.data["department"])
    changes["workplace"] = completion.text_of(StepRole.WORKPLACE)
    registered = completion.draft.registered_member_id
    if registered is not None:
        changes["department"] = str(changes["department"])
        members.change_member(
            completion.session,
            registered,
            changes,
            author=completion.author,
            at=completion.at,
            inquiry_id=completion.inquiry_id,
            seen=completion.draft.seen,
            source="åpnet igjen",  # OA-4 applies to a member who had a department before this call
        )
        completion.member_id = registered
        return
    member = members.add_member(
        completion.session,
        {**changes, "joined": today(completion.at)},
        author=completion.author,
        at=completion.at,
        inquiry_id=completion.inquiry_id,
        source="samtale",
    )
    completion.member_id = member.id


def write_registration(completion: Completion, action: Action) -> str:
    completion.done.append(f"Medlemmet er registrert i avdeling {action.data['department']}")
    return "gjort"


def write_note(completion: Completion, action: Action) -> str:
    if completion.member_id is None:
        completion.leave("Merknaden, når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    inquiries.add_remark(
        completion.session,
        completion.member_id,
        RemarkFields(
            written=completion.at, author=completion.author, text=action.text, category=completion.draft.category
        ),
        completion.inquiry_id,
    )
    completion.done.append(NOTE_SAVED)
    return "gjort"


def write_log(completion: Completion, action: Action) -> str:
    if "logg" in action.where and completion.member_id is not None:
        inquiries.add_log_line(
            completion.session,
            completion.member_id,
            completion.noted or completion.draft.category,
            author=completion.author,
            at=completion.at,
            inquiry_id=completion.inquiry_id,
        )
        completion.done.append("Logg er ført")
    return "gjort"


def write_changes(completion: Completion, action: Action) -> str:
    changes = action.data["changes"]
    if not changes:
        return "gjort"
    if completion.member_id is None:
        words = ", ".join(words_of(changes))
        completion.leave(f"Endringen ({words}), når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    changed = members.change_member(
        completion.session,
        completion.member_id,
        changes,
        author=completion.author,
        at=completion.at,
        inquiry_id=completion.inquiry_id,
        seen=completion.draft.seen,
    )
    if changed:
        completion.done.append(f"Medlemsbildet er endret ({len(changed)} felt)")
    return "gjort"
