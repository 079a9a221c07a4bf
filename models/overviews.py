"""When coordinators are next told how their meetings stand."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Overview(Base):
    """One row for all meetings of a zone: the round that comes due makes the deliveries and sets the next one."""

    __tablename__ = "overviews"
    __table_args__ = (UniqueConstraint("workspace_id", "tz"), Index("ix_overviews_due", "due_at"))

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    tz: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime]
