"""Alembic's entry: one transaction on the connection given by Database."""

from alembic import context
from sqlmodel import SQLModel

from sentralbord_desktop.storage import tables as tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
