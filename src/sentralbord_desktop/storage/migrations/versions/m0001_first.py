"""The register of 0.1.0, from which the chain goes on. A new register is made from the models (`engine/new_register.py`) and
marked with the newest revision, so this one has nothing to do."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """See above."""
