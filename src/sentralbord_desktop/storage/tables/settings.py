"""The settings that all workstations share."""

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class SettingRow(SQLModel, table=True):
    __tablename__ = "setting"
    key: str = Field(primary_key=True, max_length=100)
    value: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
