"""A trøbbel case is kept until the DS has confirmed the handover (PR-8): a row in `inquiry_event`. New: other
workstations are notified of it, and older programs, which would erase the case by the date of the call, refuse the
register."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER inquiry_event_tells AFTER INSERT OR UPDATE OR DELETE ON inquiry_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION tell_desks()"
        )
