"""Every kind of output, by its key. A new kind is a module beside this one and a line here."""

from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.answer import ANSWER
from sentralbord_desktop.procedures.outputs.callback import CALLBACK, CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.inform import INFORM
from sentralbord_desktop.procedures.outputs.kind import About, OutputKind
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.promise import PROMISE
from sentralbord_desktop.procedures.outputs.proof import ASK, READ_HISTORY, RECORD_MEMBER_DETAILS
from sentralbord_desktop.procedures.outputs.refer import REFER
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.outputs.transfer import CONSULT, TRANSFER

KINDS: dict[str, OutputKind] = {
    kind.key: kind
    for kind in (
        ASK,
        READ_HISTORY,
        ANSWER,
        RECORD_MEMBER_DETAILS,
        UPDATE_MEMBER,
        REGISTER_MEMBER,
        CONSULT,
        TRANSFER,
        EMAIL,
        LETTER_ORDER,
        SMS,
        NOTE,
        LOG,
        INFORM,
        REFER,
        CALLBACK,
        CALLBACK_DONE,
        AWAIT_CONFIRMATION,
    )
}
"""The kinds that a procedure may lead to."""
OWN_KINDS = {PROMISE.key: PROMISE}
"""The kinds that only Fullfør writes."""


def kind_of(key: str) -> OutputKind:
    """The kind; one that is no longer known (an old inquiry) is called by its key."""
    return KINDS.get(key) or OWN_KINDS.get(key) or OutputKind(key, key.replace("_", " ").capitalize())


def is_for_third_party(output: Output) -> bool:
    """Whether a call from one who is not the member can lead to it (X-4)."""
    about = kind_of(output.kind).about
    return about is About.CALL or (about is About.EITHER and output.third_party)
