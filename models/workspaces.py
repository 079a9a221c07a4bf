"""One Slack team; every other row belongs to one."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Workspace(Base):
    """Rows imported before the first start belong to a workspace without team id; the first `auth.test` fills it in."""

    __tablename__ = "workspaces"

    team_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[str | None]
    bot_user_id: Mapped[str | None] = mapped_column(String(32))
    bot_id: Mapped[str | None] = mapped_column(String(32))
    post_rate: Mapped[float | None]
    """Messages a second that Slack takes, as its refusals have taught."""
