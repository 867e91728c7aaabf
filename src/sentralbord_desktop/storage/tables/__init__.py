"""The database tables, one module for each subject.

The tables are the same on SQLite (SQLCipher) and PostgreSQL. Remarks, logs and inquiries are append-only: triggers
(`engine/new_register.py`, `engine/server.sql`) refuse UPDATE and DELETE, and a correction is a new row. All tables are
imported here, because foreign keys name tables and a new register is made of the complete metadata.
"""

from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.storage.tables.access import AccessRow, OperatorRow
from sentralbord_desktop.storage.tables.availability import PresenceRow
from sentralbord_desktop.storage.tables.callbacks import CallbackAttemptRow, CallbackRow
from sentralbord_desktop.storage.tables.confirmations import ConfirmationRow
from sentralbord_desktop.storage.tables.imports import (
    ImportFileRow,
    ImportLossRow,
    ImportRunRow,
    ImportSourceRow,
    InvoiceBeforeRow,
)
from sentralbord_desktop.storage.tables.inquiries import (
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryEventRow,
    InquiryRow,
    ParkedRow,
    PhoneCallRow,
)
from sentralbord_desktop.storage.tables.members import (
    InvoiceRow,
    MemberChangeRow,
    MemberCorrectionRow,
    MemberRow,
    MergeRow,
    NotSameRow,
    PhoneRow,
    RemarkRow,
)
from sentralbord_desktop.storage.tables.messages import OutgoingRow
from sentralbord_desktop.storage.tables.organisation import (
    CourseRow,
    DepartmentRow,
    EmployerRow,
    RoleRow,
    StaffRow,
    TargetRow,
)
from sentralbord_desktop.storage.tables.privacy import BreachRow, ErasedMemberRow, ErasingRow, ErasureRow, HoldRow
from sentralbord_desktop.storage.tables.settings import SettingRow
from sentralbord_desktop.storage.tables.statistics import CallCountRow, WizardLeftRow

APPEND_ONLY = word_list("remark member_change phone_call inquiry inquiry_answer inquiry_action inquiry_event access")

__all__ = [
    "APPEND_ONLY",
    "AccessRow",
    "BreachRow",
    "CallCountRow",
    "CallbackAttemptRow",
    "CallbackRow",
    "ConfirmationRow",
    "CourseRow",
    "DepartmentRow",
    "EmployerRow",
    "ErasedMemberRow",
    "ErasingRow",
    "ErasureRow",
    "HoldRow",
    "ImportFileRow",
    "ImportLossRow",
    "ImportRunRow",
    "ImportSourceRow",
    "InquiryActionRow",
    "InquiryAnswerRow",
    "InquiryEventRow",
    "InquiryRow",
    "InvoiceBeforeRow",
    "InvoiceRow",
    "MemberChangeRow",
    "MemberCorrectionRow",
    "MemberRow",
    "MergeRow",
    "NotSameRow",
    "OperatorRow",
    "OutgoingRow",
    "ParkedRow",
    "PhoneCallRow",
    "PhoneRow",
    "PresenceRow",
    "RemarkRow",
    "RoleRow",
    "SettingRow",
    "StaffRow",
    "TargetRow",
    "WizardLeftRow",
]
