"""Which tables are append-only, stamped by the server, or signed."""

from sentralbord_desktop.domain.text.word_list import word_list

APPEND_ONLY = word_list("remark member_change phone_call inquiry inquiry_answer inquiry_action inquiry_event access")
STAMPED = (*APPEND_ONLY, "erasure", "callback_attempt", "import_run")
"""Tables where a server stamps its user and its time on each row, beside what the program writes (m0017)."""
SIGNED = word_list(
    """
    remark member_change phone_call inquiry inquiry_event access erasure callback_attempt import_run member_merge
    not_same_member hold breach
    """
)
"""Tables with the operator's initials in `author`."""
