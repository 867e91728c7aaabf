"""The first tables, the search index, and the append-only triggers."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0001"
down_revision = None

APPEND_ONLY = (
    "remark",
    "member_change",
    "phone_call",
    "inquiry",
    "inquiry_answer",
    "inquiry_action",
    "inquiry_event",
    "access",
)


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        create_search_on_server()
        guard_on_server()
    else:
        create_search_in_file()
        guard_in_file()


def create_search_in_file() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE member_search USING fts5(tokens, content='', contentless_delete=1, "
        "detail=none, tokenize='ascii', prefix='1 2 3 4')"
    )


def create_search_on_server() -> None:
    op.execute("CREATE TABLE member_search (id integer PRIMARY KEY, tokens tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_member_search_tokens ON member_search USING gin (tokens)")


def guard_in_file() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def guard_on_server() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def create_tables() -> None:
    op.create_table(
        "department",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("postal_address", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("neighbours", sa.String(length=100), nullable=False),
        sa.Column("ks_first_contact", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_department")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "member",
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("middle_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("post_code", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("department", sa.Integer(), nullable=True),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("workplace", sa.String(length=200), nullable=False),
        sa.Column("workplace_post_code", sa.String(length=16), nullable=False),
        sa.Column("joined", sa.Date(), nullable=True),
        sa.Column("insurance_codes", sa.String(length=200), nullable=False),
        sa.Column("shop_steward", sa.String(length=200), nullable=False),
        sa.Column("no_sms", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    op.create_table(
        "operator",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("loop", sa.Integer(), nullable=False),
        sa.Column("help_level", sa.String(length=10), nullable=False),
        sa.Column("os_user", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initials", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("initials", name=op.f("uq_operator_initials")),
    )
    op.create_table(
        "role",
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("substitute", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_role")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "target",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_target")),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_access_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    op.create_index(op.f("ix_access_at"), "access", ["at"], unique=False)
    op.create_index(op.f("ix_access_member_id"), "access", ["member_id"], unique=False)
    op.create_table(
        "inquiry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("caller_name", sa.String(), nullable=False),
        sa.Column("caller_kind", sa.String(), nullable=False),
        sa.Column("caller_phone", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("procedure_id", sa.String(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("switched_from", sa.String(), nullable=False),
        sa.Column("received_on", sa.String(), nullable=False),
        sa.Column("loop", sa.Integer(), nullable=True),
        sa.Column("overflow", sa.Boolean(), nullable=False),
        sa.Column("started", Utc(), nullable=False),
        sa.Column("completed", Utc(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_inquiry_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_index(op.f("ix_inquiry_completed"), "inquiry", ["completed"], unique=False)
    op.create_index(op.f("ix_inquiry_member_id"), "inquiry", ["member_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("missing_documentation", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_invoice_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
    )
    op.create_index(op.f("ix_invoice_member_id"), "invoice", ["member_id"], unique=False)
    op.create_table(
        "member_phone",
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_phone_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_phone")),
    )
    op.create_index(op.f("ix_member_phone_member_id"), "member_phone", ["member_id"], unique=False)
    op.create_index(op.f("ix_member_phone_number"), "member_phone", ["number"], unique=False)
    op.create_table(
        "parked",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("parked_at", Utc(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_parked_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
    )
    op.create_index(op.f("ix_parked_member_id"), "parked", ["member_id"], unique=False)
    op.create_table(
        "callback",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("loop", sa.Integer(), nullable=True),
        sa.Column("due", Utc(), nullable=True),
        sa.Column("window", sa.String(length=60), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("promised_by", sa.String(length=10), nullable=False),
        sa.Column("created", Utc(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("inquiry_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("claimed_until", Utc(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_callback_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_callback_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_inquiry_id"), "callback", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_callback_member_id"), "callback", ["member_id"], unique=False)
    op.create_index(op.f("ix_callback_status"), "callback", ["status"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("department", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("remind", sa.Date(), nullable=False),
        sa.Column("last_done", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_confirmation_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_confirmation_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_inquiry_id"), "confirmation", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_confirmation_member_id"), "confirmation", ["member_id"], unique=False)
    op.create_index(op.f("ix_confirmation_status"), "confirmation", ["status"], unique=False)
    op.create_table(
        "inquiry_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_action_inquiry_id_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_action")),
    )
    op.create_index(op.f("ix_inquiry_action_inquiry_id"), "inquiry_action", ["inquiry_id"], unique=False)
    op.create_table(
        "inquiry_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_answer_inquiry_id_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_answer")),
    )
    op.create_index(op.f("ix_inquiry_answer_inquiry_id"), "inquiry_answer", ["inquiry_id"], unique=False)
    op.create_table(
        "inquiry_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_event_inquiry_id_inquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_event")),
    )
    op.create_index(op.f("ix_inquiry_event_inquiry_id"), "inquiry_event", ["inquiry_id"], unique=False)
    op.create_table(
        "member_change",
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=400), nullable=False),
        sa.Column("after", sa.String(length=400), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_member_change_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_change_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_change")),
    )
    op.create_index(op.f("ix_member_change_inquiry_id"), "member_change", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_member_change_member_id"), "member_change", ["member_id"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("to_label", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=200), nullable=False),
        sa.Column("copy_to", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.String(length=8000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created", Utc(), nullable=False),
        sa.Column("handed_over", Utc(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_outgoing_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_outgoing_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
    )
    op.create_index(op.f("ix_outgoing_inquiry_id"), "outgoing", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_outgoing_member_id"), "outgoing", ["member_id"], unique=False)
    op.create_table(
        "phone_call",
        sa.Column("caller_name", sa.String(length=200), nullable=False),
        sa.Column("caller_kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("started", Utc(), nullable=False),
        sa.Column("ended", Utc(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("loop", sa.Integer(), nullable=True),
        sa.Column("overflow", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("inquiry_id", sa.String(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["corrects"], ["phone_call.id"], name=op.f("fk_phone_call_corrects_phone_call")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_phone_call_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_phone_call_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index(op.f("ix_phone_call_corrects"), "phone_call", ["corrects"], unique=False)
    op.create_index(op.f("ix_phone_call_inquiry_id"), "phone_call", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_phone_call_member_id"), "phone_call", ["member_id"], unique=False)
    op.create_table(
        "remark",
        sa.Column("written", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["corrects"], ["remark.id"], name=op.f("fk_remark_corrects_remark")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_remark_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_remark_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_corrects"), "remark", ["corrects"], unique=False)
    op.create_index(op.f("ix_remark_inquiry_id"), "remark", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_remark_member_id"), "remark", ["member_id"], unique=False)
    op.create_table(
        "callback_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("callback_id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callback.id"], name=op.f("fk_callback_attempt_callback_id_callback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_attempt")),
    )
    op.create_index(op.f("ix_callback_attempt_callback_id"), "callback_attempt", ["callback_id"], unique=False)
